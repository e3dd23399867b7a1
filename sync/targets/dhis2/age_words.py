"""Reads ages and sexes out of headings: the same rule for the form's columns and for DHIS2's options.

"1 - 11 months", "Mwezi 1 hadi chini ya mwaka 1" and "<1 yr" name the same people in different words. Only
what is understood without doubt is used; the rest is left to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN_END = 10_000  # months: no upper limit

_MONTH = r"(?:months?|mths?|mo|miezi|mwezi)"
_YEAR = r"(?:years?|yrs?|yr|y|miaka|mwaka)"
_UNIT = rf"(?:{_MONTH}|{_YEAR})"
_SEXES = {
    "M": re.compile(r"\b(?:male|males|me|m|wanaume|mwanaume)\b"),
    "F": re.compile(r"\b(?:female|females|ke|f|wanawake|mwanamke)\b"),
}
_NUMBER_AFTER_UNIT = re.compile(rf"({_UNIT})\s*(\d+)")
_RANGE = re.compile(
    rf"(\d+)\s*({_UNIT})?\s*(?:-|to|hadi)\s*(<|under|below|less than|chini ya)?\s*(\d+)\s*({_UNIT})?"
)
_BELOW = re.compile(rf"(?:<|under|below|less than|chini ya)\s*(\d+)\s*({_UNIT})?")
_FROM = re.compile(rf"(?:>=|>|over|above|na zaidi ya|zaidi ya)\s*(\d+)\s*({_UNIT})?")
_PLUS = re.compile(
    rf"(\d+)\s*({_UNIT})?\s*(?:\+|and over|and above|or more|na zaidi|plus)|(\d+)\s*\+\s*({_UNIT})?"
)


@dataclass(frozen=True)
class People:
    """Who a heading speaks of: completed months from ``low`` up to but without ``high``; None: not said."""

    low: int | None = None
    high: int | None = None
    sex: str | None = None  # M F

    @property
    def is_complete(self) -> bool:
        return self.low is not None and self.sex is not None


def people_of(text: str) -> People:
    """Read a heading, or the names of several options joined by commas."""
    words = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
    sexes = [code for code, pattern in _SEXES.items() if pattern.search(words)]
    low, high = _ages(words)
    return People(low, high, sexes[0] if len(sexes) == 1 else None)


def _ages(words: str) -> tuple[int | None, int | None]:
    words = _NUMBER_AFTER_UNIT.sub(r"\2 \1", words)  # "mwaka 1" -> "1 mwaka"
    if match := _RANGE.search(words):
        start, start_unit, exclusive, end, end_unit = match.groups()
        unit_of_end = end_unit or start_unit or "y"
        low = _months(start, start_unit or unit_of_end)
        high = _months(end, unit_of_end)
        # "1 - 11 months" ends when the 12th is complete; "1 - <5 years" and "5 to under 60" before the last.
        return low, high if exclusive else high + _months("1", unit_of_end)
    if match := _BELOW.search(words):
        return 0, _months(match[1], match[2] or "y")
    if match := _PLUS.search(words):
        number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        return _months(number, unit or "y"), OPEN_END
    if match := _FROM.search(words):
        return _months(match[1], match[2] or "y"), OPEN_END
    return None, None


def _months(number: str, unit: str) -> int:
    return int(number) * (1 if re.fullmatch(_MONTH, unit) else 12)
