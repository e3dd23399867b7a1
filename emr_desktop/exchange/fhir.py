"""The facility's own data as one FHIR R4 Bundle: an open-format copy that other programs can read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TextIO

from emr_desktop.allergies.rows import AllergyList
from emr_desktop.clock import local
from emr_desktop.exchange.fhir_resources import (
    Resource,
    allergy_resources,
    patient_resource,
    visit_resources,
)
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VisitRow

Allergies = Callable[[PatientRow], AllergyList]


def patient_entries(
    patients: Iterable[PatientRow], *, facility_code: str, allergies: Allergies | None = None
) -> Iterator[Resource]:
    """Bundle entries of patients and their allergies; ``allergies`` reads more of them than the names."""
    for patient in patients:
        yield _entry(patient_resource(patient, facility_code=facility_code))
        for allergy in allergy_resources(patient, None if allergies is None else allergies(patient)):
            yield _entry(allergy)


def visit_entries(
    visits: Iterable[VisitRow],
    *,
    facility_code: str,
    with_sensitive: bool = True,
    allergies: Allergies | None = None,
) -> Iterator[Resource]:
    """Bundle entries of visits, each patient before the first of its visits.

    Args:
        visits: saved visits, in any order; read one by one, so a year of them needs no memory.
        facility_code: HFR code.
        with_sensitive: False leaves HIV, violence and mental health out. True marks them restricted.
        allergies: reads more of a patient's allergies than their names.
    """
    seen = set()
    for visit in visits:
        if visit.patient.id not in seen:
            seen.add(visit.patient.id)
            yield from patient_entries((visit.patient,), facility_code=facility_code, allergies=allergies)
        for resource in visit_resources(visit, facility_code=facility_code, with_sensitive=with_sensitive):
            yield _entry(resource)


def write_bundle(out: TextIO, entries: Iterable[Resource], *, made_at: datetime) -> int:
    """Write a Bundle of type ``collection``, one entry a line, as the entries come.

    Returns:
        How many entries were written.
    """
    made = local(made_at).isoformat(timespec="seconds")
    out.write(f'{{"resourceType":"Bundle","type":"collection","timestamp":"{made}"')
    count = 0
    for entry in entries:
        # An empty array is not FHIR: without entries there is no "entry" at all.
        out.write(',"entry":[\n' if count == 0 else ",\n")
        out.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
        count += 1
    out.write("\n]}\n" if count else "}\n")
    return count


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
