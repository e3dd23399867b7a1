"""Where each resource of a Bundle's file stands and whose it is, so that it is read patient by patient.

The file is gone through once to see what it is and where everything stands: some forty bytes are kept of a
resource, a little more of patients, visits and medicines, which others refer to by name. Then the resources
of a few patients at a time are read where they stand. What the record has no place for is not read again.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from emr_desktop.errors import EmrError
from emr_desktop.exchange.fhir_bundle import (
    FhirBundle,
    Tally,
    kind_of,
    names_meant,
    names_of,
    other_version,
    text,
)
from emr_desktop.exchange.fhir_parts import Resource
from emr_desktop.exchange.fhir_stream import BundleStream
from emr_desktop.exchange.rows import Progress

TAKEN = (
    "Patient",
    "Encounter",
    "Condition",
    "Observation",
    "MedicationRequest",
    "AllergyIntolerance",
    "Procedure",
    "ServiceRequest",
)
_NAMED = ("Patient", "Encounter", "Medication")  # what others refer to
_AT_ONCE = 8 * 1024 * 1024  # bytes of the file whose resources are in memory together
_NOBODY, _LEFT = -1, -2
_HALF_A_SIGN = re.compile(rb"\\u[dD][89a-fA-F]")  # a surrogate, which alone is no character

Keys = tuple[int, ...]


class BundleFile:
    """A Bundle on disk; ``tally`` counts what is read and left, ``parts`` gives some patients at a time."""

    def __init__(self, path: Path, *, tally: Tally, progress: Progress | None = None) -> None:
        """Go through a file once.

        Raises:
            EmrError: as ``BundleStream.entries``, and ``import.fhir_version``.
        """
        self.tally = tally
        self._path = path
        self._starts, self._lengths, self._owners = array("Q"), array("Q"), array("q")
        self._kinds: list[str] = []
        self._places: dict[str, dict[int, int]] = {kind: {} for kind in _NAMED}
        self._medicines: dict[int, Keys] = {}
        self._waiting: list[tuple[int, Keys, Keys]] = []
        self._size = path.stat().st_size if path.is_file() else 0
        self._progress = progress
        stream = BundleStream(path, self._told)
        for start, length, entry in stream.entries():
            self._note(start, length, entry)
        self.digest = stream.digest
        self._settle()

    def _told(self, read: int) -> None:
        if self._progress is not None:
            self._progress(read, 2 * self._size)

    # the first time ----------------------------------------------------------------------------------------

    def _note(self, start: int, length: int, entry: dict[str, Any]) -> None:
        resource = entry.get("resource")
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            return  # an entry that deletes, or the outcome of a search
        kind, url = kind_of(resource), text(entry, "fullUrl")
        version = other_version(resource)
        if version is not None:
            raise EmrError("import.fhir_version", path=self._path.name, version=version, type=kind)
        self.tally.read[kind] += 1
        if kind not in TAKEN:
            self.tally.left(kind, f"{kind}/{text(resource, 'id') or url}", "fhir.no_place")
            if kind not in _NAMED:
                return
        place = len(self._starts)
        self._starts.append(start)
        self._lengths.append(length)
        self._kinds.append(sys.intern(kind))
        self._owners.append(place if kind == "Patient" else _NOBODY)
        if kind in _NAMED:
            for name in names_of(resource, url):
                self._places[kind].setdefault(_key(name), place)
        if kind == "MedicationRequest":
            meant = _keys(resource.get("medicationReference"), "Medication")
            if meant:
                self._medicines[place] = meant
        if kind not in ("Patient", "Medication"):
            self._own(place, resource)

    def _own(self, place: int, resource: Resource) -> None:
        whose = "patient" if kind_of(resource) == "AllergyIntolerance" else "subject"
        visit = "partOf" if kind_of(resource) == "Encounter" else "encounter"
        patient_keys = _keys(resource.get(whose), "Patient")
        visit_keys = _keys(resource.get(visit), "Encounter")
        patient = self._find("Patient", patient_keys)
        encounter = self._find("Encounter", visit_keys)
        if patient is not None and (
            not visit_keys or (encounter is not None and self._owners[encounter] == patient)
        ):
            self._owners[place] = patient
        else:
            self._waiting.append((place, patient_keys, visit_keys))

    def _find(self, kind: str, keys: Keys) -> int | None:
        places = self._places[kind]
        return next((places[key] for key in keys if key in places), None)

    def _settle(self) -> None:
        """Find whose everything is that stood before its patient or its visit in the file."""
        visits = [one for one in self._waiting if self._kinds[one[0]] == "Encounter"]
        for _ in range(5):  # parts of parts
            for place, patient_keys, visit_keys in visits:
                if self._owners[place] == _NOBODY:
                    patient = self._find("Patient", patient_keys)
                    above = self._find("Encounter", visit_keys)
                    if patient is None and above is not None:
                        patient = self._owners[above]
                    self._owners[place] = _NOBODY if patient is None else patient
        for place, patient_keys, visit_keys in self._waiting:
            if self._kinds[place] == "Encounter":
                continue
            patient, visit = self._find("Patient", patient_keys), self._find("Encounter", visit_keys)
            of_visit = _NOBODY if visit is None else self._owners[visit]
            if patient is not None and of_visit not in (_NOBODY, patient):
                kind = self._kinds[place]
                self.tally.left(kind, self._name(place), "fhir.other_patient")
                self._owners[place] = _LEFT
            else:
                self._owners[place] = of_visit if patient is None else patient
        self._waiting.clear()

    def _name(self, place: int) -> str:
        with self._path.open("rb") as file:
            resource, url = self._read(file, place)
        return f"{self._kinds[place]}/{text(resource, 'id') or url}"

    # the second time ---------------------------------------------------------------------------------------

    def parts(self) -> Iterator[FhirBundle]:
        """The resources of some patients at a time, with the medicines that they refer to.

        Raises:
            EmrError: ``import.fhir_changed``: the file is no longer the one that was gone through.
        """
        wanted = [
            place
            for place, kind in enumerate(self._kinds)
            if kind != "Medication" and self._owners[place] != _LEFT
        ]
        wanted.sort(key=lambda place: (self._owners[place] == _NOBODY, self._owners[place], place))
        with self._path.open("rb") as file:
            part: list[int] = []
            size = done = 0
            for place in wanted:
                other = bool(part) and (
                    self._owners[place] != self._owners[part[-1]] or self._owners[place] == _NOBODY
                )
                if other and size >= _AT_ONCE:
                    yield self._part(file, part)
                    done += size
                    if self._progress is not None:
                        self._progress(self._size + done, 2 * self._size)
                    part, size = [], 0
                part.append(place)
                size += self._lengths[place]
            if part:
                yield self._part(file, part)
        if self._progress is not None:
            self._progress(2 * self._size, 2 * self._size)

    def _part(self, file: BinaryIO, places: list[int]) -> FhirBundle:
        meant = {self._find("Medication", self._medicines.get(place, ())) for place in places}
        medicines = sorted(place for place in meant if place is not None)
        return FhirBundle(self._read(file, place) for place in (*places, *medicines))

    def _read(self, file: BinaryIO, place: int) -> tuple[Resource, str]:
        file.seek(self._starts[place])
        raw = file.read(self._lengths[place])
        try:
            entry = json.loads(raw)
            if _HALF_A_SIGN.search(raw):
                entry = _whole_signs(entry)
            if kind_of(entry["resource"]) != self._kinds[place]:
                raise ValueError("another resource stands there")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise EmrError("import.fhir_changed", path=self._path.name) from error
        return entry["resource"], text(entry, "fullUrl")


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _keys(reference: object, kind: str) -> Keys:
    return tuple(_key(name) for name in names_meant(reference, kind))


def _whole_signs(value: Any) -> Any:
    """The same value without halves of characters, which no text file and no database takes."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_whole_signs(each) for each in value]
    if isinstance(value, dict):
        return {_whole_signs(name): _whole_signs(each) for name, each in value.items()}
    return value
