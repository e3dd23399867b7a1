"""Reads a day from what a person typed: a date, a date without its year, or how many days ago. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})(?:[\s./-]+(\d{4}|\d{2}))?")
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AGO = re.compile(r"(\d{1,3})\s*(?:d|siku)?")
_NAMED = {"leo": 0, "today": 0, "jana": 1, "yesterday": 1, "juzi": 2}


def read_day(text: str, *, today: date) -> date | None:
    """Understand a day; empty is None.

    ``18/11/2026``, ``18.11.26``, ``18112026``, ``2026-11-18``; ``18/11`` is the latest one that is not in the
    future; ``3`` and ``3d`` are three days ago; ``leo``, ``jana``, ``juzi``, ``today``, ``yesterday``.

    Raises:
        ValueError: it is not a day.
    """
    wanted = " ".join(text.casefold().split())
    if not wanted:
        return None
    if wanted in _NAMED:
        return today - timedelta(days=_NAMED[wanted])
    if match := _ISO_DAY.fullmatch(wanted):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _EIGHT_DIGITS.fullmatch(wanted):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY.fullmatch(wanted):
        day, month = int(match[1]), int(match[2])
        if match[3]:
            year = int(match[3])
            return date(year if year > 99 else 2000 + year, month, day)
        return _latest(day, month, today)
    if match := _AGO.fullmatch(wanted):
        return today - timedelta(days=int(match[1]))
    raise ValueError(text)


def _latest(day: int, month: int, today: date) -> date:
    for year in range(today.year, today.year - 5, -1):  # 29 February is there every fourth year
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError(f"{day}/{month}")
