"""A FHIR Bundle comes in: what is known is taken, what is not is left and told; nothing is guessed."""

# ruff: noqa: E501

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import Death, Diagnosis, Patient, Prescription, Visit
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.demo.facility import TRAINING_PASSWORD, make_demo
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.exchange import fhir_stream
from emr_desktop.exchange.fhir_in import FhirImportResult
from emr_desktop.exchange.service import export_visits, import_fhir
from emr_desktop.facility.service import unlock
from ui.messages import sentence

Resource = dict[str, Any]
LOINC, ICD = "http://loinc.org", "http://hl7.org/fhir/sid/icd-10"


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def measured(value: float, unit: str) -> Resource:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def synthea() -> list[Resource]:
    """A transaction as Synthea writes it: urn:uuid references, SNOMED conditions, names with digits."""
    patient, visit = (
        "urn:uuid:11111111-1111-4111-8111-111111111111",
        "urn:uuid:22222222-2222-4222-8222-222222222222",
    )
    of = {"subject": {"reference": patient}, "encounter": {"reference": visit}}
    resources: list[tuple[str, Resource]] = [
        (visit, {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"},
                 "identifier": [{"system": "https://s.example", "value": "e-1"}],
                 "subject": {"reference": "Patient?identifier=https://s.example|p-1"},
                 "period": {"start": "2026-10-04T22:30:00-00:00"}}),
        (patient, {"resourceType": "Patient", "gender": "female", "birthDate": "1990-05-02",
                   "identifier": [{"system": "https://s.example", "value": "p-1"}],
                   "name": [{"use": "official", "family": "Mwita12", "given": ["Rehema34"]}],
                   "telecom": [{"system": "phone", "value": "555-210-1432"}],
                   "deceasedDateTime": "2026-11-01T00:00:00Z"}),
        ("urn:uuid:c1", {"resourceType": "Condition", "code": coded("http://snomed.info/sct", "444814009"), **of}),
        ("urn:uuid:c2", {"resourceType": "Condition", "code": coded(ICD, "J06.9"),
                         "verificationStatus": coded("x", "provisional"), **of}),
        ("urn:uuid:c3", {"resourceType": "Condition", "code": coded(ICD, "B54"),
                         "verificationStatus": coded("x", "entered-in-error"), **of}),
        ("urn:uuid:o1", {"resourceType": "Observation", "status": "final", "code": coded(LOINC, "85354-9"),
                         "component": [{"code": coded(LOINC, "8480-6"), "valueQuantity": measured(121.6, "mm[Hg]")},
                                       {"code": coded(LOINC, "8462-4"), "valueQuantity": measured(79, "mm[Hg]")}], **of}),
        ("urn:uuid:o2", {"resourceType": "Observation", "status": "final", "code": coded(LOINC, "8310-5"),
                         "valueQuantity": measured(100.4, "[degF]"), **of}),
        ("urn:uuid:o3", {"resourceType": "Observation", "status": "final", "code": coded(LOINC, "72166-2"), **of}),
        ("urn:uuid:i1", {"resourceType": "Immunization", "status": "completed", "patient": {"reference": patient}}),
    ]  # fmt: skip
    return [{"fullUrl": url, "resource": one, "request": {"method": "POST"}} for url, one in resources]


