"""Opens a FHIR R4 Bundle of another system: what it is, and its resources by all their names."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.exchange.fhir_parts import Resource

LARGEST = 128 * 1024 * 1024  # bytes: a Bundle is read whole, and takes some six times as much memory
TYPES = ("collection", "transaction", "batch", "searchset", "document", "history")
_OWN = "urn:emr-desktop:"
_TOLD = 3  # examples of one reason
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Left:
    """Why resources of one type were left: how many, and the first ones by name."""

    type: str  # Patient, Encounter ...; Patient.phone for a part of what was taken
    code: str
    params: Mapping[str, object]
    count: int
    examples: tuple[str, ...]


@dataclass
class Tally:
    """What was read, and what was left and why, while a Bundle is gone through."""

    read: Counter[str] = field(default_factory=Counter)
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str, str], tuple[Mapping[str, object], list[str]]] = field(default_factory=dict)

    def left(self, kind: str, name: str, code: str, /, **params: object) -> None:
        key = (kind, code, json.dumps(params, sort_keys=True, default=str))
        self._counts[key] += 1
        names = self._first.setdefault(key, (params, []))[1]
        if len(names) < _TOLD:
            names.append(name)

    def told(self) -> tuple[Left, ...]:
        """Every reason, the most frequent of a type first."""
        ordered = sorted(self._counts.items(), key=lambda one: (one[0][0], -one[1], one[0]))
        return tuple(
            Left(key[0], key[1], self._first[key][0], count, tuple(self._first[key][1]))
            for key, count in ordered
        )

    def number_left(self, kind: str) -> int:
        return sum(count for key, count in self._counts.items() if key[0] == kind)


class FhirBundle:
    """The resources of a Bundle in the order of the file, found again by whatever refers to them."""

    def __init__(self, path: Path) -> None:
        """Read a file.

        Raises:
            EmrError: ``import.file_missing import.file_unreadable import.empty import.fhir_large
                import.fhir_not_json import.fhir_not_bundle import.fhir_bundle_type import.fhir_version``.
        """
        content = _content(path)
        self.digest = hashlib.sha256(content).hexdigest()
        try:
            bundle = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise EmrError("import.fhir_not_json", path=path.name) from error
        if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
            raise EmrError("import.fhir_not_bundle", path=path.name)
        if bundle.get("type") not in TYPES:
            raise EmrError("import.fhir_bundle_type", path=path.name, type=str(bundle.get("type"))[:40])
        self._resources: list[Resource] = []
        self._by_name: dict[str, Resource] = {}
        self._urls: dict[int, str] = {}
        for each in items(bundle, "entry"):
            resource = each.get("resource")
            if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
                continue  # an entry that deletes, or the outcome of a search
            other = _other_version(resource)
            if other is not None:
                raise EmrError("import.fhir_version", path=path.name, version=other, type=kind_of(resource))
            self._add(resource, text(each, "fullUrl"))

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)

    def _add(self, resource: Resource, url: str) -> None:
        self._resources.append(resource)
        kind, own = kind_of(resource), text(resource, "id")
        self._urls[id(resource)] = url
        names = [url] if url else []
        names += [f"{kind}/{own}", f"urn:uuid:{own}"] if own else []
        for each in items(resource, "identifier"):
            value = text(each, "value")
            names += [f"{kind}?{text(each, 'system')}|{value}", f"{kind}?{value}"] if value else []
        for name in names:
            self._by_name.setdefault(name, resource)

    def find(self, reference: object, kind: str) -> Resource | None:
        """The resource that a Reference means, when the Bundle has it and it is of this type."""
        if not isinstance(reference, dict):
            return None
        said = text(reference, "reference")
        found = self._by_name.get(said)
        if found is None and "?identifier=" in said:
            found = self._by_name.get(f"{kind}?{unquote(said.partition('?identifier=')[2])}")
        if found is None and said.count("/") > 1:  # a whole address, or one version of a resource
            parts = said.partition("/_history/")[0].split("/")
            found = self._by_name.get("/".join(parts[-2:]))
        identifier = reference.get("identifier")
        if found is None and isinstance(identifier, dict) and text(identifier, "value"):
            found = self._by_name.get(f"{kind}?{text(identifier, 'system')}|{text(identifier, 'value')}")
        return found if found is not None and kind_of(found) == kind else None

    def source_id(self, resource: Resource) -> str:
        """By what the record knows it again: its business identifier, else where it lives, else its id."""
        own = text(resource, "id") or self._urls[id(resource)].removeprefix("urn:uuid:")
        chosen = [each for each in items(resource, "identifier") if text(each, "value")]
        if any(text(each, "system").startswith(_OWN) for each in chosen):
            return own  # of our own export: ids are the record's
        chosen.sort(key=lambda each: text(each, "use") not in ("usual", "official"))
        if chosen:
            return f"{text(chosen[0], 'system')}|{text(chosen[0], 'value')}"
        url = self._urls[id(resource)]
        return url if url.startswith(("http://", "https://")) else own

    def name(self, resource: Resource) -> str:
        """How a report calls it: by id, never by a person's name."""
        return f"{kind_of(resource)}/{text(resource, 'id') or self._urls[id(resource)]}"


