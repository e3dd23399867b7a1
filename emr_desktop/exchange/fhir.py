"""The facility's own data as one FHIR R4 Bundle: an open-format copy that other programs can read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TextIO

from emr_desktop.clock import local
from emr_desktop.exchange.fhir_parts import Resource
from emr_desktop.exchange.fhir_patients import allergy_resources, patient_resource, problem_resources
from emr_desktop.exchange.fhir_resources import visit_resources
from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.exchange.record_filter import patient_without_sensitive, without_sensitive


def patient_entries(
    patients: Iterable[PatientRecord], *, facility_code: str, with_sensitive: bool = True
) -> Iterator[Resource]:
    """Bundle entries of patients, their allergies and their problem lists."""
    for record in patients:
        told = record if with_sensitive else patient_without_sensitive(record)
        for resource in patient_resources(told, facility_code=facility_code):
            yield entry(resource)


def patient_resources(record: PatientRecord, *, facility_code: str) -> Iterator[Resource]:
    """A patient with all that stays with them."""
    yield patient_resource(
        record.patient,
        facility_code=facility_code,
        merged_into=record.merged_into,
        replaces=record.replaces,
    )
    yield from allergy_resources(record.patient, record.allergies)
    yield from problem_resources(record)


def visit_entries(
    visits: Iterable[VisitRecord], *, facility_code: str, with_sensitive: bool = True
) -> Iterator[Resource]:
    """Bundle entries of visits, each patient before the first of its visits.

    Args:
        visits: saved visits, in any order; read one by one, so a year of them needs no memory.
        facility_code: HFR code.
        with_sensitive: False leaves HIV, violence and mental health out. True marks them restricted.
    """
    seen = set()
    for visit in visits:
        record = visit if with_sensitive else without_sensitive(visit)
        if record.patient.id not in seen:
            seen.add(record.patient.id)
            yield from patient_entries((record.patient,), facility_code=facility_code)
        for resource in visit_resources(record, facility_code=facility_code):
            yield entry(resource)


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


def entry(resource: Resource) -> Resource:
    """An entry of a bundle that others refer to by the resource's id."""
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
