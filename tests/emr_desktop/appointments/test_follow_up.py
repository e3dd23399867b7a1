"""Coming back as a visit says it: an appointment in the visit's own transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from emr_desktop.appointments.rows import AppointmentForm
from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import FollowUpEntry
from emr_desktop.visits.rows import VisitForm

TODAY = date(2026, 11, 18)
NEXT = TODAY + timedelta(days=7)
States = Callable[[], dict[date, str]]


@pytest.fixture
def visit(asha: PatientRow) -> VisitForm:
    return VisitForm(
        id=new_id(),
        patient_id=asha.id,
        visit_date=TODAY,
        complaint="Kidonda",
        follow_up=FollowUpEntry(due_on=NEXT, reason="dressing", note="Aje mapema"),
    )


@pytest.fixture
def states(clinic: Clinic, asha: PatientRow) -> States:
    return lambda: {row.due_on: row.state for row in clinic.appointments.of_patient(asha.id)}


def test_the_visit_makes_it_once_and_says_it_again(clinic: Clinic, visit: VisitForm, states: States) -> None:
    saved = clinic.visits.save(visit).value
    assert saved.form.follow_up == visit.follow_up
    assert clinic.visits.save(visit).changes.kinds == frozenset()
    (row,) = clinic.appointments.expected(NEXT, NEXT)
    assert (row.reason, row.note, row.visit_id, row.made_on) == ("dressing", "Aje mapema", visit.id, TODAY)
    assert states() == {NEXT: "waiting"}


def test_a_week_is_kept_by_its_monday(clinic: Clinic, visit: VisitForm) -> None:
    week = FollowUpEntry(due_on=date(2026, 11, 26), whole_week=True)
    saved = clinic.visits.save(replace(visit, follow_up=week)).value
    assert saved.form.follow_up == replace(week, due_on=date(2026, 11, 23))
    assert clinic.visits.save(replace(visit, follow_up=week)).changes.kinds == frozenset()


def test_correcting_the_visit_moves_or_takes_away_what_it_promised(
    clinic: Clinic, visit: VisitForm, states: States
) -> None:
    clinic.visits.save(visit)
    later = FollowUpEntry(due_on=NEXT + timedelta(days=1), reason="dressing")
    clinic.visits.save(replace(visit, follow_up=later, expected_version=1))
    assert states() == {NEXT + timedelta(days=1): "waiting"}
    clinic.visits.save(replace(visit, follow_up=None, expected_version=2))
    assert states() == {}


def test_what_the_reception_moved_stays_moved_when_something_else_is_corrected(
    clinic: Clinic, asha: PatientRow, visit: VisitForm, states: States
) -> None:
    clinic.visits.save(visit)
    (row,) = clinic.appointments.of_patient(asha.id)
    form = AppointmentForm(
        id=new_id(), patient_id=asha.id, due_on=NEXT + timedelta(days=3), reason="dressing"
    )
    clinic.appointments.move(row.id, form, expected_version=row.version)
    kept = clinic.visits.save(replace(visit, complaint="Kidonda kikubwa", expected_version=1)).value
    assert kept.form.follow_up == visit.follow_up
    assert states() == {NEXT: "moved", NEXT + timedelta(days=3): "waiting"}


def test_who_died_is_not_expected(clinic: Clinic, visit: VisitForm, states: States) -> None:
    clinic.visits.save(replace(visit, outcome="died"))
    assert states() == {}


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("follow_up.due_on", FollowUpEntry(due_on=TODAY)),
        ("follow_up.due_on", FollowUpEntry(due_on=TODAY + timedelta(days=800))),
        ("follow_up.reason", FollowUpEntry(due_on=NEXT, reason="harusi")),
        ("follow_up.note", FollowUpEntry(due_on=NEXT, note="x" * 201)),
    ],
)
def test_an_impossible_return_keeps_the_whole_visit_from_being_saved(
    clinic: Clinic, visit: VisitForm, states: States, field: str, entry: FollowUpEntry
) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.visits.save(replace(visit, follow_up=entry))
    assert wrong.value.field == field
    assert states() == {}


def test_a_visit_written_down_later_may_promise_a_day_that_has_passed(
    clinic: Clinic, visit: VisitForm, states: States
) -> None:
    past = TODAY - timedelta(days=30)
    clinic.visits.save(
        replace(visit, visit_date=past, follow_up=FollowUpEntry(due_on=past + timedelta(days=7)))
    )
    assert states() == {past + timedelta(days=7): "missed"}
