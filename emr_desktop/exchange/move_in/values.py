"""Reads the cells of other systems: dates in their many forms, ages, words for codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


def read_day(text: str, formats: Sequence[str]) -> date | None:
    """The day of a date, with or without a time of day; None for what is none, and for ``0000-00-00``.

    Args:
        text: the cell.
        formats: how days are written beside 2026-11-22, for ``strptime``: ``%d/%m/%Y``.
    """
    found = _ISO.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    whole = text.split(" ")[0] if ":" in text else text
    for written in formats:
        try:
            return datetime.strptime(whole, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def says_nothing(text: str) -> bool:
    """Whether a cell is one of the ways in which databases write that there is no date."""
    return not text or text.startswith(("0000-00-00", "1900-01-00"))


def years_before(day: date, years: int) -> date:
    """The day that many years earlier; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def born_from_age(years: int, at: date) -> date:
    """The middle of the year in which somebody was born who was that old then."""
    born = years_before(at, years)
    middle = years_before(born, 1).toordinal() + (born.toordinal() - years_before(born, 1).toordinal()) // 2
    return date.fromordinal(middle + 1)
