"""Expecting patients, and finding those who did not come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy

from emr_desktop.appointments.rows import AppointmentForm, AppointmentRow, TraceForm
from emr_desktop.clinic import Clinic
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import VisitForm

TODAY = date(2026, 11, 18)
Expect = Callable[..., AppointmentRow]


def _visit(clinic: Clinic, patient: PatientRow, day: date) -> None:
    clinic.visits.save(VisitForm(id=new_id(), patient_id=patient.id, visit_date=day, complaint="Homa"))


def test_who_is_expected_comes_and_is_kept_without_anybody_ticking_it_off(
    clinic: Clinic, clock: object, asha: PatientRow, expect: Expect
) -> None:
    expect(asha, TODAY + timedelta(days=7), reason="dressing")
    assert [row.state for row in clinic.appointments.expected(TODAY, TODAY + timedelta(days=7))] == [
        "waiting"
    ]
    clock.advance(days=7)  # type: ignore[attr-defined]
    assert [row.state for row in clinic.appointments.expected(TODAY, TODAY + timedelta(days=7))] == ["today"]
    _visit(clinic, asha, TODAY + timedelta(days=7))
    (row,) = clinic.appointments.expected(TODAY + timedelta(days=7), TODAY + timedelta(days=7))
    assert (row.state, row.came_on) == ("kept", TODAY + timedelta(days=7))


def test_who_did_not_come_is_on_the_list_until_the_visit_or_the_end_of_tracing(
    clinic: Clinic, clock: object, asha: PatientRow, register: Callable[..., PatientRow], expect: Expect
) -> None:
    juma = register("Juma", "Mushi", sex="M")
    missed = expect(asha, TODAY + timedelta(days=2))
    expect(juma, TODAY + timedelta(days=3))
    clock.advance(days=5)  # type: ignore[attr-defined]
    assert clinic.appointments.missed() == ()  # days of grace
    clock.advance(days=4)  # type: ignore[attr-defined]
    assert [row.patient.first_name for row in clinic.appointments.missed()] == ["Asha", "Juma"]
    call = TraceForm(
        id=new_id(), appointment_id=missed.id, way="called", result="not_reached", note="Imezimwa"
    )
    clinic.appointments.trace(call)
    clinic.appointments.trace(call)
    assert [each.note for each in clinic.appointments.missed()[0].traces] == ["Imezimwa"]
    _visit(clinic, juma, TODAY + timedelta(days=9))
    assert [row.patient.first_name for row in clinic.appointments.missed()] == ["Asha"]
    clinic.appointments.trace(replace(call, id=new_id(), way="visited", result="moved"))
    assert clinic.appointments.missed() == ()
    assert [row.patient.first_name for row in clinic.appointments.missed(traced_out=True)] == ["Asha"]


def test_moving_keeps_both_days_on_record(clinic: Clinic, asha: PatientRow, expect: Expect) -> None:
    first = expect(asha, TODAY + timedelta(days=2), note="Aje na kadi")
    form = AppointmentForm(id=new_id(), patient_id=asha.id, due_on=TODAY + timedelta(days=9))
    moved = clinic.appointments.move(first.id, form, expected_version=first.version, why="Sherehe").value
    assert (moved.due_on, moved.moved_from, moved.state) == (TODAY + timedelta(days=9), first.id, "waiting")
    again = clinic.appointments.move(first.id, form, expected_version=first.version)
    assert (again.value.id, again.changes.kinds) == (moved.id, frozenset())
    states = {row.due_on: (row.state, row.closed_reason) for row in clinic.appointments.of_patient(asha.id)}
    assert states[first.due_on] == ("moved", "Sherehe")
    with pytest.raises(EmrError, match=r"appointment\.closed"):
        clinic.appointments.cancel(first.id, reason="mistake", expected_version=first.version)


def test_a_refused_move_leaves_the_first_day_standing(
    clinic: Clinic, asha: PatientRow, expect: Expect
) -> None:
    first = expect(asha, TODAY + timedelta(days=2))
    form = AppointmentForm(id=new_id(), patient_id=asha.id, due_on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        clinic.appointments.move(first.id, form, expected_version=first.version)
    assert [row.state for row in clinic.appointments.of_patient(asha.id)] == ["waiting"]


def test_cancelling_needs_a_reason_and_the_version_that_was_seen(
    clinic: Clinic, asha: PatientRow, expect: Expect
) -> None:
    row = expect(asha, TODAY + timedelta(days=2))
    with pytest.raises(ValidationError):
        clinic.appointments.cancel(row.id, reason="  ", expected_version=row.version)
    with pytest.raises(StaleVersion):
        clinic.appointments.cancel(row.id, reason="mistake", expected_version=row.version + 1)
    clinic.appointments.cancel(row.id, reason="mistake", expected_version=row.version)
    assert clinic.appointments.expected(TODAY, TODAY + timedelta(days=7)) == ()


def test_making_it_twice_is_one_and_other_content_under_the_id_is_refused(
    clinic: Clinic, asha: PatientRow
) -> None:
    form = AppointmentForm(id=new_id(), patient_id=asha.id, due_on=TODAY + timedelta(days=7), reason="anc")
    clinic.appointments.make(form)
    assert clinic.appointments.make(form).changes.kinds == frozenset()
    with pytest.raises(StaleVersion):
        clinic.appointments.make(replace(form, reason="review"))
    with pytest.raises(ValidationError, match=r"appointment\.twice"):
        clinic.appointments.make(replace(form, id=new_id()))
    assert len(clinic.appointments.of_patient(asha.id)) == 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("due_on", {"due_on": TODAY}),
        ("due_on", {"due_on": TODAY - timedelta(days=1)}),
        ("due_on", {"due_on": TODAY + timedelta(days=800)}),
        ("reason", {"reason": "harusi"}),
        ("note", {"note": "x" * 301}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    clinic: Clinic, asha: PatientRow, field: str, change: dict[str, object]
) -> None:
    form = AppointmentForm(id=new_id(), patient_id=asha.id, due_on=TODAY + timedelta(days=7))
    with pytest.raises(ValidationError) as wrong:
        clinic.appointments.make(replace(form, **change))  # type: ignore[arg-type]
    assert wrong.value.field == field


def test_a_day_shows_how_full_it_is_and_when_the_clinic_may_be_closed(
    clinic: Clinic, asha: PatientRow, register: Callable[..., PatientRow], expect: Expect
) -> None:
    expect(asha, date(2026, 12, 8))
    expect(register("Juma", "Mushi", sex="M"), date(2026, 12, 8))
    expect(register("Neema", "Said"), date(2026, 12, 10), whole_week=True)
    days = {one.day: one for one in clinic.appointments.load(date(2026, 12, 6), days=5)}
    assert (days[date(2026, 12, 8)].booked, days[date(2026, 12, 8)].booked_in_week) == (2, 1)
    assert days[date(2026, 12, 6)].sunday
    assert days[date(2026, 12, 6)].booked_in_week == 0
    assert days[date(2026, 12, 9)].holiday is not None
    assert [
        row.patient.first_name for row in clinic.appointments.expected(date(2026, 12, 13), date(2026, 12, 13))
    ] == ["Neema"]


def test_a_death_cancels_what_is_ahead_and_taking_it_back_expects_the_patient_again(
    clinic: Clinic, asha: PatientRow, expect: Expect
) -> None:
    row = expect(asha, TODAY + timedelta(days=7))
    clinic.deaths.record(DeathForm(id=new_id(), patient_id=asha.id, entry=DeathEntry(died_on=TODAY)))
    (cancelled,) = clinic.appointments.of_patient(asha.id)
    assert (cancelled.state, cancelled.closed_reason) == ("cancelled", "died")
    with pytest.raises(EmrError, match=r"appointment\.patient_died"):
        expect(asha, TODAY + timedelta(days=9))
    clinic.deaths.undo(asha.id, reason="Jina lilifanana")
    assert [(one.id, one.state) for one in clinic.appointments.of_patient(asha.id)] == [(row.id, "waiting")]


def test_the_laboratory_and_it_staff_do_not_see_who_is_expected(clinic_as: Callable[..., Clinic]) -> None:
    for role in ("lab", "it_admin"):
        with pytest.raises(PermissionRefused):
            clinic_as(role).appointments.missed()


def test_looking_at_lists_and_every_change_leaves_a_line_in_the_audit(
    clinic: Clinic, asha: PatientRow, expect: Expect
) -> None:
    row = expect(asha, TODAY + timedelta(days=2))
    clinic.appointments.expected(TODAY, TODAY)
    clinic.appointments.cancel(row.id, reason="mistake", expected_version=1)
    with clinic.work.database.read() as session:
        actions = session.scalars(
            sqlalchemy.text("SELECT action FROM audit_entry WHERE action LIKE 'appointment.%' ORDER BY seq")
        ).all()
    assert actions == ["appointment.made", "appointment.listed", "appointment.cancelled"]