def openmrs() -> list[Resource]:
    """A searchset as OpenMRS answers: Type/id references, a visit with its encounter as a part, year of birth."""
    of = {"subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/e"}}
    dosage = {"timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d",
                                    "boundsDuration": {"value": 3, "unit": "d"}}},
              "doseAndRate": [{"doseQuantity": {"value": 2}}]}  # fmt: skip
    resources: list[Resource] = [
        {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1980",
         "identifier": [{"use": "official", "value": "10000X"}], "name": [{"family": "Sanga", "given": ["Juma"]}]},
        {"resourceType": "Patient", "id": "q", "gender": "unknown", "birthDate": "1980",
         "name": [{"family": "Sanga", "given": ["Neema"]}]},
        {"resourceType": "Encounter", "id": "e", "status": "unknown", "class": {"code": "AMB"},
         "partOf": {"reference": "Encounter/v"}, "subject": {"reference": "Patient/p"}},
        {"resourceType": "Encounter", "id": "v", "status": "unknown", "class": {"code": "AMB"},
         "subject": {"reference": "Patient/p"}, "period": {"start": "2026-10-06T08:00:00+03:00"}},
        {"resourceType": "Encounter", "id": "w", "status": "finished", "class": {"code": "IMP"},
         "subject": {"reference": "Patient/p"}, "period": {"start": "2026-10-06"}},
        {"resourceType": "Condition", "id": "c", "code": coded(ICD, "b54"), **of},
        {"resourceType": "Condition", "id": "d", "code": coded(ICD, "A09"), "subject": {"reference": "Patient/p"}},
        {"resourceType": "Observation", "id": "t", "status": "final", "code": coded(LOINC, "70569-9"),
         "valueCodeableConcept": coded("http://snomed.info/sct", "10828004"), **of},
        {"resourceType": "Observation", "id": "u", "status": "final", "code": coded(LOINC, "29463-7"),
         "valueQuantity": measured(60, "st"), **of},
        {"resourceType": "MedicationRequest", "id": "m", "status": "active",
         "medicationReference": {"reference": "Medication/x"}, "dosageInstruction": [dosage],
         "dispenseRequest": {"quantity": {"value": 18}}, **of},
        {"resourceType": "Medication", "id": "x", "code": coded("urn:emr-desktop:formulary", "par500")},
        {"resourceType": "MedicationRequest", "id": "n", "status": "active",
         "medicationCodeableConcept": coded("http://ciel.example", "71160"), **of},
        {"resourceType": "MedicationRequest", "id": "o", "status": "active", "encounter": {"reference": "Encounter/gone"},
         "medicationReference": {"reference": "Medication/x"}, "dosageInstruction": [dosage],
         "dispenseRequest": {"quantity": {"value": 18}}},
        {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"},
         "code": {"text": "Penicillin"}},
    ]  # fmt: skip
    return [
        {"fullUrl": f"https://o.example/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in resources
    ]


@pytest.fixture
def write_bundle(tmp_path: Path) -> Callable[..., Path]:
    def write(entries: list[Resource], kind: str = "transaction") -> Path:
        path = tmp_path / "bundle.json"
        path.write_text(
            json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}), encoding="utf-8"
        )
        return path

    return write


def counts(result: FhirImportResult) -> dict[str, tuple[int, int, int]]:
    return {one.type: (one.read, one.taken, one.left) for one in result.types}


def reasons(result: FhirImportResult) -> dict[tuple[str, str], int]:
    for one in result.left:
        for language in ("en", "sw"):
            assert "{" not in sentence(one.code, one.params, language), one
    return {(one.type, one.code): one.count for one in result.left}


def rows(clinic: Clinic) -> list[int]:
    with clinic.work.database.read() as session:
        return [
            session.scalar(select(func.count()).select_from(one)) or 0
            for one in (Patient, Visit, Diagnosis, Prescription)
        ]


