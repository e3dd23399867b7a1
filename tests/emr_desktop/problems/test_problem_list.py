"""The problem list: what a visit puts on it, what people do with it, who reads it, what checks make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.problems.rows import ProblemForm
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm

TODAY = date(2026, 11, 18)


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Juma", last_name="Hamisi", sex="M", birth_date=date(1960, 1, 1)
    )
    return clinic.patients.register(form).value


def visit(patient: PatientRow, *codes: str, **changes: object) -> VisitForm:
    said = {
        "id": new_id(),
        "patient_id": patient.id,
        "visit_date": TODAY,
        "diagnoses": tuple(DiagnosisEntry(icd10=code) for code in codes),
        "complaint": "Amekuja kliniki",
    }
    return VisitForm(**(said | changes))  # type: ignore[arg-type]


def listed(clinic: Clinic, patient: PatientRow) -> list[tuple[str, str]]:
    return [(row.form.icd10, row.form.status) for row in clinic.problems.of(patient.id)]


def test_a_certain_chronic_diagnosis_goes_on_the_list_by_itself(clinic: Clinic, patient: PatientRow) -> None:
    saved = visit(patient, "I10", "B54")
    clinic.visits.save(saved)
    (row,) = clinic.problems.of(patient.id)
    assert (row.form.icd10, row.form.since, row.from_visit) == ("I10", TODAY, True)
    clinic.visits.save(visit(patient, "I10"))
    assert listed(clinic, patient) == [("I10", "active")]


def test_a_provisional_one_does_not(clinic: Clinic, patient: PatientRow) -> None:
    entry = DiagnosisEntry(icd10="I10", certainty="provisional")
    clinic.visits.save(visit(patient, diagnoses=(entry,)))
    assert listed(clinic, patient) == []


def test_a_diagnosis_corrected_away_takes_its_problem_along(clinic: Clinic, patient: PatientRow) -> None:
    saved = visit(patient, "I10")
    clinic.visits.save(saved)
    clinic.visits.save(replace(saved, diagnoses=(DiagnosisEntry(icd10="B54"),), expected_version=1))
    assert listed(clinic, patient) == []


def test_a_voided_visit_takes_its_problem_along_unless_somebody_worked_on_it(
    clinic: Clinic, patient: PatientRow
) -> None:
    saved = visit(patient, "I10", "E11.9")
    clinic.visits.save(saved)
    pressure = next(row for row in clinic.problems.of(patient.id) if row.form.icd10 == "I10")
    clinic.problems.record(replace(pressure.form, note="Anatumia dawa Dodoma"))
    clinic.visits.void(saved.id, reason="Mgonjwa mwingine")
    assert listed(clinic, patient) == [("I10", "active")]


def test_what_was_resolved_and_comes_again_is_active_again(clinic: Clinic, patient: PatientRow) -> None:
    clinic.visits.save(visit(patient, "I10", visit_date=date(2026, 3, 1)))
    (row,) = clinic.problems.of(patient.id)
    clinic.problems.record(replace(row.form, status="resolved", resolved_on=date(2026, 6, 1)))
    clinic.visits.save(visit(patient, "I10"))
    assert listed(clinic, patient) == [("I10", "active")]


def test_an_active_problem_counts_for_the_checks_of_later_visits(clinic: Clinic, patient: PatientRow) -> None:
    given = (PrescriptionEntry(medicine="ibu200", dose=1, per_day=3, days=3, quantity=9),)
    clinic.visits.save(visit(patient, "M79.1", prescriptions=given))
    clinic.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="N18.9"))
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(visit(patient, "M79.1", prescriptions=given))
    assert refused.value.field == "prescriptions.0.reason"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"icd10": " "}, "icd10", "problem.missing"),
        ({"icd10": "nothing"}, "icd10", "visit.icd10_unknown"),
        ({"since": date(2027, 1, 1)}, "since", "problem.in_future"),
        ({"since": date(1950, 1, 1)}, "since", "problem.before_birth"),
        (
            {"since": date(2026, 2, 1), "status": "resolved", "resolved_on": date(2026, 1, 1)},
            "resolved_on",
            "problem.ends_before_it_begins",
        ),
        ({"note": "x" * 201}, "note", "visit.text_too_long"),
        ({"status": "better"}, "status", "problem.status_unknown"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    clinic: Clinic, patient: PatientRow, changes: dict[str, object], field: str, code: str
) -> None:
    form = ProblemForm(id=new_id(), patient_id=patient.id, icd10="I10")
    with pytest.raises(ValidationError) as refused:
        clinic.problems.record(replace(form, **changes))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)


def test_one_illness_stands_once_and_two_correctors_are_told(clinic: Clinic, patient: PatientRow) -> None:
    form = ProblemForm(id=new_id(), patient_id=patient.id, icd10="E11.9")
    clinic.problems.record(form)
    assert not clinic.problems.record(form).changes.kinds
    with pytest.raises(ValidationError, match=r"problem\.twice"):
        clinic.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="E11.6"))
    clinic.problems.record(replace(form, note="Insulini", expected_version=1))
    with pytest.raises(StaleVersion):
        clinic.problems.record(replace(form, note="Metformin", expected_version=1))


def test_a_problem_that_never_was_goes_with_a_reason(clinic: Clinic, patient: PatientRow) -> None:
    form = ProblemForm(id=new_id(), patient_id=patient.id, icd10="J45.9")
    clinic.problems.record(form)
    with pytest.raises(ValidationError, match=r"problem\.reason_missing"):
        clinic.problems.void(form.id, reason="")
    clinic.problems.void(form.id, reason="Kosa la kuandika")
    assert listed(clinic, patient) == []


def test_a_sensitive_problem_is_read_by_those_who_treat_alone(
    clinic: Clinic, clinic_as: Callable[..., Clinic], patient: PatientRow
) -> None:
    clinic.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="B24"))
    clinic.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="I10"))
    assert {row.form.icd10 for row in clinic.problems.of(patient.id)} == {"B24", "I10"}
    chemist = clinic_as("pharmacist")
    assert [row.form.icd10 for row in chemist.problems.of(patient.id)] == ["I10"]
    with pytest.raises(PermissionRefused):
        chemist.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="J45"))
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").problems.of(patient.id)
