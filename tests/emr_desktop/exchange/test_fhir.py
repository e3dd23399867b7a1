"""The FHIR copy is valid R4, says the same twice, and gives nothing away that it must not."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhirclient.models.bundle import Bundle

from emr_desktop.allergies.rows import AllergyForm, AllergyList, AllergyRow
from emr_desktop.exchange.fhir import patient_entries, visit_entries, write_bundle
from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VisitRow,
    VitalsEntry,
)

FACILITY = "101168-3"
MADE = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


def patient_record(patient: PatientRow) -> PatientRecord:
    rows = tuple(
        AllergyRow(
            form=AllergyForm(id=uuid.uuid5(patient.id, each), patient_id=patient.id, substance=each),
            noted_on=date(2026, 11, 18),
            noted_by=None,
            understood=True,
        )
        for each in patient.allergies
    )
    known = AllergyList(patient_id=patient.id, allergies=rows)
    return PatientRecord(patient=patient, allergies=known, changed_at=MADE)


def visit_record(visit: VisitRow) -> VisitRecord:
    return VisitRecord(
        visit=visit,
        patient=patient_record(visit.patient),
        started_at=datetime(2026, 11, 18, 6, 30, tzinfo=UTC),
        sensitive=True,
    )


@pytest.fixture
def patient() -> PatientRow:
    return PatientRow(
        id=uuid.UUID("019a0000-0000-7000-8000-000000000001"),
        number="101168-3/2026/000123",
        first_name="Neema",
        middle_name="Joseph",
        last_name="Ng'ombe",
        sex="F",
        birth_date=date(2023, 8, 14),
        birth_precision="day",
        phone="+255712345678",
        nida=None,
        insurance_number="12345",
        region="Dodoma",
        council="Chamwino",
        ward="Buigiri",
        village="Chinangali",
        guardian="Asha Ng'ombe",
        allergies=("Penisilini", "Sulfa"),
        version=1,
    )


@pytest.fixture
def visit(patient: PatientRow) -> VisitRow:
    return VisitRow(
        form=VisitForm(
            id=uuid.UUID("019a0000-0000-7000-8000-000000000002"),
            patient_id=patient.id,
            visit_date=date(2026, 11, 18),
            payer="exempt",
            exemption="under_five",
            new_this_year=True,
            new_problem=True,
            vitals=VitalsEntry(
                weight_kg=12.4,
                height_cm=91,
                temperature_c=38.6,
                systolic=90,
                diastolic=60,
                pulse=120,
                respiration=32,
                spo2=97,
                muac_cm=13.5,
            ),
            complaint="Homa siku 2",
            tests=(
                LabEntry(test="mrdt", result="positive"),
                LabEntry(test="hb", result="7.9"),
                LabEntry(test="stool", result="Hookworm +"),
                LabEntry(test="hiv", result="non_reactive"),
                LabEntry(test="bs"),
                LabEntry(test="hb", result="haijulikani"),
            ),
            diagnoses=(
                DiagnosisEntry(icd10="B54", concept="malaria"),
                DiagnosisEntry(icd10="D64.9", concept="anaemia", severity="severe", certainty="provisional"),
                DiagnosisEntry(icd10="B24", concept="hiv"),
            ),
            prescriptions=(
                PrescriptionEntry(medicine="alu20120", dose=1, per_day=2, days=3, quantity=6),
                PrescriptionEntry(
                    medicine="par120sy", dose=7.5, per_day=3, days=3, quantity=68, instructions="Tikisa chupa"
                ),
                PrescriptionEntry(medicine="not in it", dose=1, per_day=1, days=1, quantity=1),
            ),
            outcome="referred",
        ),
        patient=patient,
        sex="F",
        age_months=39,
        malaria_test="mrdt",
        status="done",
        version=1,
        saved_at=datetime(2026, 11, 18, 7, tzinfo=UTC),
        clinician="Dkt. Asha",
    )


@pytest.fixture
def bundle_of() -> Callable[..., dict[str, Any]]:
    def make(*visits: VisitRow, with_sensitive: bool = True) -> dict[str, Any]:
        out = io.StringIO()
        entries = visit_entries(
            map(visit_record, visits), facility_code=FACILITY, with_sensitive=with_sensitive
        )
        count = write_bundle(out, entries, made_at=MADE)
        bundle = json.loads(out.getvalue())
        assert count == len(bundle["entry"])
        return bundle

    return make


@pytest.fixture
def resources(bundle_of: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, list[dict[str, Any]]]]:
    def sort(*visits: VisitRow, **how: bool) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for entry in bundle_of(*visits, **how)["entry"]:
            found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
        return found

    return sort


def test_a_whole_visit_is_valid_r4(visit: VisitRow, bundle_of: Callable[..., dict[str, Any]]) -> None:
    bundle = bundle_of(visit)
    assert bundle["timestamp"] == "2026-12-01T08:00:00+03:00"
    assert Bundle(bundle, strict=True).as_json() == bundle


def test_a_void_visit_is_valid_r4_and_says_entered_in_error(
    visit: VisitRow, bundle_of: Callable[..., dict[str, Any]]
) -> None:
    bundle = bundle_of(replace(visit, status="void"))
    Bundle(bundle, strict=True)
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] in ("Encounter", "Observation", "MedicationRequest"):
            assert resource["status"] == "entered-in-error"
        if resource["resourceType"] == "Condition":
            assert resource["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
            assert "clinicalStatus" not in resource


def test_everything_of_the_visit_is_there(
    visit: VisitRow, resources: Callable[..., dict[str, list[dict[str, Any]]]]
) -> None:
    found = resources(visit)
    assert {kind: len(some) for kind, some in found.items()} == {
        "Patient": 1,
        "AllergyIntolerance": 2,
        "Encounter": 1,
        "Condition": 3,
        "Observation": 8 + 6,
        "MedicationRequest": 3,
        "ServiceRequest": 1,  # the referral
    }
    by_text = {observation["code"]["text"]: observation for observation in found["Observation"]}
    assert by_text["Body weight"]["valueQuantity"] == {
        "value": 12.4,
        "unit": "kg",
        "system": "http://unitsofmeasure.org",
        "code": "kg",
    }
    pressures = [
        part["valueQuantity"]["value"]
        for part in by_text["Blood pressure panel with all children optional"]["component"]
    ]
    assert pressures == [90, 60]
    assert by_text["Malaria rapid test (mRDT)"]["valueCodeableConcept"]["text"] == "positive"
    assert by_text["Stool microscopy"]["valueString"] == "Hookworm +"
    assert by_text["Blood slide for malaria parasites (BS)"]["status"] == "registered"
    severe = found["Condition"][1]
    assert severe["severity"]["coding"][0]["code"] == "severe"
    assert severe["verificationStatus"]["coding"][0]["code"] == "provisional"
    request = found["MedicationRequest"][1]
    assert request["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"] == {"value": 7.5, "unit": "ml"}
    assert request["dosageInstruction"][0]["timing"]["repeat"]["frequency"] == 3
    assert request["dispenseRequest"]["quantity"]["value"] == 68


def test_every_reference_leads_to_an_entry_and_every_id_stands_once(
    visit: VisitRow, bundle_of: Callable[..., dict[str, Any]]
) -> None:
    bundle = bundle_of(visit, replace(visit, form=replace(visit.form, id=uuid.uuid4())))
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)

    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["reference"]} if "reference" in value else set()
            return own.union(*(references(part) for part in value.values()))
        if isinstance(value, list):
            return set().union(*(references(part) for part in value))
        return set()

    assert references(bundle) <= set(urls)
    assert [entry["resource"]["resourceType"] for entry in bundle["entry"]].count("Patient") == 1


def test_the_same_visit_exports_to_the_same_resources(
    visit: VisitRow, bundle_of: Callable[..., dict[str, Any]]
) -> None:
    assert bundle_of(visit) == bundle_of(visit)


def test_what_is_sensitive_is_marked_or_left_out(
    visit: VisitRow, resources: Callable[..., dict[str, list[dict[str, Any]]]]
) -> None:
    def restricted(found: dict[str, list[dict[str, Any]]]) -> list[str]:
        return [
            resource["code"]["text"]
            for some in found.values()
            for resource in some
            if "security" in resource.get("meta", {})
        ]

    assert restricted(resources(visit)) == [
        "HIV disease",
        "HIV rapid test",
        "Referral to another facility",
    ]
    without = resources(visit, with_sensitive=False)
    assert restricted(without) == []
    assert "HIV" not in json.dumps(without)
    assert "B24" not in json.dumps(without)
    assert len(without["Encounter"][0]["diagnosis"]) == 2


@pytest.mark.parametrize(
    ("precision", "told"), [("day", "2023-08-14"), ("month", "2023-08"), ("year", "2023"), ("age", "2023")]
)
def test_a_birth_date_is_told_only_as_finely_as_it_is_known(
    patient: PatientRow, precision: str, told: str
) -> None:
    entry = next(
        patient_entries(
            (patient_record(replace(patient, birth_precision=precision)),), facility_code=FACILITY
        )
    )
    assert entry["resource"]["birthDate"] == told


def test_no_patients_make_a_valid_bundle_without_entries() -> None:
    out = io.StringIO()
    assert write_bundle(out, (), made_at=MADE) == 0
    bundle = json.loads(out.getvalue())
    assert "entry" not in bundle
    Bundle(bundle, strict=True)
