"""Reads what a person typed into a number field, the way people write numbers here."""

from __future__ import annotations

import re

from emr_desktop.errors import ValidationError

_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")
_PRESSURE = re.compile(r"(\d{1,3})\s*[/ -]\s*(\d{1,3})")


def number(text: str, field: str) -> float | None:
    """Read a decimal number with a point or a comma; empty is None.

    Raises:
        ValidationError: ``consultation.not_a_number`` at ``field``.
    """
    cleaned = text.strip()
    if not cleaned:
        return None
    if _NUMBER.fullmatch(cleaned) is None:
        raise ValidationError(field, "consultation.not_a_number", text=cleaned)
    return float(cleaned.replace(",", "."))


def whole(text: str, field: str) -> int | None:
    """Read a whole number; empty is None.

    Raises:
        ValidationError: ``consultation.not_a_whole_number`` at ``field``.
    """
    cleaned = text.strip()
    if not cleaned:
        return None
    if not (cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 6):
        raise ValidationError(field, "consultation.not_a_whole_number", text=cleaned)
    return int(cleaned)


def blood_pressure(text: str) -> tuple[int, int] | None:
    """Read ``120/80`` (a space or a dash will do), systolic first; empty is None.

    Raises:
        ValidationError: ``consultation.not_a_pressure`` at ``vitals.systolic``.
    """
    cleaned = text.strip()
    if not cleaned:
        return None
    match = _PRESSURE.fullmatch(cleaned)
    if match is None:
        raise ValidationError("vitals.systolic", "consultation.not_a_pressure", text=cleaned)
    return int(match[1]), int(match[2])


def plain(value: float | None) -> str:
    """Write a number back into a field without a trailing ``.0``."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)