def test_a_bundle_like_those_of_synthea(clinic: Clinic, write_bundle: Callable[..., Path]) -> None:
    path = write_bundle(synthea())
    tried = import_fhir(clinic.work, path, dry_run=True)
    assert rows(clinic) == [0, 0, 0, 0]
    result = import_fhir(clinic.work, path)
    assert counts(tried) == counts(result) == {
        "Patient": (1, 1, 0), "Encounter": (1, 1, 0), "Condition": (3, 2, 1), "Observation": (3, 2, 1),
        "Immunization": (1, 0, 1),
    }  # fmt: skip
    assert reasons(result) == {
        ("Patient.phone", "patient.phone_malformed"): 1,
        ("Condition", "fhir.entered_in_error"): 1,
        ("Observation", "fhir.code_unknown"): 1,
        ("Immunization", "fhir.no_place"): 1,
    }
    with clinic.work.database.read() as session:
        patient = session.scalars(select(Patient)).one()
        assert (patient.first_name, patient.last_name, patient.phone) == ("Rehema", "Mwita", None)
        visit = session.scalars(select(Visit)).one()
        assert visit.visit_date == date(2026, 10, 5)  # half past one at night in Tanzania
        found = session.scalars(select(Diagnosis).order_by(Diagnosis.icd10)).all()
        assert [(one.icd10, one.certainty) for one in found] == [
            ("J01.9", "confirmed"),
            ("J06.9", "provisional"),
        ]
        died = session.scalars(select(Death)).one()
        assert (died.died_on, died.visit_id) == (date(2026, 11, 1), None)
    assert result.mapped == 1


def test_a_bundle_like_those_of_openmrs(clinic: Clinic, write_bundle: Callable[..., Path]) -> None:
    path = write_bundle(openmrs(), "searchset")
    result = import_fhir(clinic.work, path)
    assert counts(result) == {
        "Patient": (2, 1, 1), "Encounter": (3, 2, 1), "Condition": (2, 1, 1), "Observation": (2, 1, 1),
        "MedicationRequest": (3, 1, 2), "AllergyIntolerance": (1, 1, 0), "Medication": (1, 0, 1),
    }  # fmt: skip
    assert reasons(result) == {
        ("Patient", "fhir.sex_missing"): 1,
        ("Encounter", "fhir.not_outpatient"): 1,
        ("Condition", "fhir.no_visit"): 1,
        ("Observation", "fhir.unit_unknown"): 1,
        ("MedicationRequest", "fhir.code_unknown"): 1,
        ("MedicationRequest", "fhir.reference_missing"): 1,
        ("Medication", "fhir.no_place"): 1,
    }
    assert rows(clinic) == [1, 1, 1, 1]
    with clinic.work.database.read() as session:
        patient = session.scalars(select(Patient)).one()
        assert (patient.birth_date.year, patient.birth_precision) == (1980, "year")


@pytest.mark.parametrize("entries", [synthea(), openmrs()])
def test_the_same_bundle_twice_adds_nothing(
    clinic: Clinic, write_bundle: Callable[..., Path], entries: list[Resource]
) -> None:
    path = write_bundle(entries)
    first = import_fhir(clinic.work, path)
    before = rows(clinic)
    again = import_fhir(clinic.work, path)
    assert (first.patients_added, first.visits_added) == (1, 1)
    assert (again.patients_added, again.visits_added) == (0, 0)
    assert (again.patients_unchanged, again.visits_unchanged) == (1, 1)
    assert rows(clinic) == before
    assert counts(again) == counts(first)


def test_a_refused_patient_is_left_with_all_that_is_theirs(
    clinic: Clinic, write_bundle: Callable[..., Path]
) -> None:
    entries = synthea()
    entries[1]["resource"]["birthDate"] = "2027-05-02"
    result = import_fhir(clinic.work, write_bundle(entries))
    assert rows(clinic) == [0, 0, 0, 0]
    found = reasons(result)
    assert found["Patient", "patient.born_in_future"] == 1
    assert found["Encounter", "fhir.patient_left"] == 1
    assert found["Observation", "fhir.visit_left"] == 2


FAULTS = {
    "": "import.fhir_not_json",
    '{"resourceType": "Bundle", "type": "collection", "entry": [': "import.fhir_not_json",
    "[" * 100_000: "import.fhir_not_json",
    "[]": "import.fhir_not_bundle",
    '{"resourceType": "Patient"}': "import.fhir_not_bundle",
    '{"resourceType": "Bundle", "type": "subscription-notification"}': "import.fhir_bundle_type",
}
OTHERS = {
    "DSTU2": {"resourceType": "Encounter", "class": "outpatient"},
    "STU3": {"resourceType": "Condition", "context": {"reference": "Encounter/1"}},
    "R5": {"resourceType": "MedicationRequest", "medication": {"concept": {"text": "x"}}},
}


