"""Writes patients and visits as one FHIR R4 collection Bundle, resource after resource."""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.identity import named_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.catalogue import diagnosis_name, is_sensitive, lab_tests, medicines
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm

Resource = dict[str, Any]

_ICD10 = "http://hl7.org/fhir/sid/icd-10"
_LOINC = "http://loinc.org"
_UCUM = "http://unitsofmeasure.org"
_TERMS = "http://terminology.hl7.org/CodeSystem"
_OURS = "urn:emr-desktop"


class FhirBundle:
    """A Bundle that grows while it is written; each patient appears once."""

    def __init__(self, handle: TextIO, *, facility: FacilityRow, at: datetime) -> None:
        self._handle = handle
        self._facility = facility
        self._patients: set[uuid.UUID] = set()
        self._begun = False
        head = {"resourceType": "Bundle", "type": "collection", "timestamp": local(at).isoformat()}
        handle.write(json.dumps(head)[:-1] + ', "entry": [')

    def add(self, patient: PatientRow, visit: VisitForm | None) -> None:
        """Write a patient who is not there yet, and a visit with everything in it."""
        if patient.id not in self._patients:
            self._patients.add(patient.id)
            self._write(_patient(patient))
        if visit is not None:
            for resource in _visit(visit, self._facility):
                self._write(resource)

    def end(self) -> None:
        self._handle.write("\n]}\n")

    def _write(self, resource: Resource) -> None:
        entry = {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
        self._handle.write((",\n" if self._begun else "\n") + json.dumps(entry, ensure_ascii=False))
        self._begun = True


def _patient(patient: PatientRow) -> Resource:
    given = [name for name in (patient.first_name, patient.middle_name) if name]
    identifiers = [{"use": "usual", "system": f"{_OURS}:patient-number", "value": patient.number}]
    if patient.nida:
        identifiers.append({"use": "official", "system": f"{_OURS}:nida", "value": patient.nida})
    resource: Resource = {
        "resourceType": "Patient",
        "id": str(patient.id),
        "identifier": identifiers,
        "name": [{"use": "official", "family": patient.last_name, "given": given}],
        "gender": "male" if patient.sex == "M" else "female",
        "birthDate": _as_precise_as_known(patient),
    }
    if patient.phone:
        resource["telecom"] = [{"system": "phone", "value": patient.phone}]
    address = {
        "state": patient.region,
        "district": patient.council,
        "city": patient.ward,
        "line": [patient.village] if patient.village else None,
    }
    if any(address.values()):
        resource["address"] = [{key: value for key, value in address.items() if value}]
    if patient.guardian:
        resource["contact"] = [{"name": {"text": patient.guardian}}]
    return resource


def _as_precise_as_known(patient: PatientRow) -> str:
    # FHIR dates may stop at the year or month: what is not known is not said.
    length = {"day": 10, "month": 7}.get(patient.birth_precision, 4)
    return patient.birth_date.isoformat()[:length]


def _visit(visit: VisitForm, facility: FacilityRow) -> Iterator[Resource]:
    subject = {"reference": f"urn:uuid:{visit.patient_id}"}
    encounter = {"reference": f"urn:uuid:{visit.id}"}
    day = visit.visit_date.isoformat()
    resource: Resource = {
        "resourceType": "Encounter",
        "id": str(visit.id),
        "status": "finished",
        "class": {"system": f"{_TERMS}/v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "type": [{"text": visit.visit_type}],
        "subject": subject,
        "period": {"start": day, "end": day},
        "serviceProvider": {
            "identifier": {"system": f"{_OURS}:facility-code", "value": facility.code},
            "display": facility.name,
        },
    }
    if visit.complaint:
        resource["reasonCode"] = [{"text": visit.complaint}]
    if visit.outcome != "home":
        # http://hl7.org/fhir/R4/valueset-encounter-discharge-disposition.html
        code = {"referred": "other-hcf", "admitted": "oth", "died": "exp"}[visit.outcome]
        resource["hospitalization"] = {
            "dischargeDisposition": {
                "coding": [{"system": f"{_TERMS}/discharge-disposition", "code": code}],
                "text": visit.outcome,
            }
        }
    yield resource
    beside = {"subject": subject, "encounter": encounter}
    yield from _conditions(visit, beside, day)
    yield from _observations(visit, beside, day)
    for place, line in enumerate(visit.prescriptions):
        yield _medication_request(visit, line, place, beside, day)


def _conditions(visit: VisitForm, beside: Resource, day: str) -> Iterator[Resource]:
    for place, entry in enumerate(visit.diagnoses):
        name = diagnosis_name(entry.icd10, entry.concept, language="en")
        resource: Resource = {
            "resourceType": "Condition",
            "id": str(named_id("condition", visit.id.hex, str(place))),
            "clinicalStatus": _coded("condition-clinical", "active"),
            "verificationStatus": _coded("condition-ver-status", entry.certainty),
            "category": [_coded("condition-category", "encounter-diagnosis")],
            "code": {"coding": [{"system": _ICD10, "code": entry.icd10}], "text": name},
            "recordedDate": day,
            **beside,
        }
        if entry.severity:
            resource["severity"] = {"text": entry.severity}
        if is_sensitive(entry.icd10, entry.concept):
            resource["meta"] = {
                "security": [{"system": f"{_TERMS}/v3-Confidentiality", "code": "R", "display": "restricted"}]
            }
        yield resource


def _observations(visit: VisitForm, beside: Resource, day: str) -> Iterator[Resource]:
    for name, value in vars(visit.vitals).items():
        if value is None:
            continue
        row = _vital_signs()[name]
        yield {
            "resourceType": "Observation",
            "id": str(named_id("vital", visit.id.hex, name)),
            "status": "final",
            "category": [_coded("observation-category", "vital-signs")],
            "code": {"coding": [{"system": _LOINC, "code": row["loinc"], "display": row["display"]}]},
            "effectiveDateTime": day,
            "valueQuantity": {"value": value, "unit": row["unit"], "system": _UCUM, "code": row["ucum"]},
            **beside,
        }
    for entry in visit.tests:
        known = lab_tests().get(entry.test)
        resource: Resource = {
            "resourceType": "Observation",
            "id": str(named_id("test", visit.id.hex, entry.test)),
            "status": "final" if entry.result else "registered",
            "category": [_coded("observation-category", "laboratory")],
            "code": {
                "coding": [{"system": f"{_OURS}:test", "code": entry.test}],
                "text": known.name_en if known else entry.test,
            },
            "effectiveDateTime": day,
            **beside,
        }
        if entry.result:
            resource["valueString"] = entry.result
        yield resource


def _medication_request(
    visit: VisitForm, line: PrescriptionEntry, place: int, beside: Resource, day: str
) -> Resource:
    medicine = medicines().get(line.medicine)
    unit = medicine.unit_en if medicine else None
    dosage: Resource = {
        "timing": {
            "repeat": {
                "boundsDuration": {"value": line.days, "unit": "d", "system": _UCUM, "code": "d"},
                "frequency": line.per_day,
                "period": 1,
                "periodUnit": "d",
            }
        },
        "doseAndRate": [{"doseQuantity": {"value": line.dose, **({"unit": unit} if unit else {})}}],
    }
    if line.instructions:
        dosage["text"] = line.instructions
    return {
        "resourceType": "MedicationRequest",
        "id": str(named_id("prescription", visit.id.hex, str(place))),
        "status": "completed",
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": [{"system": f"{_OURS}:formulary", "code": line.medicine}],
            "text": medicine.label if medicine else line.medicine,
        },
        "authoredOn": day,
        "dosageInstruction": [dosage],
        "dispenseRequest": {"quantity": {"value": line.quantity, **({"unit": unit} if unit else {})}},
        **beside,
    }


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": f"{_TERMS}/{system}", "code": code}]}


@cache
def _vital_signs() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "fhir_vitals.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["name"]: row for row in rows}
