"""Saving a triage: measurements, danger signs, and what they make of the priority."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import VisitRevision, Vitals
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import QueueRow, TriageForm
from emr_desktop.queue.triage import triage_draft_id
from emr_desktop.visits.rows import VisitForm, VitalsEntry

Come = Callable[..., PatientRow]
Wait = Callable[..., QueueRow]


def form_for(row: QueueRow, **values: Any) -> TriageForm:
    return TriageForm(visit_id=row.visit_id, patient_id=row.patient.id, **values)


def test_a_danger_sign_puts_a_child_in_front(clinic: Clinic, wait: Wait, clock: Any) -> None:
    wait("consultation")
    clock.advance(minutes=30)
    child = wait("triage", birth_date=date(2025, 9, 1))
    form = form_for(child, signs=("ch_convulsions",), signs_asked=True, complaint="Degedege")
    row = clinic.triage.save(form).value
    assert (row.station, row.priority, row.reasons) == ("consultation", "emergency", ("ch_convulsions",))
    assert clinic.queue.queue("consultation")[0].visit_id == child.visit_id
    visit, triage = clinic.triage.read(child.visit_id)
    assert (visit.form.complaint, triage.signs, triage.signs_asked) == (
        "Degedege",
        ("ch_convulsions",),
        True,
    )


def test_saving_the_same_triage_again_changes_nothing(clinic: Clinic, wait: Wait) -> None:
    form = form_for(wait("triage"), vitals=VitalsEntry(weight_kg=61.5), signs_asked=True)
    first = clinic.triage.save(form)
    again = clinic.triage.save(form)
    assert again.value == first.value
    assert not again.changes.kinds


def test_a_patient_who_walks_in_is_begun_at_the_triage(clinic: Clinic, come: Come) -> None:
    patient = come()
    form = TriageForm(visit_id=new_id(), patient_id=patient.id, vitals=VitalsEntry(pulse=90), payer="nhif")
    row = clinic.triage.save(form).value
    assert (row.station, row.came_from) == ("consultation", "triage")
    assert clinic.visits.get(form.visit_id).form.payer == "nhif"


def test_measuring_again_replaces_and_keeps_what_was_there(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    clinic.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=26.5)), send=False)
    later = clinic.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=61.5), expected_version=2)).value
    assert later.version == 3
    with clinic.work.database.read() as session:
        assert list(session.scalars(select(Vitals.weight_kg))) == [61.5]
        kept = session.scalars(select(VisitRevision).order_by(VisitRevision.version)).all()
    assert [each.content["vitals"]["weight_kg"] for each in kept] == [None, 26.5]


def test_two_who_measure_one_patient_do_not_overwrite_each_other(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    row = wait("triage")
    nurse = clinic_as("nurse")
    nurse.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=61.5), expected_version=1), send=False)
    with pytest.raises(StaleVersion) as stale:
        clinic.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=59), expected_version=1))
    assert stale.value.current.form.vitals.weight_kg == 61.5  # type: ignore[attr-defined]
    nurse.queue.take(row.visit_id)
    with pytest.raises(EmrError, match=r"queue\.taken"):
        clinic.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=59), expected_version=2))


def test_a_chosen_priority_is_raised_and_never_lowered(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    clinic.queue.set_priority(row.visit_id, "priority", reason="Mzee")
    same = clinic.triage.save(form_for(row, vitals=VitalsEntry(pulse=80)), send=False).value
    assert (same.priority, same.reasons) == ("priority", ("words:Mzee",))
    raised = clinic.triage.save(form_for(row, vitals=VitalsEntry(spo2=85)), send=False).value
    assert (raised.priority, raised.reasons) == ("emergency", ("words:Mzee", "spo2_very_low"))


def test_impossible_and_unknown_things_are_refused_at_their_field(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    with pytest.raises(ValidationError) as weight:
        clinic.triage.save(form_for(row, vitals=VitalsEntry(weight_kg=700)))
    assert weight.value.field == "vitals.weight_kg"
    with pytest.raises(ValidationError) as heat:
        clinic.triage.save(form_for(row, vitals=VitalsEntry(temperature_c=73)))
    assert heat.value.field == "vitals.temperature_c"
    with pytest.raises(ValidationError, match=r"queue\.sign_unknown"):
        clinic.triage.save(form_for(row, signs=("hiccups",)))
    assert clinic.queue.queue("triage") == (clinic.queue.where(row.visit_id),)
    with clinic.work.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Vitals)) == 0


def test_a_saved_visit_takes_no_triage(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    clinic.visits.save(
        VisitForm(id=row.visit_id, patient_id=row.patient.id, visit_date=row.visit_date, complaint="Homa")
    )
    with pytest.raises(EmrError, match=r"queue\.already_seen"):
        clinic.triage.save(form_for(row, vitals=VitalsEntry(pulse=80)))


def test_the_draft_of_the_triage_goes_with_the_save_and_stands_beside_the_consultations(
    clinic: Clinic, wait: Wait
) -> None:
    row = wait("triage")
    draft = triage_draft_id(row.visit_id)
    clinic.drafts.keep(draft, kind="triage", patient_id=row.patient.id, content={"pulse": "8"})
    clinic.drafts.keep(row.visit_id, kind="visit", patient_id=row.patient.id, content={})
    form = form_for(row, vitals=VitalsEntry(pulse=80))
    clinic.triage.save(form)
    assert [each.id for each in clinic.drafts.mine()] == [row.visit_id]
    clinic.drafts.keep(draft, kind="triage", patient_id=row.patient.id, content={"pulse": "8"})
    clinic.triage.save(form)
    assert [each.id for each in clinic.drafts.mine()] == [row.visit_id]


def test_the_pharmacist_does_no_triage(clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait) -> None:
    row = wait("triage")
    with pytest.raises(PermissionRefused):
        clinic_as("pharmacist").triage.save(form_for(row))
    assert clinic_as("nurse").triage.save(replace(form_for(row), signs_asked=True)).value.station == (
        "consultation"
    )
