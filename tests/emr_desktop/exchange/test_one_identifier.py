"""An identifier of our own record is one record, in small letters or in capitals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.models import Patient, Visit
from emr_desktop.clinic import Clinic
from emr_desktop.exchange.cells import as_id, one_spelling
from emr_desktop.exchange.rows import ImportResult
from emr_desktop.exchange.service import import_fhir

Bring = Callable[..., ImportResult]
Make = Callable[..., dict[str, str]]
OURS = "01a224a4-f512-7008-9940-bd4e8092ec0a"
OTHER = "01a224a4-f961-7996-b681-28e4e1a00b28"


def count(clinic: Clinic, kind: type) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_patient_in_both_spellings_is_refused_as_repeated(
    clinic: Clinic, bring_patients: Bring, a_patient: Make
) -> None:
    result = bring_patients(a_patient(patient_id=OURS), a_patient(patient_id=OURS.upper()))
    assert [(one.line, one.code) for one in result.problems] == [(3, "import.id_repeated")]
    assert bring_patients(a_patient(patient_id=OURS.upper())).added == 1
    again = bring_patients(a_patient(patient_id=OURS))
    assert (again.added, again.unchanged, again.refused) == (0, 1, 0)


def test_a_patient_of_two_visits_in_both_spellings_is_one(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    result = bring_visits(
        a_visit(visit_id="v1", patient_id=OURS),
        a_visit(visit_id="v2", patient_id=OURS.upper(), visit_date="2026-10-06"),
    )
    assert (result.kept, result.added, result.patients_added) == (True, 2, 1)
    assert (count(clinic, Patient), count(clinic, Visit)) == (1, 2)


def test_a_visit_in_both_spellings_is_refused_as_repeated(bring_visits: Bring, a_visit: Make) -> None:
    result = bring_visits(a_visit(visit_id=OTHER), a_visit(visit_id=OTHER.upper(), visit_date="2026-10-06"))
    assert [one.code for one in result.problems] == ["import.id_repeated"]


@pytest.mark.parametrize("other", [OURS.upper(), f" {OURS} "])
def test_a_patient_of_a_bundle_in_both_spellings_is_left_as_repeated(
    clinic: Clinic, tmp_path: Path, other: str
) -> None:
    people = [
        {
            "resourceType": "Patient",
            "id": name,
            "gender": "female",
            "birthDate": "1990-05-02",
            "name": [{"family": "Juma", "given": ["Asha"]}],
        }
        for name in (OURS, other)
    ]
    path = tmp_path / "b.json"
    entries = [{"resource": one} for one in people]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    result = import_fhir(clinic.work, path)
    assert (result.patients_added, [one.code for one in result.left]) == (1, ["fhir.repeated"])


def test_what_only_looks_like_one_of_ours_is_a_senders() -> None:
    for text in (OURS.replace("0", "٠"), OURS.replace("-", "_"), "{" + OURS[1:-1] + "}", OURS[:-1]):
        assert as_id(text) is None
        assert one_spelling(text) == text
    assert one_spelling(OURS.upper()) == OURS
