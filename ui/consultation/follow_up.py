"""Reads when a patient is to come again, the way people say it: 3, 7d, 2w, 1m, 25/11, 25/11/2027."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.reference.phrases import unit_of

_AHEAD = re.compile(r"\+?\s*(\d{1,3})\s*([a-z]?)[a-z]*")
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_DAYS = {"days": 1, "weeks": 7}


def read_follow_up(text: str, field: str, *, on: date) -> date | None:
    """Understand a day ahead of the visit; empty is None. A day without its year is the next one.

    Raises:
        ValidationError: ``consultation.not_a_follow_up`` at ``field``.
    """
    said = " ".join(text.casefold().split())
    if not said:
        return None
    day = _DAY.fullmatch(said)
    found = _named(day, on) if day is not None else _ahead(said, on)
    if found is None:
        raise ValidationError(field, "consultation.not_a_follow_up", text=text.strip())
    return found


def _ahead(said: str, on: date) -> date | None:
    match = _AHEAD.fullmatch(said)
    unit = "days" if match is not None and not match[2] else unit_of(match[2]) if match is not None else None
    if match is None or unit is None or unit == "hours":
        return None
    many = int(match[1])
    if unit in _DAYS:
        return on + timedelta(days=many * _DAYS[unit])
    return _months_on(on, many * (12 if unit == "years" else 1))


def _months_on(on: date, months: int) -> date | None:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if year > on.year + 50:
        return None
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _named(match: re.Match[str], on: date) -> date | None:
    year = match[3]
    try:
        if year is None:
            found = date(on.year, int(match[2]), int(match[1]))
            return found if found > on else date(on.year + 1, int(match[2]), int(match[1]))
        return date(int(year) if len(year) == 4 else 2000 + int(year), int(match[2]), int(match[1]))
    except ValueError:
        return None
