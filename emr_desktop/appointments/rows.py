"""What callers hand in and see of appointments."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.care import Words


@dataclass(frozen=True, kw_only=True)
class AppointmentForm:
    """What a person says to expect a patient. ``id`` is made by the caller, so that saving twice is one."""

    id: uuid.UUID
    patient_id: uuid.UUID
    due_on: date  # of a whole week: any day of it
    whole_week: bool = False
    reason: str = "review"  # code of appointment_reasons.csv
    note: str | None = None
    visit_id: uuid.UUID | None = None  # in which it was made
    made_on: date | None = None  # None: today


@dataclass(frozen=True, kw_only=True)
class TraceForm:
    """One attempt to find somebody who did not come."""

    id: uuid.UUID
    appointment_id: uuid.UUID
    way: str
    result: str
    note: str | None = None
    done_on: date | None = None  # None: today


@dataclass(frozen=True, kw_only=True)
class TraceRow:
    """An attempt that was made."""

    done_on: date
    way: str
    result: str
    note: str | None
    by: str  # full name


@dataclass(frozen=True, kw_only=True)
class AppointmentRow:
    """One appointment and what became of it."""

    id: uuid.UUID
    patient: PatientRow
    due_on: date
    whole_week: bool
    reason: str
    note: str | None
    visit_id: uuid.UUID | None
    made_on: date
    made_by: str  # full name
    state: str  # waiting today overdue kept late missed cancelled moved
    came_on: date | None  # the visit that kept it
    days_late: int  # since its last day, of those who did not come; 0 before
    closed_reason: str | None
    moved_from: uuid.UUID | None
    traces: tuple[TraceRow, ...]
    version: int

    @property
    def last_day(self) -> date:
        """The last day on which the patient is expected."""
        return last_day(self.due_on, whole_week=self.whole_week)


def last_day(due_on: date, *, whole_week: bool) -> date:
    """The day, or the Sunday of the week that begins on it."""
    return date.fromordinal(due_on.toordinal() + 6) if whole_week else due_on


@dataclass(frozen=True, kw_only=True)
class DayLoad:
    """How full a day is already."""

    day: date
    booked: int  # for this very day
    booked_in_week: int  # for any day of its week
    sunday: bool
    holiday: Words | None
