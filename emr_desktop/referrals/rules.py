"""How far a referral is, and what may stand in what came back. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import referral_waits
from emr_desktop.referrals.rows import CounterForm
from emr_desktop.visits.ending_rules import too_long


def state_of(
    *, sent_on: date, urgency: str | None, arrived_on: date | None, answered: bool, today: date
) -> str:
    """``answered``, ``overdue`` (no answer within referral_waits.csv), ``arrived`` or ``sent``."""
    if answered:
        return "answered"
    waits = referral_waits()
    if today > sent_on + timedelta(days=waits.get(urgency or "routine", waits["routine"])):
        return "overdue"
    return "sent" if arrived_on is None else "arrived"


def counter_problems(form: CounterForm, *, sent_on: date, today: date) -> Iterator[ValidationError]:
    """List what keeps a counter-referral from being recorded."""
    yield from seen_problems(form.seen_on, sent_on=sent_on, today=today, field="seen_on")
    if not (form.diagnosis or form.treatment or form.advice):
        yield ValidationError("diagnosis", "referral.answer_empty")
    yield from too_long(form, "")


def seen_problems(day: date, *, sent_on: date, today: date, field: str) -> Iterator[ValidationError]:
    """A day on which the other facility saw the patient lies between the referral and today."""
    if day > today:
        yield ValidationError(field, "referral.seen_in_future", date=f"{day:%d/%m/%Y}")
    if day < sent_on:
        yield ValidationError(field, "referral.seen_before", date=f"{sent_on:%d/%m/%Y}")