def kind_of(resource: Resource) -> str:
    """The type of a resource."""
    return str(resource["resourceType"])


def items(element: object, name: str) -> list[dict[str, Any]]:
    """The objects of a list element; a malformed one has none."""
    value = element.get(name) if isinstance(element, dict) else None
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(element: object, name: str) -> str:
    """A string element, trimmed; empty when it is not there or of another kind."""
    value = element.get(name) if isinstance(element, dict) else None
    return value.strip() if isinstance(value, str) else ""


def codings(element: object, name: str) -> list[tuple[str, str]]:
    """System and code of every coding of a CodeableConcept."""
    concept = element.get(name) if isinstance(element, dict) else None
    return [(text(each, "system"), text(each, "code")) for each in items(concept, "coding")]


def has_code(element: object, name: str, *wanted: str) -> bool:
    """Whether a CodeableConcept has one of these codes, whatever their system."""
    return any(code in wanted for _, code in codings(element, name))


def told_code(element: object, name: str) -> str:
    """How a report calls a code: the first one with its system, else the words."""
    found = [f"{system}|{code}" for system, code in codings(element, name) if code]
    concept = element.get(name) if isinstance(element, dict) else None
    return (found[0] if found else text(concept, "text"))[:80]


def day_of(moment: str) -> str:
    """The day of a dateTime on the facility's wall clock; empty for one that is not known to the day."""
    try:
        if "T" in moment:
            at = datetime.fromisoformat(moment)
            return (local(at) if at.tzinfo is not None else at).date().isoformat()
    except (ValueError, OverflowError):
        return ""
    return moment if _DAY.fullmatch(moment) else ""


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise EmrError(
                "import.fhir_large", path=path.name, megabytes=size // 1024**2, most=LARGEST // 1024**2
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise EmrError("import.file_missing", path=str(path)) from error
    except OSError as error:
        raise EmrError("import.file_unreadable", path=str(path), reason=error.strerror or "") from error
    if not content.strip():
        raise EmrError("import.fhir_not_json", path=path.name)
    return content


def _other_version(resource: Resource) -> str | None:
    """The version of FHIR that a resource's shape gives away, when it is not R4.

    Source: the change logs of R3, R4 and R5: ``Encounter.class`` was a code (DSTU2) and is a list (R5), a
    medicine is a CodeableReference in R5, ``context`` became ``encounter`` with R4.
    """
    kind = kind_of(resource)
    if kind in ("MedicationOrder", "DiagnosticOrder", "ProcedureRequest", "ReferralRequest"):
        return "STU3" if kind in ("ProcedureRequest", "ReferralRequest") else "DSTU2"
    if kind == "Encounter" and isinstance(resource.get("class"), str):
        return "DSTU2"
    if kind == "Encounter" and (isinstance(resource.get("class"), list) or "actualPeriod" in resource):
        return "R5"
    if kind == "MedicationRequest" and "medication" in resource:
        return "R5"
    if kind in ("Condition", "Observation", "MedicationRequest") and "context" in resource:
        return "STU3"
    if kind in ("Condition", "AllergyIntolerance") and isinstance(resource.get("clinicalStatus"), str):
        return "STU3"
    return None
