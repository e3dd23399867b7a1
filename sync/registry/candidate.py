"""Whom a client registry was asked about, and whom it knows: the same rows whatever it speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow, RegistryId
from emr_desktop.patients.rules import clean_name, clean_text, normal_nida, normal_phone

MOST = 20  # candidates that are shown; more of them is a question that asks for too little
LONGEST = 120
GRADES = ("certain", "probable", "possible")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is asked; nothing else about the person can leave the building here.

    A birth date belongs here only when the day is known.
    """

    nida: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    sex: str | None = None  # M F
    birth_date: date | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what is asked by."""
        return tuple(name for name in self.__dataclass_fields__ if getattr(self, name))

    @property
    def is_enough(self) -> bool:
        """A number, or first and last name."""
        return bool(self.nida or (self.first_name and self.last_name))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody the registry knows. Everything is text that came from outside, cleaned and cut.

    Attributes:
        ids: by which numbers the registry knows the person, its own first; a registry may tell none.
        our_numbers: record numbers of this facility that the registry has for the person.
        born: a birth date; ``birth_precision`` says whether ``day month year`` of it is known.
        updated_on: when the registry last heard of the person.
        grade: ``certain probable possible`` as the registry says; None: it does not say.
    """

    ids: tuple[RegistryId, ...]
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    sex: str | None = None  # M F
    born: date | None = None
    birth_precision: str = "day"
    phone: str | None = None
    nida: str | None = None
    village: str | None = None
    ward: str | None = None
    council: str | None = None
    region: str | None = None
    updated_on: date | None = None
    grade: str | None = None
    our_numbers: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


@dataclass(frozen=True)
class Answered:
    """What a registry said: whom it knows, and how many more there are than it told."""

    candidates: tuple[Candidate, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Found:
    """A candidate, and who of this facility it is as far as we know by number."""

    candidate: Candidate
    here: PatientRow | None = None


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """The outcome of one question."""

    registry: str
    found: tuple[Found, ...]
    more: int = 0
    asked_by: tuple[str, ...] = field(default=())  # names of the fields that were sent


# reading what came from outside ---------------------------------------------------------------------------


def text_of(value: Any) -> str | None:
    """A short printable text, or None for whatever else it is."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    cleaned = (
        clean_text(str(value)[: 2 * LONGEST]) if not isinstance(value, int) or abs(value) < 10**30 else None
    )
    return cleaned[:LONGEST] if cleaned else None


def name_of(value: Any) -> str | None:
    """A name as we keep names, so that capitals alone make no difference."""
    return clean_name(text_of(value))


def sex_of(value: Any) -> str | None:
    """M or F of a word like ``Female``."""
    return {"male": "M", "m": "M", "female": "F", "f": "F"}.get((text_of(value) or "").lower())


def born_of(value: Any) -> tuple[date | None, str]:
    """A date as finely as it is given: ``1994``, ``1994-03``, ``1994-03-08``, with or without a time.

    Java writes a date as milliseconds since 1970 when nobody told it otherwise.
    """
    text = text_of(value) or ""
    if text.lstrip("-").isdigit() and text.isascii() and len(text.lstrip("-")) >= 9:
        return _of_milliseconds(int(text)), "day"
    text = text[:10]
    for length, precision, filled in ((10, "day", ""), (7, "month", "-01"), (4, "year", "-01-01")):
        if len(text) == length:
            try:
                return date.fromisoformat(text + filled), precision
            except ValueError:
                break
    return None, "day"


def _of_milliseconds(milliseconds: int) -> date | None:
    try:
        # Midnight of East Africa is 21:00 of the day before in UTC.
        return date.fromordinal(date(1970, 1, 1).toordinal() + (milliseconds + 10_800_000) // 86_400_000)
    except (ValueError, OverflowError):
        return None


def phone_of(value: Any) -> str | None:
    """A phone number as we keep them; None when it is none."""
    text = text_of(value)
    if text is None:
        return None
    try:
        return normal_phone(text)
    except ValidationError:
        return None


def nida_of(value: Any, *, today: date) -> str | None:
    """A NIDA number as we keep them; None when it is none."""
    text = text_of(value)
    if text is None:
        return None
    try:
        return normal_nida(text, today=today)
    except ValidationError:
        return None
