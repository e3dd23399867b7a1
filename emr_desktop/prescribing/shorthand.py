"""Reads orders as prescribers write them: ``2 tds 5/7``, ``1x3x5``, ``3 prn``, ``2/52``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from emr_desktop.reference.catalogue import frequency_typed
from emr_desktop.reference.folding import fold

# Days in what a course is counted in: 5/7 are days, 2/52 weeks, 1/12 months of thirty days.
_PARTS_OF_A_YEAR = {"7": 1, "52": 7, "12": 30}
_DAY_WORDS = {
    "d": 1,
    "day": 1,
    "days": 1,
    "siku": 1,
    "w": 7,
    "wk": 7,
    "wks": 7,
    "wiki": 7,
    "week": 7,
    "weeks": 7,
}
_MONTH_WORDS = {"m": 30, "mth": 30, "mwezi": 30, "miezi": 30, "month": 30, "months": 30}
_WORDS = {**_DAY_WORDS, **_MONTH_WORDS}
_AS_NEEDED = frozenset({"prn", "sos", "ikihitajika", "inapohitajika"})
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,3})?")
_TIMES = re.compile(r"([\d./½¼¾]+)\s*[x×*]\s*(\d{1,2})(?:\s*[x×*]\s*(\d{1,3}))?")
# 2tds5/7 and 2.5ml: written together.
_TOGETHER = re.compile(r"(?<=\d)(?=[a-z])(?<!q\d)(?<!q\d\d)|(?<=[a-z])(?=\d)(?<!\bq)")
_UNITS = frozenset(
    {"ml", "mls", "tab", "tabs", "cap", "caps", "vial", "amp", "drops", "iu", "tabo", "vidonge"}
)
MOST_DAYS = 9999


@dataclass(frozen=True)
class Often:
    """How often: times a day, its code where it has one, and whether it is only taken when needed."""

    per_day: int | None  # None: "prn" alone does not say how often at most
    frequency: str | None = None
    as_needed: bool = False
    once: bool = False  # one dose and no more


@dataclass(frozen=True)
class Shorthand:
    """An order that was written in one go; what was not written is empty, in the words of the fields."""

    dose: str
    often: str = ""
    days: str = ""


def read_often(text: str) -> Often | None:
    """Read what stands in the box for times a day; None when it says nothing that is known.

    ``3``, ``tds``, ``q8h``, ``usiku``, ``prn``, ``4 prn``, ``tds prn``.
    """
    words = fold(text).split()
    as_needed = any(word in _AS_NEEDED for word in words)
    rest = " ".join(word for word in words if word not in _AS_NEEDED)
    if not rest:
        return Often(None, as_needed=True) if as_needed else None
    if rest.isascii() and rest.isdigit() and len(rest) <= 4:
        return Often(int(rest), as_needed=as_needed)
    known = frequency_typed(rest)
    if known is None:
        return None
    return Often(known.per_day, known.code, as_needed, known.once)


def read_days(text: str) -> int | None:
    """Read a number of days: ``5``, ``5/7``, ``2/52``, ``1/12``, ``2 wiki``, ``10d``; None for others."""
    plain = text.strip().lower().removeprefix("x").strip()
    if plain.isascii() and plain.isdigit():
        return _in_range(int(plain))
    number, slash, part = (each.strip() for each in plain.partition("/"))
    if slash and number.isascii() and number.isdigit() and part in _PARTS_OF_A_YEAR:
        return _in_range(int(number) * _PARTS_OF_A_YEAR[part])
    match = re.fullmatch(r"(\d{1,4})\s*([a-z]+)|([a-z]+)\s*(\d{1,4})", plain)
    if match is None:
        return None
    counted, word = match[1] or match[4], match[2] or match[3]
    return _in_range(int(counted) * _WORDS[word]) if word in _WORDS else None


def read_shorthand(text: str) -> Shorthand | None:
    """Read a whole order from the box for the dose; None when it is a plain dose or not to be understood.

    ``2 tds 5/7``, ``1x3x5``, ``1 3 5``, ``2.5ml bd 5d``, ``1 nocte 2/52``, ``2 stat``, ``½ bd``.
    """
    plain = text.strip().lower().replace(",", ".")
    match = _TIMES.fullmatch(plain)
    if match is not None:
        dose = _dose(match[1])
        return None if dose is None else Shorthand(dose, match[2], match[3] or "")
    words = _TOGETHER.sub(" ", plain).split()
    if len(words) < 2:
        return None
    dose = _dose(words[0])
    rest = [word for word in words[1:] if word not in _UNITS]
    if dose is None or not rest:
        return None
    if len(rest) == 2 and all(word.isdigit() for word in rest):
        return Shorthand(dose, rest[0], rest[1])
    # The longest beginning that says how often; what follows says for how long.
    for length in range(len(rest), 0, -1):
        often, days = " ".join(rest[:length]), " ".join(rest[length:])
        if often.isdigit() or read_often(often) is None:
            continue
        if not days:
            return Shorthand(dose, often)
        found = read_days(days)
        return None if found is None else Shorthand(dose, often, str(found))
    return None


def _dose(text: str) -> str | None:
    """A dose as it stands in its box; a fraction as a decimal."""
    if text in _FRACTIONS:
        return f"{_FRACTIONS[text]:g}"
    if text and text[-1] in _FRACTIONS and text[:-1].isdigit():
        return f"{int(text[:-1]) + _FRACTIONS[text[-1]]:g}"
    return text if _NUMBER.fullmatch(text) else None


def _in_range(days: int) -> int | None:
    return days if 0 <= days <= MOST_DAYS else None
