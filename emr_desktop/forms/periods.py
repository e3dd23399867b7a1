"""Reporting periods as DHIS2 writes them: month ``202611``, ISO week ``2026W47``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from emr_desktop.errors import EmrError

_MONTH = re.compile(r"([0-9]{4})([0-9]{2})\Z")
_WEEK = re.compile(r"([0-9]{4})W([0-9]{1,2})\Z")
_EXAMPLES = {"month": "202611", "week": "2026W47"}
_FIRST_YEAR = 1961


@dataclass(frozen=True)
class Period:
    """A month or week; both days belong to it."""

    code: str
    period_type: str  # month, week
    first_day: date
    last_day: date


def parse_period(text: str, period_type: str) -> Period:
    """Read the code of a period.

    Args:
        text: what was typed; a week may have one digit or two.
        period_type: what the form is made for: ``month`` or ``week``.

    Raises:
        EmrError: ``form.period_malformed`` when it is no period, or one of the other kind.
    """
    period = _month(text.strip()) if period_type == "month" else _week(text.strip().upper())
    if period is None or period.first_day.year < _FIRST_YEAR:
        raise EmrError("form.period_malformed", period=text, example=_EXAMPLES[period_type])
    return period


def period_of(day: date, period_type: str) -> Period:
    """The period that a day lies in."""
    if period_type == "month":
        return _month_of(day.year, day.month)
    year, week, _ = day.isocalendar()
    return _week_of(year, week)


def _month(text: str) -> Period | None:
    match = _MONTH.match(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[1]) < 9999:
        return None
    return _month_of(int(match[1]), int(match[2]))


def _month_of(year: int, month: int) -> Period:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(f"{year:04}{month:02}", "month", date(year, month, 1), following - timedelta(days=1))


def _week(text: str) -> Period | None:
    match = _WEEK.match(text)
    if match is None or int(match[1]) >= 9999:
        return None
    try:
        return _week_of(int(match[1]), int(match[2]))
    except ValueError:  # week 0 or 54, or 53 in a year of 52 weeks
        return None


def _week_of(year: int, week: int) -> Period:
    monday = date.fromisocalendar(year, week, 1)
    return Period(f"{year:04}W{week}", "week", monday, monday + timedelta(days=6))
