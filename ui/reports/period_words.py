"""Months and weeks in words, for choosing a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from emr_desktop.forms.paper import paper_words
from emr_desktop.forms.periods import Period, parse_period, period_of

_CHOICES = 24


def latest_periods(today: date, period_type: str, *, count: int = _CHOICES) -> Sequence[Period]:
    """The period that today lies in and those before it, newest first."""
    found = [period_of(today, period_type)]
    while len(found) < count:
        found.append(period_of(found[-1].first_day - timedelta(days=1), period_type))
    return found


def period_name(code: str, period_type: str, language: str) -> str:
    """``Novemba 2026``, or the week with its days: ``W47: 16-22/11``."""
    period = parse_period(code, period_type)
    if period_type == "month":
        return f"{paper_words().months[language][period.first_day.month - 1]} {period.first_day.year}"
    first, last = period.first_day, period.last_day
    begin = f"{first:%d}" if first.month == last.month else f"{first:%d/%m}"
    return f"{period.code[4:]}: {begin}-{last:%d/%m}"
