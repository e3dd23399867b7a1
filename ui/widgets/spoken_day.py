"""Reads a day to come or one that passed from what a person typed: a date, today, or how far ahead. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from emr_desktop.errors import ValidationError

_DATE = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})(?:[\s./-]+(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(r"\+?\s*(?:(\d{1,3})\s*([a-z]*)|([a-z]+)\s*(\d{1,3}))")
_NEAR = {"leo": 0, "today": 0, "jana": -1, "yesterday": -1, "juzi": -2, "kesho": 1, "tomorrow": 1}
_DAYS = frozenset({"", "d", "day", "days", "siku"})
_WEEKS = frozenset({"w", "week", "weeks", "wiki", "juma", "majuma"})
_MONTHS = frozenset({"m", "month", "months", "mwezi", "miezi"})


def read_day(text: str, field: str, *, today: date, ahead: bool = False) -> date | None:
    """Understand a day; empty is None.

    ``25/12/2026``, ``25/12`` (the nearest one: ahead where a day ahead is asked for, else behind), ``leo``,
    ``kesho``. With ``ahead`` also how far: ``7``, ``2w``, ``wiki 2``, ``3m``, ``miezi 3``; a month has four
    weeks, so that the weekday stays the clinic's.

    Raises:
        ValidationError: ``day.unreadable`` or ``day.no_such_day`` at ``field``.
    """
    wanted = " ".join(text.casefold().split())
    if not wanted:
        return None
    if wanted in _NEAR:
        return today + timedelta(days=_NEAR[wanted])
    if match := _ISO.fullmatch(wanted):
        return _day(int(match[1]), int(match[2]), int(match[3]), field)
    if match := _DATE.fullmatch(wanted):
        return _dated(match, field, today=today, ahead=ahead)
    if ahead and (match := _AHEAD.fullmatch(wanted)):
        number, unit = (match[1], match[2]) if match[1] else (match[4], match[3])
        length = 1 if unit in _DAYS else 7 if unit in _WEEKS else 28 if unit in _MONTHS else None
        if length is not None:
            return today + timedelta(days=int(number) * length)
    raise ValidationError(field, "day.unreadable", text=text.strip()[:40])


def _dated(match: re.Match[str], field: str, *, today: date, ahead: bool) -> date:
    day, month, year = int(match[1]), int(match[2]), match[3]
    if year is not None:
        whole = int(year) if len(year) == 4 else today.year // 100 * 100 + int(year)
        return _day(whole, month, day, field)
    this_year = _day(today.year, month, day, field)
    if ahead and this_year < today:
        return _day(today.year + 1, month, day, field)
    if not ahead and this_year > today:
        return _day(today.year - 1, month, day, field)
    return this_year


def _day(year: int, month: int, day: int, field: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(field, "day.no_such_day") from error


def day_words(day: date | None) -> str:
    """A day as it is typed and read here; nothing for none."""
    return "" if day is None else f"{day:%d/%m/%Y}"
