"""Reads and writes the rows of appointments inside a caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Appointment, AppointmentTrace, Death, Staff, Visit
from db.portions import portions
from emr_desktop.appointments.rows import AppointmentForm, AppointmentRow, TraceRow
from emr_desktop.appointments.rules import Standing, standing
from emr_desktop.patients.death_held import death_holds
from emr_desktop.patients.records import rows_by_id
from emr_desktop.reference.care import monday_of

DIED = "died"


def insert_appointment(
    session: Session,
    form: AppointmentForm,
    *,
    today: date,
    at: datetime,
    by: uuid.UUID,
    moved_from: uuid.UUID | None = None,
) -> Appointment:
    """Add an appointment that has no problems."""
    row = Appointment(
        id=form.id,
        patient_id=form.patient_id,
        visit_id=form.visit_id,
        made_on=form.made_on or today,
        due_on=monday_of(form.due_on) if form.whole_week else form.due_on,
        whole_week=form.whole_week,
        reason=form.reason,
        note=(form.note or "").strip() or None,
        state="open",
        moved_from=moved_from,
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        version=1,
    )
    session.add(row)
    session.flush()
    return row


def close_appointment(
    row: Appointment, state: str, *, reason: str | None, at: datetime, by: uuid.UUID
) -> None:
    """Take an appointment off the lists; it stays readable."""
    row.state, row.closed_reason = state, reason
    row.updated_at, row.updated_by = at, by
    row.version += 1


def follow_death(session: Session, patient_id: uuid.UUID, *, at: datetime, by: uuid.UUID) -> None:
    """Cancel what a dead patient is expected for; expect a patient again who turned out to be alive."""
    died_on = session.scalar(select(Death.died_on).where(Death.patient_id == patient_id, death_holds()))
    for row in session.scalars(select(Appointment).where(Appointment.patient_id == patient_id)):
        if died_on is not None and row.state == "open" and row.due_on >= died_on:
            close_appointment(row, "cancelled", reason=DIED, at=at, by=by)
        elif died_on is None and row.state == "cancelled" and row.closed_reason == DIED:
            close_appointment(row, "open", reason=None, at=at, by=by)
    session.flush()


def rows_of(
    session: Session, appointments: Sequence[Appointment], *, today: date
) -> tuple[AppointmentRow, ...]:
    """Build what callers see, in the order given."""
    patients = rows_by_id(session, list({one.patient_id for one in appointments}))
    visits = _visits_of(session, appointments)
    traces = _traces_of(session, [one.id for one in appointments])
    staff = _names(session)
    found = []
    for one in appointments:
        patient = patients.get(one.patient_id)
        if patient is None:
            continue
        stands = Standing(state=one.state)
        if one.state == "open":
            stands = standing(
                due_on=one.due_on,
                whole_week=one.whole_week,
                made_on=one.made_on,
                reason=one.reason,
                visits=visits.get(one.patient_id, ()),
                today=today,
            )
        found.append(
            AppointmentRow(
                id=one.id,
                patient=patient,
                due_on=one.due_on,
                whole_week=one.whole_week,
                reason=one.reason,
                note=one.note,
                visit_id=one.visit_id,
                made_on=one.made_on,
                made_by=staff.get(one.created_by, ""),
                state=stands.state,
                came_on=stands.came_on,
                days_late=stands.days_late,
                closed_reason=one.closed_reason,
                moved_from=one.moved_from,
                traces=traces.get(one.id, ()),
                version=one.version,
            )
        )
    return tuple(found)


def of_private_visits(session: Session, appointments: Iterable[Appointment]) -> set[uuid.UUID]:
    """The visits marked sensitive that these appointments were made in."""
    found: set[uuid.UUID] = set()
    for ids in portions({one.visit_id for one in appointments if one.visit_id is not None}):
        found |= set(session.scalars(select(Visit.id).where(Visit.id.in_(ids), Visit.sensitive)))
    return found


def _visits_of(session: Session, appointments: Sequence[Appointment]) -> dict[uuid.UUID, list[date]]:
    still_open = [one for one in appointments if one.state == "open"]
    if not still_open:
        return {}
    first = min(one.made_on for one in still_open)
    found: dict[uuid.UUID, list[date]] = {}
    for ids in portions({one.patient_id for one in still_open}):
        for patient_id, day in session.execute(
            select(Visit.patient_id, Visit.visit_date).where(
                Visit.patient_id.in_(ids), Visit.visit_date > first, Visit.voided_at.is_(None)
            )
        ):
            found.setdefault(patient_id, []).append(day)
    return found


def _traces_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[TraceRow, ...]]:
    found: dict[uuid.UUID, tuple[TraceRow, ...]] = {}
    for some in portions(ids):
        for trace, name in session.execute(
            select(AppointmentTrace, Staff.full_name)
            .outerjoin(Staff, Staff.id == AppointmentTrace.created_by)
            .where(AppointmentTrace.appointment_id.in_(some), AppointmentTrace.voided_at.is_(None))
            .order_by(AppointmentTrace.done_on, AppointmentTrace.id)
        ):
            row = TraceRow(
                done_on=trace.done_on, way=trace.way, result=trace.result, note=trace.note, by=name or ""
            )
            found[trace.appointment_id] = (*found.get(trace.appointment_id, ()), row)
    return found


def _names(session: Session) -> dict[uuid.UUID, str]:
    return {one.id: one.full_name for one in session.execute(select(Staff.id, Staff.full_name))}
