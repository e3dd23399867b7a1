"""What the details of a facility must be."""

from __future__ import annotations

import re

from emr_desktop.errors import ValidationError
from emr_desktop.languages import codes

FACILITY_TYPES = ("dispensary", "health_centre")


def check_digit(number: str) -> int:
    """The Luhn mod 10 digit that the Health Facility Registry puts behind a six-digit number."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def clean_facility_code(code: str) -> str:
    """Check an HFR code such as ``101168-3``.

    Raises:
        ValidationError: ``code``: ``facility.code_format`` or ``facility.code_check_digit``.
    """
    found = re.fullmatch(r"([0-9]{6})-?([0-9])", code.strip())
    if not found:
        raise ValidationError("code", "facility.code_format")
    number, digit = found.groups()
    if check_digit(number) != int(digit):
        raise ValidationError("code", "facility.code_check_digit", given=f"{number}-{digit}")
    return f"{number}-{digit}"


def clean_facility_name(name: str) -> str:
    """Take superfluous blanks out of the facility's name.

    Raises:
        ValidationError: ``name`` is empty or longer than 100 characters.
    """
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > 100 or not cleaned.isprintable():
        raise ValidationError("name", "facility.name_missing")
    return cleaned


def clean_place(field: str, value: str | None) -> str | None:
    """Take superfluous blanks out of a region, council, ward or phone; empty becomes None.

    Raises:
        ValidationError: the field is longer than 100 characters.
    """
    cleaned = " ".join((value or "").split())
    if len(cleaned) > 100 or (cleaned and not cleaned.isprintable()):
        raise ValidationError(field, "facility.text_too_long", maximum=100)
    return cleaned or None


def check_type(facility_type: str) -> None:
    """Refuse a type that is not one of ours.

    Raises:
        ValidationError: ``type``.
    """
    if facility_type not in FACILITY_TYPES:
        raise ValidationError("type", "facility.type_unknown")


def check_language(language: str) -> None:
    """Refuse a language that the program does not know.

    Raises:
        ValidationError: ``language``.
    """
    if language not in codes():
        raise ValidationError("language", "facility.language_unknown")
