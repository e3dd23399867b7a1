"""What the clinic's own verbs do to a signed month, told by name: nothing of it is written by hand here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.queue.rows import StartForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VisitRow


@pytest.fixture
def month(clinic: Clinic) -> str:
    return f"{clinic.work.clock.today():%Y%m}"


def come(clinic: Clinic, **fields: object) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Neema", last_name="Juma", sex="F", birth_date=date(1990, 5, 4)
    )
    return clinic.patients.register(replace(form, **fields)).value  # type: ignore[arg-type]


def see(clinic: Clinic, patient: PatientRow, **fields: object) -> VisitRow:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=clinic.work.clock.today(),
        diagnoses=(DiagnosisEntry(icd10="B54"),),
    )
    return clinic.visits.save(replace(form, **fields)).value  # type: ignore[arg-type]


def told(clinic: Clinic, month: str) -> dict[object, str]:
    return {one.visit: one.how for one in clinic.forms.changes("opd", month).visits}


def test_each_verb_is_told_as_what_it_is(clinic: Clinic, month: str, clock) -> None:
    patient = come(clinic)
    right = see(clinic, patient)
    voided = see(clinic, come(clinic, first_name="Asha"))
    waiting = come(clinic, first_name="Zainabu")
    begun = clinic.queue.start_visit(
        StartForm(id=new_id(), patient_id=waiting.id, station="consultation")
    ).value
    merged = see(clinic, come(clinic, first_name="Neema", last_name="Jumaa"))
    clinic.forms.close("opd", month)
    assert told(clinic, month) == {}
    clock.advance(minutes=10)
    corrected = replace(right.form, outcome="referred", expected_version=right.version)
    clinic.visits.save(corrected)
    clinic.visits.void(voided.form.id, reason="Wrong patient")
    open_one = clinic.visits.open_visit(waiting.id)
    assert open_one is not None
    clinic.visits.save(
        replace(open_one.form, diagnoses=(DiagnosisEntry(icd10="A00"),), expected_version=open_one.version)
    )
    clinic.merging.merge(patient.id, merged.patient.id)
    fresh = see(clinic, come(clinic, first_name="Rehema"))
    assert told(clinic, month) == {
        right.form.id: "corrected",
        voided.form.id: "voided",
        begun.visit_id: "finished",
        merged.form.id: "merged",
        fresh.form.id: "entered",
    }
    by_visit = {one.visit: one for one in clinic.forms.changes("opd", month).visits}
    assert by_visit[voided.form.id].reason == "Wrong patient"
    assert {one.by for one in by_visit.values()} == {clinic.work.actor.full_name}


def test_a_visit_whose_date_is_corrected_into_the_month_is_told_so(clinic: Clinic, month: str, clock) -> None:
    today = clinic.work.clock.today()
    saved = see(clinic, come(clinic), visit_date=today.replace(day=1) - timedelta(days=1))
    clinic.forms.close("opd", month)
    clock.advance(minutes=10)
    clinic.visits.save(replace(saved.form, visit_date=today, expected_version=saved.version))
    assert told(clinic, month) == {saved.form.id: "moved_in"}