@pytest.mark.parametrize("text", list(FAULTS))
def test_what_is_no_bundle_is_named(clinic: Clinic, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmrError) as refused:
        import_fhir(clinic.work, path)
    assert refused.value.code == FAULTS[text]
    assert len({sentence(FAULTS[text], refused.value.params, each) for each in ("en", "sw")}) == 2


@pytest.mark.parametrize("version", list(OTHERS))
def test_another_version_of_fhir_is_named_and_nothing_is_kept(
    clinic: Clinic, write_bundle: Callable[..., Path], version: str
) -> None:
    with pytest.raises(EmrError) as refused:
        import_fhir(clinic.work, write_bundle([*synthea(), {"resource": OTHERS[version]}]))
    assert refused.value.code == "import.fhir_version"
    assert refused.value.params["version"] == version
    assert rows(clinic) == [0, 0, 0, 0]


def test_a_file_that_is_too_large_or_missing_and_a_person_who_may_not(
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    write_bundle: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_bundle(synthea())
    with pytest.raises(PermissionRefused):
        import_fhir(clinic_as("nurse").work, path)
    with pytest.raises(EmrError, match=r"import\.file_missing"):
        import_fhir(clinic.work, path.with_name("other.json"))
    monkeypatch.setattr(fhir_stream, "WINDOW", 50)
    monkeypatch.setattr(fhir_stream, "LARGEST_ENTRY", 100)
    with pytest.raises(EmrError, match=r"import\.fhir_large"):
        import_fhir(clinic.work, path)


@pytest.mark.parametrize("broken", [{"resourceType": "Observation", "code": 5, "component": "x"},
                                    {"resourceType": "Patient", "name": ["x"], "gender": [], "birthDate": 7},
                                    {"resourceType": "Encounter", "subject": "x", "period": [], "extension": {}},
                                    {"resourceType": "Condition", "code": {"coding": [None]}, "encounter": 1},
                                    {"resourceType": "MedicationRequest", "dosageInstruction": {}}])  # fmt: skip
def test_a_malformed_resource_is_left_and_the_others_are_taken(
    clinic: Clinic, write_bundle: Callable[..., Path], broken: Resource
) -> None:
    result = import_fhir(clinic.work, write_bundle([{"resource": broken}, *synthea()]))
    assert (result.patients_added, result.visits_added) == (1, 1)
    assert reasons(result)


@pytest.fixture
def demo(tmp_path: Path, clock: Clock) -> Iterator[Clinic]:
    folder = tmp_path / "demo"
    made = make_demo(folder, seed=5, months=2, per_day=10, until=date(2026, 10, 31), clock=clock)
    assert made
    opened = open_clinic(unlock(folder, username="mganga", password=TRAINING_PASSWORD, clock=clock))
    yield opened
    opened.close()
    shutil.rmtree(folder)


def test_our_own_export_gives_the_same_monthly_form_elsewhere(
    demo: Clinic, clinic: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    export_visits(demo.work, date(2026, 9, 1), date(2026, 10, 31), path, file_format="fhir")
    result = import_fhir(clinic.work, path)
    found = counts(result)
    assert found["Encounter"][2] == found["Patient"][2] == found["Condition"][2] == 0, reasons(result)
    ours, theirs = (each.forms.show("opd", "202610") for each in (demo, clinic))
    assert theirs.rows == ours.rows
    assert ours.rows
    before = rows(clinic)
    again = import_fhir(clinic.work, path)
    assert (again.patients_added, again.visits_added) == (0, 0)
    assert rows(clinic) == before
