"""Which words a patient is indexed under, and how typed text asks for them.

A name or village is indexed under its folded forms, a phone number under its national digits (``754123456``),
a patient number under ``1n123``: phone numbers begin with 2, 6 or 7 and folded names with a letter, so that
the three never meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.search import Term
from emr_desktop.patients.folding import beginnings, forms, plain, words_of
from emr_desktop.patients.numbers import serial_of

LONGEST_QUERY = 100  # characters; more than anybody types
MOST_WORDS = 8

_NUMBER_TAG = "1n"
_FULL_NUMBER = re.compile(r"(?:(\d{6}-\d)/)?(\d{4})/(\d{1,9})")
_DIGIT_RUN = re.compile(r"\+?\d[\d\s().\-]*\d|\d")
_FEWEST_PHONE_DIGITS = 3


@dataclass(frozen=True)
class Asked:
    """One thing that was typed: a ``word``, a ``phone`` (national digits) or a ``number`` (serial)."""

    kind: str
    text: str
    terms: tuple[Term, ...]
    year: str | None = None
    facility: str | None = None  # of a whole number, as a card has it


def index_words(
    *,
    number: str,
    names: tuple[str | None, ...],
    village: str | None,
    phone: str | None,
) -> tuple[str, ...]:
    """Give the words a patient is found by."""
    found: list[str] = []
    # The names as one text: Abdul as first and Rahman as middle name are also found as Abdulrahman.
    for text in (" ".join(name for name in names if name), village or ""):
        for word in words_of(text):
            found += forms(word)
    serial = serial_of(number)
    if serial is not None:
        found.append(f"{_NUMBER_TAG}{serial}")
    if phone:
        found.append(phone_digits(phone))
    return tuple(dict.fromkeys(found))


def phone_digits(phone: str) -> str:
    """Give the digits a kept phone number is indexed under: without the country code when it is Tanzanian."""
    return phone.removeprefix("+255").removeprefix("+")


def read_query(text: str) -> tuple[Asked, ...]:
    """Split what was typed into things to look for; empty when there is nothing to look for. Never raises."""
    rest = text[:LONGEST_QUERY]
    asked: list[Asked] = []

    def take_number(match: re.Match[str]) -> str:
        asked.append(_number(int(match[3]), year=match[2], facility=match[1]))
        return " "

    def take_digits(match: re.Match[str]) -> str:
        asked.extend(_digits(match[0]))
        return " "

    rest = _ascii_digits(rest)
    rest = _FULL_NUMBER.sub(take_number, rest)
    rest = re.sub(rf"(?<![^\W\d_])(?:{_DIGIT_RUN.pattern})(?![^\W\d_])", take_digits, rest)
    asked.extend(word_asked(word) for word in plain(rest).split())
    return tuple(asked[:MOST_WORDS])


def word_asked(word: str) -> Asked:
    """Ask for a word that may be half typed."""
    terms = [Term(start, beginning=True) for start in beginnings(word)]
    terms += [Term(form) for form in forms(word)]
    return Asked("word", plain(word).replace(" ", ""), tuple(dict.fromkeys(terms)))


def _number(serial: int, *, year: str | None = None, facility: str | None = None) -> Asked:
    return Asked("number", str(serial), (Term(f"{_NUMBER_TAG}{serial}"),), year, facility)


def _digits(run: str) -> list[Asked]:
    """Read a run of digits and phone punctuation: one phone number, or groups that stand for themselves."""
    digits = re.sub(r"\D", "", run)
    for prefix in ("00255", "255", "0"):
        national = digits.removeprefix(prefix)
        if (
            national != digits
            and national[:1] in ("2", "6", "7")
            and _FEWEST_PHONE_DIGITS <= len(national) <= 9
        ):
            return [Asked("phone", national, (Term(national, beginning=len(national) < 9),))]
    if run.startswith("+") and len(digits) > _FEWEST_PHONE_DIGITS:
        return [Asked("phone", digits, (Term(digits, beginning=True),))]
    groups = [group for group in re.split(r"\D+", run) if group]
    if len(groups) > 1 and len(digits) == 9 and digits[0] in "267":
        groups = [digits]
    return [_group(group) for group in groups]


def _group(group: str) -> Asked:
    """The tail of a number, a word of a village's name, or the beginning of a phone number."""
    tail = group.lstrip("0") or "0"
    terms = [Term(f"{_NUMBER_TAG}{tail}"), Term(group)]
    if group[0] in "267" and len(group) >= _FEWEST_PHONE_DIGITS:
        terms.append(Term(group, beginning=True))
    return Asked("number", tail, tuple(terms))


def _ascii_digits(text: str) -> str:
    return "".join(
        str(int(letter)) if letter.isdecimal() and not letter.isascii() else letter for letter in text
    )
