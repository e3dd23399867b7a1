"""Resources of a FHIR R4 Bundle by all their names, and the count of what was read and left."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from emr_desktop.clock import local
from emr_desktop.exchange.fhir_parts import Resource

_OWN = "urn:emr-desktop:"
_TOLD = 3  # examples of one reason
_MOST_REASONS = 200  # of one code and type told apart by what they name; the others are counted together
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Left:
    """Why resources of one type were left: how many, and the first ones by name."""

    type: str  # Patient, Encounter ...; Patient.phone for a part of what was taken
    code: str
    params: Mapping[str, object]
    count: int
    examples: tuple[str, ...]


LeftOne = Callable[[str, str, str, Mapping[str, object]], None]  # type, name, code, params


@dataclass
class Tally:
    """What was read, and what was left and why, while a Bundle is gone through.

    ``each`` hears of every single one as it is left; here they are only counted.
    """

    read: Counter[str] = field(default_factory=Counter)
    each: LeftOne | None = None
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str, str], tuple[Mapping[str, object], list[str]]] = field(default_factory=dict)
    _reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def left(self, kind: str, name: str, code: str, /, **params: object) -> None:
        if self.each is not None:
            self.each(kind, name, code, params)
        key = (kind, code, json.dumps(params, sort_keys=True, default=str))
        if key not in self._counts:
            if self._reasons[kind, code] >= _MOST_REASONS:
                params = dict.fromkeys(params, "…")
                key = (kind, code, json.dumps(params, sort_keys=True))
            self._reasons[kind, code] += 1
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
    """Resources in the order of the file, found again by whatever refers to them."""

    def __init__(self, resources: Iterable[tuple[Resource, str]]) -> None:
        """Take resources, each with the ``fullUrl`` of its entry."""
        self._resources: list[Resource] = []
        self._by_name: dict[str, Resource] = {}
        self._urls: dict[int, str] = {}
        for resource, url in resources:
            self._resources.append(resource)
            self._urls[id(resource)] = url
            for name in names_of(resource, url):
                self._by_name.setdefault(name, resource)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources)

    def find(self, reference: object, kind: str) -> Resource | None:
        """The resource that a Reference means, when it is here and of this type."""
        for name in names_meant(reference, kind):
            found = self._by_name.get(name)
            if found is not None:
                return found if kind_of(found) == kind else None
        return None

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


def names_of(resource: Resource, url: str) -> list[str]:
    """Everything that a resource may be called by in a Reference."""
    kind, own = kind_of(resource), text(resource, "id")
    names = [url] if url else []
    names += [f"{kind}/{own}", f"urn:uuid:{own}"] if own else []
    for each in items(resource, "identifier"):
        value = text(each, "value")
        names += [f"{kind}?{text(each, 'system')}|{value}", f"{kind}?{value}"] if value else []
    return names


def names_meant(reference: object, kind: str) -> list[str]:
    """What a Reference may mean, the likeliest first: an address, a search, an address's end, a number."""
    if not isinstance(reference, dict):
        return []
    said = text(reference, "reference")
    names = [said] if said else []
    if "?identifier=" in said:
        names.append(f"{kind}?{unquote(said.partition('?identifier=')[2])}")
    if said.count("/") > 1:  # a whole address, or one version of a resource
        names.append("/".join(said.partition("/_history/")[0].split("/")[-2:]))
    identifier = reference.get("identifier")
    if isinstance(identifier, dict) and text(identifier, "value"):
        names.append(f"{kind}?{text(identifier, 'system')}|{text(identifier, 'value')}")
    return names


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


def other_version(resource: Resource) -> str | None:
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
