"""Ages in completed months, and how an age is said.

The one rule: a month is completed on the day of the month the child was born on; in a month that has no such
day it is completed on the first of the next one. Born 31 January: one month on 1 March, two on 31 March. Born
29 February: one year on 1 March of a common year. This is what ``Period`` in Java and ``TIMESTAMPDIFF`` and
``age()`` in MySQL and PostgreSQL give, so that the national systems and this record put a child in the same
age band.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from emr_desktop.languages import by_language

_UNIT_NAMES = {"d": "day", "w": "week", "m": "month", "y": "year"}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    """Unit, ``one`` or ``many``, language: how many there are."""
    table = tomllib.loads((Path(__file__).parent / "age_words.toml").read_text(encoding="utf-8"))
    return dict(by_language(table))


def unit_words(language: str) -> dict[str, str]:
    """The words a language has for ``day week month year``, as they may be typed: ``miezi`` -> ``month``."""
    found = {}
    for unit, numbers in _words().items():
        for pattern in numbers.values():
            for word in re.findall(r"[^\W\d_]+", pattern[language].replace("{count}", " ").casefold()):
                found[word] = unit
    return found


def completed_months(birth_date: date, on: date) -> int:
    """Give the completed months of age on a date.

    Raises:
        ValueError: ``on`` is before the birth.
    """
    if on < birth_date:
        raise ValueError("not born yet")
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month
    return months - 1 if on.day < birth_date.day else months


def completed_years(birth_date: date, on: date) -> int:
    """Give the completed years of age on a date: ``completed_months // 12``."""
    return completed_months(birth_date, on) // 12


def age_parts(birth_date: date, on: date) -> tuple[tuple[int, str], ...]:
    """Split an age the way it is said at that age.

    Returns:
        Number and unit (``d w m y``): days below 28 days, weeks below 13 weeks, months below two years, years
        and months below five years, then years.
    """
    days = (on - birth_date).days
    months = completed_months(birth_date, on)
    if days < 28:
        return ((days, "d"),)
    if days < 13 * 7:
        return ((days // 7, "w"),)
    return _parts_of_months(months)


def age_text(birth_date: date, on: date, language: str = "en") -> str:
    """Say an age: ``14d 9w 17m 3y 2m 34y``, in Swahili ``siku 14 wiki 9 miezi 17 miaka 3 miezi 2``."""
    return _say(age_parts(birth_date, on), language)


def age_text_of_months(months: int, language: str = "en") -> str:
    """Say an age of which only the completed months are kept."""
    return _say(_parts_of_months(months), language)


def _parts_of_months(months: int) -> tuple[tuple[int, str], ...]:
    years, rest = divmod(months, 12)
    if years < 2:
        return ((months, "m"),)
    if years < 5 and rest:
        return ((years, "y"), (rest, "m"))
    return ((years, "y"),)


def _say(parts: tuple[tuple[int, str], ...], language: str) -> str:
    return " ".join(
        _words()[_UNIT_NAMES[unit]]["one" if number == 1 else "many"][language].format(count=number)
        for number, unit in parts
    )
