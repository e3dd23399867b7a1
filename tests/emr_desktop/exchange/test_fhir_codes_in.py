"""What a Bundle says in codes of other systems: mapped by our lists, which fit our own tables, or left."""

# ruff: noqa: E501

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.models import Death, LabResult, Visit
from emr_desktop.clinic import Clinic
from emr_desktop.exchange.fhir_doings import procedure_of_snomed
from emr_desktop.exchange.fhir_reading import icd10_of_snomed, other_codes
from emr_desktop.exchange.service import import_fhir
from emr_desktop.reference.catalogue import icd10_title, lab_tests
from emr_desktop.reference.procedures import procedures
from emr_desktop.reference.tables import read_table
from emr_desktop.visits.rows import VitalsEntry

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"


def test_our_lists_name_only_what_is_here_and_say_that_nobody_confirmed_them() -> None:
    assert [code for code in icd10_of_snomed().values() if icd10_title(code) is None] == []
    assert set(procedure_of_snomed().values()) <= set(procedures())
    for name in ("snomed_icd10.csv", "snomed_procedures.csv"):
        rows = list(read_table(name))
        assert {row["state"] for row in rows} <= {"unconfirmed", "source"}
        assert len({row["snomed"] for row in rows}) == len(rows)
    codes = other_codes()
    assert set(codes["tests"].values()) <= set(lab_tests())
    assert set(codes["vitals"].values()) <= set(VitalsEntry.__dataclass_fields__)
    results = {choice for test in lab_tests().values() for choice in test.choices}
    assert {one for meant in codes["results"].values() for one in meant} <= results
    units = {test.unit for test in lab_tests().values() if test.kind == "number"}
    assert set(codes["units"]) <= units


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def test_tests_procedures_referral_and_death(clinic: Clinic, tmp_path: Path) -> None:
    of = {"subject": {"reference": "Patient/p"}, "encounter": {"reference": "Encounter/e"}}
    seen = {"resourceType": "Observation", "status": "final", **of}
    sugar = {"value": 180, "unit": "mg/dL", "code": "mg/dL"}
    resources: list[dict[str, Any]] = [
        {"resourceType": "ServiceRequest", "id": "r", "status": "active", "intent": "order", "priority": "stat",
         "category": [coded(SNOMED, "3457005")], "performer": [{"display": "Hospitali ya Mkoa"}],
         "reasonCode": [{"text": "Severe anaemia"}], "note": [{"text": "Pale"}], **of},
        {"resourceType": "ServiceRequest", "id": "s", "status": "active", "intent": "order",
         "code": coded(LOINC, "718-7"), **of},
        {"resourceType": "Procedure", "id": "d", "status": "completed", "code": coded(SNOMED, "288086009"), **of},
        {"resourceType": "Procedure", "id": "n", "status": "completed", "code": coded(SNOMED, "171207006"), **of},
        {**seen, "id": "g", "code": coded(LOINC, "2339-0"), "valueQuantity": sugar},
        {**seen, "id": "h", "code": coded(LOINC, "75622-1"), "valueCodeableConcept": coded(SNOMED, "260415000")},
        {**seen, "id": "u", "code": coded(LOINC, "718-7"), "valueQuantity": {"value": 9, "unit": "st"}},
        {**seen, "id": "c", "code": coded(LOINC, "69453-9"), "valueCodeableConcept": coded(SNOMED, "271737000")},
        {"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"},
         "subject": {"reference": "Patient/p"}, "period": {"start": "2026-10-04"}},
        {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1980-01-05",
         "name": [{"family": "Sanga", "given": ["Juma"]}], "deceasedDateTime": "2026-10-09T10:00:00+03:00"},
    ]  # fmt: skip
    path, left = tmp_path / "b.json", tmp_path / "left.csv"
    bundle = {"type": "batch", "entry": [{"resource": one} for one in resources], "resourceType": "Bundle"}
    path.write_text(json.dumps(bundle), encoding="utf-8")
    result = import_fhir(clinic.work, path, rejects=left)
    assert {(one.type, one.code): one.count for one in result.left} == {
        ("ServiceRequest", "fhir.no_result"): 1, ("Procedure", "fhir.code_unknown"): 1,
        ("Observation", "fhir.unit_unknown"): 1,
    }  # fmt: skip
    with left.open(encoding="utf-8-sig", newline="") as lines:
        told = {row["resource"] for row in csv.DictReader(lines)}
    assert told == {"ServiceRequest/s", "Procedure/n", "Observation/u"}
    with clinic.work.database.read() as session:
        visit = session.scalars(select(Visit)).one()
        found = {one.test: one.result for one in session.scalars(select(LabResult))}
        died = session.scalars(select(Death)).one()
    assert (visit.outcome, visit.referred_to) == ("referred", "Hospitali ya Mkoa")
    assert found == {"glucose": "9.992", "hiv": "non_reactive"}
    assert (died.died_on, died.underlying_icd10) == (date(2026, 10, 9), "D64.9")
    form = clinic.visits.get(visit.id).form
    assert form.procedures == ("suturing",)
    assert form.referral is not None
    assert (form.referral.urgency, form.referral.reason) == ("emergency", "Severe anaemia")
    again = import_fhir(clinic.work, path)
    assert (again.patients_unchanged, again.visits_unchanged) == (1, 1)
