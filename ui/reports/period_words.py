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
    """``Novemba 2026``, or the days of a week."""
    period = parse_period(code, period_type)
    if period_type == "month":
        return f"{paper_words().months[language][period.first_day.month - 1]} {period.first_day.year}"
    return f"{period.code}: {period.first_day:%d/%m} - {period.last_day:%d/%m/%Y}"
