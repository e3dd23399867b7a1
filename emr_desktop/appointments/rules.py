"""Which visit keeps an appointment, and when it is missed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from emr_desktop.appointments.rows import AppointmentForm, TraceForm, last_day
from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import appointment_reasons, care_words
from emr_desktop.visits.ending_rules import LONGEST_AHEAD_DAYS

LONGEST_NOTE = 300
# After one of these nobody is looked for any more.
ENDS_TRACING = frozenset({"moved", "died", "elsewhere", "refused"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What became of an appointment."""

    state: str  # waiting today overdue kept late missed
    came_on: date | None = None
    days_late: int = 0


def standing(
    *, due_on: date, whole_week: bool, made_on: date, reason: str, visits: Iterable[date], today: date
) -> Standing:
    """Say what became of an appointment that is open.

    A visit keeps it from ``early_days`` before its day on, but never on the day it was made; after the
    ``grace_days`` of its reason (appointment_reasons.csv) it is missed, and a later visit is late.

    Args:
        due_on: the day, or the Monday of the week.
        whole_week: any day of that week will do.
        made_on: the day on which it was made.
        reason: its code; an unknown one is treated as ``other``.
        visits: the days of the patient's visits.
        today: at the facility.
    """
    known = appointment_reasons()
    why = known.get(reason, known["other"])
    end = last_day(due_on, whole_week=whole_week)
    first = max(due_on - timedelta(days=why.early_days), made_on + timedelta(days=1))
    limit = end + timedelta(days=why.grace_days)
    came = min((day for day in visits if day >= first), default=None)
    if came is not None:
        return Standing(state="kept" if came <= limit else "late", came_on=came)
    if today < due_on:
        return Standing(state="waiting")
    if today <= end:
        return Standing(state="today")
    return Standing(state="overdue" if today <= limit else "missed", days_late=(today - end).days)


def problems(form: AppointmentForm, *, today: date) -> Iterator[ValidationError]:
    """List what keeps an appointment from being made."""
    made_on = form.made_on or today
    if made_on > today:
        yield ValidationError("due_on", "appointment.made_in_future")
    if last_day(form.due_on, whole_week=form.whole_week) <= made_on:
        yield ValidationError("due_on", "appointment.not_after_today", date=f"{form.due_on:%d/%m/%Y}")
    if form.due_on > made_on + timedelta(days=LONGEST_AHEAD_DAYS):
        yield ValidationError("due_on", "appointment.too_far", date=f"{form.due_on:%d/%m/%Y}")
    if form.reason not in appointment_reasons():
        yield ValidationError("reason", "appointment.reason_unknown", reason=form.reason)
    if len(form.note or "") > LONGEST_NOTE:
        yield ValidationError("note", "visit.text_too_long", longest=LONGEST_NOTE)


def trace_problems(form: TraceForm, *, today: date) -> Iterator[ValidationError]:
    """List what keeps an attempt from being noted."""
    if form.way not in care_words("trace_way"):
        yield ValidationError("way", "appointment.way_unknown", way=form.way)
    if form.result not in care_words("trace_result"):
        yield ValidationError("result", "appointment.result_unknown", result=form.result)
    if form.done_on is not None and form.done_on > today:
        yield ValidationError("done_on", "appointment.trace_in_future")
    if len(form.note or "") > LONGEST_NOTE:
        yield ValidationError("note", "visit.text_too_long", longest=LONGEST_NOTE)
