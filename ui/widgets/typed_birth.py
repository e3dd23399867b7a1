"""Reads a date of birth or an age from what a person typed into one box. Pure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from emr_desktop.errors import ValidationError
from emr_desktop.languages import ENGLISH, SWAHILI, codes
from emr_desktop.patients.age import unit_words

OLDEST_YEARS = 130
FIELD = "birth_date"


@dataclass(frozen=True)
class TypedBirth:
    """What was understood: a date, or an age in years and months (``birth_date`` None).

    ``estimated`` says that the day (or the month too) was not given.
    """

    birth_date: date | None = None
    age_years: int | None = None
    age_months: int | None = None
    estimated: bool = False


_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_EIGHT_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_NAMED_DAY = re.compile(r"(?:(\d{1,2})[\s./-]*)?([a-z]{3,10})\.?[\s./-]*(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_AGE_PART = re.compile(r"(\d{1,3})\s*([^\W\d_]*)|([^\W\d_]+)\s*(\d{1,3})")


def read_birth(text: str, *, today: date) -> TypedBirth | None:
    """Understand a date or an age; a bare number up to 130 is an age in years; empty is None.

    ``12/3/2021``, ``12 Mac 2021``, ``12032021``, ``3/2021``, ``1984``; ``5y``, ``1y 6m``, ``8m``, ``3w``,
    ``10d``, ``miaka 5``, ``miezi 8``. Two-digit years are the latest that is not in the future. Month and
    year alone mean the middle of the month, a year alone its first of July; both are estimates.

    Raises:
        ValidationError: ``birth.unreadable birth.no_such_day birth.in_future birth.too_long_ago``.
    """
    wanted = " ".join(text.casefold().replace(",", " ").split())
    if not wanted:
        return None
    found = _as_date(wanted, today) or _as_age(wanted, today)
    if found is None:
        raise ValidationError(FIELD, "birth.unreadable")
    if found.birth_date is not None:
        if found.birth_date > today:
            raise ValidationError(FIELD, "birth.in_future")
        if today.year - found.birth_date.year > OLDEST_YEARS:
            raise ValidationError(FIELD, "birth.too_long_ago", years=OLDEST_YEARS)
    elif (found.age_years or 0) > OLDEST_YEARS:
        raise ValidationError(FIELD, "birth.too_long_ago", years=OLDEST_YEARS)
    return found


def _as_date(text: str, today: date) -> TypedBirth | None:
    if match := _DAY.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        return TypedBirth(_day(_whole_year(match[3], today), int(match[2]), int(match[1])))
    if match := _ISO_DAY.fullmatch(text):
        return TypedBirth(_day(int(match[1]), int(match[2]), int(match[3])))
    if (match := _NAMED_DAY.fullmatch(text)) and (month := _month_named(match[2])):
        return _day_or_month(match[1], month, _whole_year(match[3], today), today)
    if match := _MONTH.fullmatch(text):
        return _day_or_month(None, int(match[1]), int(match[2]), today)
    if _YEAR.fullmatch(text):
        middle = _day(int(text), 7, 1)
        return TypedBirth(min(middle, today) if int(text) == today.year else middle, estimated=True)
    return None


def _day_or_month(day: str | None, month: int, year: int, today: date) -> TypedBirth:
    if day is not None:
        return TypedBirth(_day(year, month, int(day)))
    middle = _day(year, month, 15)
    this_month = (year, month) == (today.year, today.month)
    return TypedBirth(min(middle, today) if this_month else middle, estimated=True)


def _as_age(text: str, today: date) -> TypedBirth | None:
    amounts: dict[str, int] = {}
    at = 0
    while at < len(text):
        match = _AGE_PART.match(text, at)
        if match is None:
            return None
        number, unit = (match[1], match[2]) if match[1] else (match[4], match[3])
        name = "years" if not unit else _tables()[1].get(unit)
        if name is None or name in amounts or (not unit and match.end() < len(text)):
            return None
        amounts[name] = int(number)
        at = match.end()
        while at < len(text) and (text[at] == " " or text.startswith("na ", at)):
            at += 1 if text[at] == " " else 3
    if not amounts:
        return None
    if "weeks" in amounts or "days" in amounts:
        if "years" in amounts or "months" in amounts:
            return None
        days = amounts.get("weeks", 0) * 7 + amounts.get("days", 0)
        return TypedBirth(today - timedelta(days=days), estimated=True)
    months = amounts.get("months", 0)
    years = amounts.get("years", 0) + months // 12
    if "months" in amounts:
        return TypedBirth(age_years=years, age_months=months % 12, estimated=True)
    return TypedBirth(age_years=years, estimated=True)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(FIELD, "birth.no_such_day") from error


def _whole_year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if year > today.year else year


def _month_named(word: str) -> int | None:
    months = _tables()[0]
    for length in range(len(word), 2, -1):
        if word[:length] in months:
            return months[word[:length]]
    return None


@cache
def _tables() -> tuple[dict[str, int], dict[str, str]]:
    table = tomllib.loads((Path(__file__).parent / "months.toml").read_text(encoding="utf-8"))
    units = {
        word: f"{unit}s"
        for language in codes()
        if language not in (SWAHILI, ENGLISH)
        for word, unit in unit_words(language).items()
    }
    return table["months"], {**units, **table["units"]}  # a word of our own means what it always meant
