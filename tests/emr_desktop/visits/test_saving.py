"""Saving a visit: whole, once, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, Diagnosis, OutboxEvent, Prescription, Visit, VisitRevision
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.flags import AttendanceFlags
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

Make = Callable[..., VisitForm]


def count(clinic: Clinic, table: type) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_visit_comes_back_as_it_was_saved(clinic: Clinic, whole_visit: Make) -> None:
    form = whole_visit()
    saved = clinic.visits.save(form).value
    assert clinic.visits.get(form.id) == saved
    assert replace(saved.form, new_this_year=None, new_problem=None) == form
    assert (saved.sex, saved.age_months, saved.malaria_test, saved.version) == ("F", 385, "mrdt_positive", 1)
    assert (saved.form.new_this_year, saved.form.new_problem) == (True, True)
    assert saved.clinician == clinic.work.actor.full_name
    assert saved.patient.full_name == "Asha Juma"


def test_a_second_save_of_the_same_visit_changes_nothing(clinic: Clinic, whole_visit: Make) -> None:
    form = whole_visit()
    first = clinic.visits.save(form)
    before = [count(clinic, table) for table in (Visit, Diagnosis, OutboxEvent, VisitRevision, AuditEntry)]
    second = clinic.visits.save(form)
    assert second.value == first.value
    assert not second.changes.kinds
    after = [count(clinic, table) for table in (Visit, Diagnosis, OutboxEvent, VisitRevision, AuditEntry)]
    assert after == before


def test_other_content_under_a_saved_id_is_refused_with_what_is_there(
    clinic: Clinic, whole_visit: Make
) -> None:
    form = whole_visit()
    saved = clinic.visits.save(form).value
    with pytest.raises(StaleVersion) as refused:
        clinic.visits.save(replace(form, outcome="referred"))
    assert refused.value.current == saved
    assert clinic.visits.get(form.id).form.outcome == "home"


def test_a_correction_keeps_what_was_there_before(clinic: Clinic, whole_visit: Make) -> None:
    form = whole_visit()
    clinic.visits.save(form)
    corrected = replace(
        form,
        expected_version=1,
        diagnoses=(DiagnosisEntry(icd10="J18", severity="severe"),),
        prescriptions=(),
        vitals=VitalsEntry(),
        tests=(LabEntry(test="mrdt", result="negative"),),
    )
    row = clinic.visits.save(corrected).value
    assert (row.version, row.malaria_test) == (2, "negative")
    assert row.form.diagnoses == corrected.diagnoses
    assert row.form.prescriptions == ()
    assert row.form.vitals.is_empty
    with clinic.work.database.read() as session:
        revision = session.scalars(select(VisitRevision)).one()
    assert revision.version == 1
    assert revision.content["diagnoses"][0]["icd10"] == "B54"
    assert revision.content["prescriptions"][0]["quantity"] == 18
    assert revision.content["malaria_test"] == "mrdt_positive"


def test_a_stale_correction_is_refused_and_shows_the_newer_one(
    clinic: Clinic, clinic_as: Callable[..., Clinic], whole_visit: Make
) -> None:
    form = whole_visit()
    clinic.visits.save(form)
    newer = clinic_as("clinician").visits.save(replace(form, complaint="Kikohozi", expected_version=1)).value
    with pytest.raises(StaleVersion) as refused:
        clinic.visits.save(replace(form, complaint="Homa kali", expected_version=1))
    assert refused.value.current == newer
    assert clinic.visits.get(form.id).form.complaint == "Kikohozi"


def test_a_correction_pressed_twice_is_one_correction(clinic: Clinic, whole_visit: Make) -> None:
    form = whole_visit()
    clinic.visits.save(form)
    corrected = replace(form, outcome="referred", expected_version=1)
    clinic.visits.save(corrected)
    again = clinic.visits.save(corrected)
    assert (again.value.version, again.changes.kinds) == (2, frozenset())


def test_what_a_person_said_about_attendance_is_kept(clinic: Clinic, whole_visit: Make) -> None:
    saved = clinic.visits.save(whole_visit(new_this_year=False, new_problem=False)).value
    assert (saved.form.new_this_year, saved.form.new_problem) == (False, False)


def test_attendance_is_worked_out_from_earlier_visits(
    clinic: Clinic, patient: PatientRow, whole_visit: Make
) -> None:
    today = whole_visit().visit_date
    clinic.visits.save(whole_visit(visit_date=today - timedelta(days=10)))
    malaria = (DiagnosisEntry(icd10="B54"),)
    cough = (DiagnosisEntry(icd10="J06.9"),)
    assert clinic.visits.suggest_flags(patient.id, today, malaria) == AttendanceFlags(False, False)
    assert clinic.visits.suggest_flags(patient.id, today, cough) == AttendanceFlags(False, True)
    assert clinic.visits.suggest_flags(patient.id, today - timedelta(days=20), malaria) == AttendanceFlags(
        True, True
    )
    again = clinic.visits.save(whole_visit()).value
    assert (again.form.new_this_year, again.form.new_problem) == (False, False)


def test_a_voided_visit_does_not_make_the_next_one_a_return(clinic: Clinic, whole_visit: Make) -> None:
    first = clinic.visits.save(whole_visit(visit_date=whole_visit().visit_date - timedelta(days=3))).value
    clinic.visits.void(first.form.id, reason="Mgonjwa mwingine")
    assert clinic.visits.save(whole_visit()).value.form.new_problem


def test_correcting_the_first_of_two_visits_of_a_day_does_not_make_it_the_second(
    clinic: Clinic, clock: object, whole_visit: Make
) -> None:
    first = whole_visit()
    clinic.visits.save(first)
    clock.advance(minutes=30)  # type: ignore[attr-defined]
    assert not clinic.visits.save(whole_visit()).value.form.new_problem
    corrected = clinic.visits.save(replace(first, complaint="Homa", expected_version=1)).value
    assert corrected.form.new_problem
    assert corrected.form.new_this_year


def test_a_chronic_problem_is_a_return_after_years(clinic: Clinic, whole_visit: Make) -> None:
    pressure = (DiagnosisEntry(icd10="I10", concept="hypertension"),)
    clinic.visits.save(whole_visit(visit_date=date(2024, 2, 1), diagnoses=pressure))
    saved = clinic.visits.save(whole_visit(diagnoses=pressure)).value
    assert (saved.form.new_this_year, saved.form.new_problem) == (True, False)


def test_the_same_code_twice_in_one_visit_is_refused(clinic: Clinic, whole_visit: Make) -> None:
    twice = (DiagnosisEntry(icd10="A09.0"), DiagnosisEntry(icd10="a090"))
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(whole_visit(diagnoses=twice))
    assert (refused.value.field, refused.value.code) == ("diagnoses.1", "visit.diagnosis_twice")
    assert count(clinic, Visit) == 0


def test_all_problems_are_told_at_once(clinic: Clinic, patient: PatientRow, whole_visit: Make) -> None:
    wrong = whole_visit(
        visit_date=date(1990, 1, 1),
        payer="barter",
        diagnoses=(DiagnosisEntry(icd10="Q00Q"),),
        tests=(LabEntry(test="mrdt", result="labda"), LabEntry(test="xx"), LabEntry(test="hb", result="700")),
        prescriptions=(PrescriptionEntry(medicine="nope", dose=0, per_day=0, days=3, quantity=1),),
        outcome="gone",
    )
    assert [(problem.field, problem.code) for problem in clinic.visits.check(wrong)] == [
        ("visit_date", "visit.before_birth"),
        ("payer", "visit.payer_unknown"),
        ("tests.0", "visit.result_unknown"),
        ("tests.1", "visit.test_unknown"),
        ("tests.2", "visit.result_impossible"),
        ("diagnoses.0", "visit.icd10_unknown"),
        ("prescriptions.0.medicine", "visit.medicine_unknown"),
        ("prescriptions.0.dose", "visit.dose_not_positive"),
        ("prescriptions.0.per_day", "visit.number_out_of_range"),
        ("outcome", "visit.outcome_unknown"),
    ]


def test_a_visit_tomorrow_is_refused(clinic: Clinic, whole_visit: Make) -> None:
    with pytest.raises(ValidationError, match=r"visit\.in_future"):
        clinic.visits.save(whole_visit(visit_date=clinic.work.clock.today() + timedelta(days=1)))


def test_an_unknown_patient_is_refused(clinic: Clinic, whole_visit: Make) -> None:
    with pytest.raises(EmrError, match=r"visit\.patient_missing"):
        clinic.visits.save(whole_visit(patient_id=new_id()))


def test_voiding_needs_a_reason_and_keeps_the_visit_readable(clinic: Clinic, whole_visit: Make) -> None:
    saved = clinic.visits.save(whole_visit()).value
    with pytest.raises(ValidationError, match=r"visit\.reason_missing"):
        clinic.visits.void(saved.form.id, reason="  ")
    voided = clinic.visits.void(saved.form.id, reason="Imeandikwa mara mbili").value
    assert (voided.void_reason, voided.version) == ("Imeandikwa mara mbili", 2)
    assert not clinic.visits.void(saved.form.id, reason="tena").changes.kinds
    assert clinic.visits.get(saved.form.id).form.diagnoses == saved.form.diagnoses
    assert clinic.visits.timeline(saved.patient.id) == ()
    with pytest.raises(EmrError, match=r"visit\.voided"):
        clinic.visits.save(replace(saved.form, outcome="died", expected_version=2))


def test_the_timeline_is_newest_first(clinic: Clinic, patient: PatientRow, whole_visit: Make) -> None:
    for days in (400, 3, 90):
        day = whole_visit().visit_date - timedelta(days=days)
        clinic.visits.save(whole_visit(visit_date=day, complaint=f"siku {days}"))
    found = clinic.visits.timeline(patient.id, limit=2)
    assert [line.complaint for line in found] == ["siku 3", "siku 90"]
    assert found[0].weight_kg == 61.5
    assert found[0].prescriptions[0].medicine == "par500"
    assert found[0].tests[1].result == "10.9"


def test_every_step_leaves_its_audit_row_and_event(clinic: Clinic, whole_visit: Make) -> None:
    form = whole_visit()
    clinic.visits.save(form)
    clinic.visits.save(replace(form, outcome="referred", expected_version=1))
    clinic.visits.get(form.id)
    clinic.visits.timeline(form.patient_id)
    clinic.visits.void(form.id, reason="Kosa")
    with clinic.work.database.read() as session:
        actions = list(
            session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.action.startswith("visit."))
                .order_by(AuditEntry.seq)
            )
        )
        kinds = list(session.scalars(select(OutboxEvent.kind).order_by(OutboxEvent.seq)))
        assert first_broken_entry(session, clinic.work.audit_key) is None
        assert session.scalar(select(func.count()).select_from(Prescription)) == 1
    assert actions == ["visit.saved", "visit.corrected", "visit.viewed", "visit.timeline", "visit.voided"]
    assert kinds == ["patient.saved", "visit.saved", "visit.saved", "visit.voided"]


def test_only_those_who_may_save_and_void(
    clinic_as: Callable[..., Clinic], clinic: Clinic, whole_visit: Make
) -> None:
    form = whole_visit()
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").visits.save(form)
    nurse = clinic_as("nurse")
    nurse.visits.save(form)
    with pytest.raises(PermissionRefused):
        nurse.visits.void(form.id, reason="Kosa")
    with pytest.raises(PermissionRefused):
        clinic_as("cashier").visits.get(form.id)


def test_a_sensitive_diagnosis_marks_the_visit(clinic: Clinic, whole_visit: Make) -> None:
    plain, marked = whole_visit(), whole_visit(diagnoses=(DiagnosisEntry(icd10="B24"),))
    for form in (plain, marked):
        clinic.visits.save(form)
    with clinic.work.database.read() as session:
        sensitive = list(session.scalars(select(Visit.id).where(Visit.sensitive)))
    assert sensitive == [marked.id]


def test_a_sender_cannot_use_one_number_for_two_visits(clinic: Clinic, whole_visit: Make) -> None:
    clinic.visits.save(whole_visit(source="other", source_id="v1"))
    with pytest.raises(ValidationError, match=r"visit\.source_taken"):
        clinic.visits.save(whole_visit(source="other", source_id="v1"))


def test_moving_a_visit_to_a_later_day_does_not_make_it_a_return_to_itself(
    clinic: Clinic, whole_visit: Make
) -> None:
    form = whole_visit(visit_date=whole_visit().visit_date - timedelta(days=2))
    clinic.visits.save(form)
    moved = replace(form, visit_date=whole_visit().visit_date, expected_version=1)
    saved = clinic.visits.save(moved).value
    assert (saved.form.new_this_year, saved.form.new_problem) == (True, True)


@pytest.mark.parametrize(("written", "kept"), [("0", "0"), ("1", "1"), (" 7,5 ", "7,5"), ("", None)])
def test_a_number_is_kept_as_a_number_where_a_word_would_mean_something(
    clinic: Clinic, patient: PatientRow, written: str, kept: str | None
) -> None:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=clinic.work.clock.today(),
        tests=(LabEntry(test="esr", result=written), LabEntry(test="mrdt", result="1")),
    )
    saved = clinic.visits.save(form).value.form
    assert {one.test: one.result for one in saved.tests} == {"esr": kept, "mrdt": "positive"}
