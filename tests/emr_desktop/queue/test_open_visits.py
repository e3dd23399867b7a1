"""A visit that the reception began: what the clinician saves fills it in, and where it goes then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from db.models import OutboxEvent, Visit
from emr_desktop.clinic import Clinic
from emr_desktop.clock import local
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import QueueRow, StartForm, TriageForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

Come = Callable[..., PatientRow]
Wait = Callable[..., QueueRow]
MALARIA = (DiagnosisEntry(icd10="B54", concept="malaria"),)
PARACETAMOL = (PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),)


def form_for(row: QueueRow, **values: Any) -> VisitForm:
    usual: dict[str, Any] = {
        "id": row.visit_id,
        "patient_id": row.patient.id,
        "visit_date": row.visit_date,
        "diagnoses": MALARIA,
    }
    return VisitForm(**(usual | values))


def triaged(clinic: Clinic, row: QueueRow, **values: Any) -> QueueRow:
    form = TriageForm(visit_id=row.visit_id, patient_id=row.patient.id, **values)
    return clinic.triage.save(form).value


def month(clinic: Clinic) -> int:
    report = clinic.forms.show("opd", "202611")
    return sum(row.total["all"] or 0 for row in report.rows if row.row == "1")


def test_saving_fills_the_open_visit_in_and_keeps_what_triage_found(
    clinic: Clinic, wait: Wait, clock: Any
) -> None:
    row = wait("triage")
    came = clock.now()
    clock.advance(minutes=5)
    vitals = VitalsEntry(weight_kg=61.5, temperature_c=38.9)
    triaged(clinic, row, vitals=vitals, complaint="Homa", pregnancy="no")
    clock.advance(minutes=20)
    saved = clinic.visits.save(form_for(row, vitals=VitalsEntry(temperature_c=38.1, pulse=90))).value
    assert saved.status == "done"
    assert saved.form.vitals == VitalsEntry(weight_kg=61.5, temperature_c=38.1, pulse=90)
    assert (saved.form.complaint, saved.form.pregnancy) == ("Homa", "no")
    with clinic.work.database.read() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.started_at, visit.ended_at) == (came, clock.now())
        assert visit.clinician_id == clinic.work.actor.staff_id
        assert list(session.scalars(select(OutboxEvent.kind))).count("visit.saved") == 1
    assert clinic.queue.where(row.visit_id) is None


def test_saving_it_again_changes_nothing_and_other_content_is_refused(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    triaged(clinic, row, vitals=VitalsEntry(weight_kg=61.5), complaint="Homa")
    form = form_for(row)
    first = clinic.visits.save(form)
    again = clinic.visits.save(form)
    assert again.value == first.value
    assert not again.changes.kinds
    with pytest.raises(StaleVersion) as stale:
        clinic.visits.save(replace(form, outcome="referred"))
    assert stale.value.current == first.value


def test_what_the_clinician_took_away_stays_away_when_the_page_knew_of_it(clinic: Clinic, wait: Wait) -> None:
    row = wait("triage")
    version = triaged(clinic, row, vitals=VitalsEntry(weight_kg=26.5), complaint="Homa").version
    saved = clinic.visits.save(form_for(row, expected_version=version)).value
    assert (saved.form.vitals, saved.form.complaint) == (VitalsEntry(), None)


def test_a_triage_that_comes_while_the_page_is_open_is_not_lost(clinic: Clinic, wait: Wait) -> None:
    row = wait("consultation")
    triaged(clinic, row, vitals=VitalsEntry(weight_kg=61.5))
    saved = clinic.visits.save(form_for(row, expected_version=row.version)).value
    assert saved.form.vitals.weight_kg == 61.5


def test_an_open_visit_is_not_counted_until_it_is_saved(clinic: Clinic, wait: Wait) -> None:
    row = wait("consultation")
    assert month(clinic) == 0
    findings = clinic.forms.check("opd", "202611").findings
    assert (row.visit_id,) in [each.visits for each in findings if each.code == "form.check.visits_open"]
    clinic.visits.save(form_for(row))
    assert month(clinic) == 1
    findings = clinic.forms.check("opd", "202611").findings
    assert "form.check.visits_open" not in {each.code for each in findings}


def test_a_visit_never_finished_makes_nobody_a_reattendance(
    clinic: Clinic, wait: Wait, come: Come, clock: Any
) -> None:
    patient = come()
    wait("consultation", patient=patient)
    clock.advance(days=2)
    form = VisitForm(
        id=new_id(), patient_id=patient.id, visit_date=local(clock.now()).date(), diagnoses=MALARIA
    )
    saved = clinic.visits.save(form).value
    assert (saved.form.new_this_year, saved.form.new_problem) == (True, True)
    assert [visit.id for visit in clinic.visits.timeline(patient.id)] == [form.id]


def test_a_visit_written_without_looking_at_the_queue_takes_the_waiting_ones_place(
    clinic: Clinic, wait: Wait
) -> None:
    row = wait("triage")
    triaged(clinic, row, vitals=VitalsEntry(weight_kg=61.5), complaint="Homa")
    form = form_for(row, id=new_id())
    saved = clinic.visits.save(form).value
    assert (saved.form.vitals.weight_kg, saved.form.complaint) == (61.5, "Homa")
    assert clinic.queue.everywhere() == ()
    assert month(clinic) == 1
    assert clinic.visits.open_visit(row.patient.id) is None
    assert not clinic.visits.save(form).changes.kinds


@pytest.mark.usefixtures("all_stations")
def test_after_saving_the_visit_goes_where_there_is_work(clinic: Clinic, wait: Wait) -> None:
    rows = [wait("consultation") for _ in range(5)]
    waiting = (LabEntry(test="mrdt"),)
    clinic.visits.save(form_for(rows[0], tests=waiting, prescriptions=PARACETAMOL))
    clinic.visits.save(form_for(rows[1], prescriptions=PARACETAMOL))
    clinic.visits.save(form_for(rows[2], tests=(LabEntry(test="mrdt", result="negative"),)))
    clinic.visits.save(form_for(rows[3], prescriptions=PARACETAMOL, outcome="died"))
    clinic.visits.save(form_for(rows[4], id=new_id(), prescriptions=PARACETAMOL))
    where = {row.visit_id: row.station for row in clinic.queue.everywhere()}
    assert where.pop(rows[0].visit_id) == "laboratory"
    assert where.pop(rows[1].visit_id) == "pharmacy"
    assert list(where.values()) == ["pharmacy"]
    assert month(clinic) == 5


@pytest.mark.usefixtures("all_stations")
def test_a_visit_of_another_day_is_sent_nowhere(clinic: Clinic, come: Come, clock: Any) -> None:
    form = VisitForm(
        id=new_id(),
        patient_id=come().id,
        visit_date=local(clock.now()).date().replace(day=2),
        diagnoses=MALARIA,
        prescriptions=PARACETAMOL,
    )
    clinic.visits.save(form)
    assert clinic.queue.everywhere() == ()


@pytest.mark.usefixtures("all_stations")
def test_results_bring_the_patient_back_and_a_correction_sends_to_the_pharmacy(
    clinic: Clinic, clinic_as: Callable[..., Clinic], wait: Wait
) -> None:
    clinician = clinic_as("clinician")
    row = wait("consultation")
    clinician.queue.take(row.visit_id)
    saved = clinician.visits.save(form_for(row, tests=(LabEntry(test="mrdt"),))).value
    back = clinic.queue.send_on(row.visit_id, seen_at="laboratory").value
    assert back is not None
    assert (back.station, back.for_name, back.status) == ("consultation", "Asha Clinician", "done")
    corrected = form_for(
        row,
        tests=(LabEntry(test="mrdt", result="positive"),),
        prescriptions=PARACETAMOL,
        expected_version=saved.version,
    )
    clinician.visits.save(corrected)
    assert [each.station for each in clinic.queue.everywhere()] == ["pharmacy"]
    assert clinic.queue.send_on(row.visit_id).value is None
    assert clinic.queue.everywhere() == ()


@pytest.mark.usefixtures("all_stations")
def test_who_leaves_the_pharmacy_was_still_seen(clinic: Clinic, wait: Wait) -> None:
    row = wait("consultation")
    clinic.visits.save(form_for(row, prescriptions=PARACETAMOL))
    clinic.queue.leave(row.visit_id, reason="Hana fedha")
    assert clinic.queue.everywhere() == ()
    assert clinic.visits.get(row.visit_id).voided_at is None
    assert month(clinic) == 1
    assert [stay.reason for stay in clinic.queue.passes(row.visit_id)] == [None, "Hana fedha"]


def test_a_patient_goes_to_the_laboratory_and_back_while_the_draft_waits(
    clinic: Clinic, clinic_as: Callable[..., Clinic], come: Come
) -> None:
    clinician = clinic_as("clinician")
    patient = come()
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=local(clinic.work.clock.now()).date(),
        complaint="Homa",
        tests=(LabEntry(test="hiv"), LabEntry(test="hb", result="10.9")),
    )
    clinician.drafts.keep(form.id, kind="visit", patient_id=patient.id, content={"complaint": "Homa"})
    row = clinician.queue.send_for_tests(form).value
    assert (row.station, row.status, row.came_from) == ("laboratory", "open", "consultation")
    clinician.drafts.keep(form.id, kind="visit", patient_id=patient.id, content={"complaint": "Homa kali"})
    waiting = clinic.visits.open_visit(patient.id)
    assert waiting is not None
    assert waiting.form.tests == (LabEntry(test="hiv"),)
    with clinic.work.database.read() as session:
        assert session.scalars(select(Visit.sensitive)).one() is True
    back = clinic.queue.send_on(form.id, seen_at="laboratory").value
    assert back is not None
    assert (back.station, back.for_name) == ("consultation", "Asha Clinician")
    assert [draft.content["complaint"] for draft in clinician.drafts.mine()] == ["Homa kali"]
    clinician.queue.take(form.id)
    saved = clinician.visits.save(replace(form, diagnoses=MALARIA))
    assert saved.value.status == "done"
    assert clinician.drafts.mine() == ()


def test_nobody_is_sent_for_tests_that_are_not_ordered(clinic: Clinic, come: Come) -> None:
    form = VisitForm(id=new_id(), patient_id=come().id, visit_date=local(clinic.work.clock.now()).date())
    with pytest.raises(ValidationError, match=r"queue\.no_tests"):
        clinic.queue.send_for_tests(form)
    with pytest.raises(ValidationError, match=r"visit\.test_unknown"):
        clinic.queue.send_for_tests(replace(form, tests=(LabEntry(test="poem"),)))
    assert clinic.queue.everywhere() == ()


def test_a_result_that_came_meanwhile_stands_in_the_saved_visit(clinic: Clinic, wait: Wait) -> None:
    from db.models import LabResult

    row = wait("consultation")
    form = form_for(row, tests=(LabEntry(test="mrdt"),))
    clinic.queue.send_for_tests(form)
    with clinic.work.database.write.begin() as session:
        session.scalars(select(LabResult)).one().result = "positive"
    saved = clinic.visits.save(replace(form, expected_version=row.version)).value
    assert saved.malaria_test == "mrdt_positive"


def test_a_consultation_is_saved_and_not_sent_on(clinic: Clinic, wait: Wait) -> None:
    row = wait("consultation")
    with pytest.raises(EmrError, match=r"queue\.save_first"):
        clinic.queue.send_on(row.visit_id)


def test_a_voided_visit_waits_nowhere(clinic: Clinic, wait: Wait) -> None:
    row = wait("consultation")
    clinic.visits.void(row.visit_id, reason="Amekosewa")
    assert clinic.queue.everywhere() == ()
    with pytest.raises(EmrError, match=r"visit\.voided"):
        clinic.visits.save(form_for(row))


def test_an_open_visit_of_another_patient_is_not_filled_in(clinic: Clinic, wait: Wait, come: Come) -> None:
    row = wait("consultation")
    with pytest.raises(EmrError, match=r"visit\.patient_changed"):
        clinic.visits.save(form_for(row, patient_id=come().id))


def test_a_visit_started_at_noon_may_be_begun_only_once_by_two_people(
    clinic: Clinic, clinic_as: Callable[..., Clinic], come: Come
) -> None:
    patient = come()
    clinic.queue.start_visit(StartForm(id=new_id(), patient_id=patient.id))
    with pytest.raises(EmrError, match=r"queue\.already_waiting"):
        clinic_as("receptionist").queue.start_visit(StartForm(id=new_id(), patient_id=patient.id))
