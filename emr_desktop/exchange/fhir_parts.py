"""Small pieces of FHIR R4 that every resource is made of; codes come from fhir_codes.toml."""

from __future__ import annotations

import tomllib
import uuid
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.clock import local

Resource = dict[str, Any]

HL7 = "http://terminology.hl7.org/CodeSystem"
RESTRICTED = {"security": [{"system": f"{HL7}/v3-Confidentiality", "code": "R", "display": "restricted"}]}


@cache
def codes() -> dict[str, Any]:
    """The code systems and codes of fhir_codes.toml."""
    return tomllib.loads((Path(__file__).parent / "fhir_codes.toml").read_text(encoding="utf-8"))


def system(name: str, facility_code: str = "") -> str:
    """The URI of a code or identifier system."""
    return str(codes()["systems"][name]).format(facility=facility_code)


def part_id(whole: uuid.UUID, part: str) -> str:
    """A stable id for a part of a record: the same record written twice gives the same ids."""
    return str(uuid.uuid5(whole, part))


class PartNames:
    """Names the parts of a record by what they are, not by their place.

    So a corrected record still calls the same diagnosis the same, and what was taken out is known by name.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def name(self, kind: str, code: str) -> str:
        """``diagnosis:B54``; the same once more is ``diagnosis:B54:2``."""
        whole = f"{kind}:{code}"
        self._seen[whole] += 1
        return whole if self._seen[whole] == 1 else f"{whole}:{self._seen[whole]}"


def coded(code_system: str, code: str, text: str | None = None) -> Resource:
    """A CodeableConcept with one coding."""
    concept: Resource = {"coding": [{"system": code_system, "code": code}]}
    return concept | {"text": text} if text else concept


def loinc(sign: dict[str, str]) -> Resource:
    """A CodeableConcept of a line of fhir_codes.toml."""
    coding = {"system": system("loinc"), "code": sign["loinc"], "display": sign["display"]}
    return {"coding": [coding], "text": sign["display"]}


def quantity(value: float, unit: str, ucum: str) -> Resource:
    """A Quantity in UCUM; without a unit the bare number."""
    made: Resource = {"value": shortest(value)}
    if unit:
        made |= {"unit": unit, "system": system("ucum"), "code": ucum}
    return made


def shortest(value: float) -> float | int:
    """A whole number without its point."""
    return int(value) if value == int(value) else value


def is_number(text: str) -> bool:
    """Whether a result as typed is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def reference(record: uuid.UUID | str) -> Resource:
    """A Reference to another entry of the bundle."""
    return {"reference": f"urn:uuid:{record}"}


def facility_reference(code: str) -> Resource:
    """The facility by its HFR code; facilities belong to their registry and are never sent."""
    return {"identifier": {"system": system("facility"), "value": code}}


def moment(at: datetime | None, day: date) -> str:
    """The instant on the facility's wall clock, or the day alone when the instant is of another day.

    A visit written down days later was started at the keyboard then, not at the patient's side.
    """
    if at is None or local(at).date() != day:
        return day.isoformat()
    return local(at).isoformat(timespec="seconds")
