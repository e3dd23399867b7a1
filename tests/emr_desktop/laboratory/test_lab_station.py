"""The laboratory as a station: patients sent for tests come back when nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from db.models import OutboxEvent
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import StartForm
from emr_desktop.visits.rows import LabEntry, VisitForm

Order = Callable[..., OrderRow]
Enter = Callable[..., OrderRow]


def sent(clinic: Clinic, patient: PatientRow, *tests: str) -> VisitForm:
    """A patient in the consultation who is sent for tests."""
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        complaint="Homa",
        tests=tuple(LabEntry(test=test) for test in tests),
    )
    clinic.queue.send_for_tests(form)
    return form


def station(clinic: Clinic, form: VisitForm) -> str | None:
    row = clinic.queue.where(form.id)
    return None if row is None else row.station


def test_who_is_sent_for_tests_has_them_ordered_and_comes_back_after_the_last(
    clinic: Clinic, lab_patient: PatientRow, enter: Enter
) -> None:
    form = sent(clinic, lab_patient, "mrdt", "urinalysis")
    rapid, urine = clinic.laboratory.of_visit(form.id)
    assert station(clinic, form) == "laboratory"
    enter(rapid, mrdt="positive")
    assert station(clinic, form) == "laboratory"
    enter(
        urine,
        urine_leucocytes="negative",
        urine_nitrite="negative",
        urine_protein="negative",
        urine_blood="negative",
        urine_glucose="negative",
    )
    row = clinic.queue.where(form.id)
    assert row is not None
    assert (row.station, row.for_name) == ("consultation", "Neema Mollel")
    saved = clinic.visits.save(form).value
    assert saved.malaria_test == "mrdt_positive"
    assert {entry.test for entry in saved.form.tests} >= {"mrdt", "urine_nitrite"}


def test_a_voided_last_test_sends_the_patient_back_too(clinic: Clinic, lab_patient: PatientRow) -> None:
    form = sent(clinic, lab_patient, "hb")
    (row,) = clinic.laboratory.of_visit(form.id)
    clinic.laboratory.void(row.id, reason="Kifaa kimeharibika")
    assert station(clinic, form) == "consultation"


def test_what_waits_for_a_second_person_keeps_the_patient(
    clinic: Clinic, lab_patient: PatientRow, enter: Enter
) -> None:
    clinic.facility.set("laboratory.second_person", True)
    form = sent(clinic, lab_patient, "hb")
    enter(clinic.laboratory.of_visit(form.id)[0], hb="11")
    assert station(clinic, form) == "laboratory"


def test_what_is_ordered_at_the_laboratory_belongs_to_the_visit_of_the_day(
    clinic: Clinic, lab_patient: PatientRow, order: Order, enter: Enter
) -> None:
    visit_id = new_id()
    clinic.queue.start_visit(StartForm(id=visit_id, patient_id=lab_patient.id))
    row = enter(order("hb"), hb="8.8")
    assert row.visit_id == visit_id
    assert [(entry.test, entry.result) for entry in clinic.visits.get(visit_id).form.tests] == [("hb", "8.8")]


def test_an_emergency_comes_first_in_the_worklist(
    clinic: Clinic, lab_patient: PatientRow, order: Order
) -> None:
    order("stool")
    visit_id = new_id()
    clinic.queue.start_visit(StartForm(id=visit_id, patient_id=lab_patient.id))
    order("hb")
    clinic.queue.set_priority(visit_id, "emergency")
    first, second = clinic.laboratory.worklist().orders
    assert (first.test, first.priority, second.test) == ("hb", "emergency", "stool")


def test_orders_follow_when_another_visit_takes_the_place_of_the_one_that_waited(
    clinic: Clinic, lab_patient: PatientRow, order: Order, enter: Enter
) -> None:
    begun, written = new_id(), new_id()
    clinic.queue.start_visit(StartForm(id=begun, patient_id=lab_patient.id))
    row = order("hb")
    assert row.visit_id == begun
    clinic.visits.save(VisitForm(id=written, patient_id=lab_patient.id, visit_date=date(2026, 11, 18)))
    moved = clinic.laboratory.get(row.id)
    assert (moved.visit_id, moved.is_void) == (written, False)
    enter(moved, hb="9.9")
    assert [entry.result for entry in clinic.visits.get(written).form.tests] == ["9.9"]


def test_national_systems_hear_of_a_result_only_after_the_visit_was_saved(
    clinic: Clinic, lab_patient: PatientRow, enter: Enter
) -> None:
    form = sent(clinic, lab_patient, "hb")

    def events() -> int:
        with clinic.work.database.read() as session:
            return len(session.scalars(select(OutboxEvent.id).where(OutboxEvent.entity_id == form.id)).all())

    done = enter(clinic.laboratory.of_visit(form.id)[0], hb="9.9")
    assert events() == 0
    clinic.visits.save(form)
    assert events() == 1
    enter(done, hb="9.1", reason="Kosa")
    assert events() == 2
