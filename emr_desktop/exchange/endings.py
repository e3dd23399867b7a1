"""What a visit says of where the patient came from and went, in one cell each, written and read again.

``urgency=urgent|reason=Homa kali|transport=ambulance``: only what was said, in any order. A cause of death is
``icd10`` or ``icd10@concept``. Separators inside a text are written as in ``short_forms``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, TypeVar

from emr_desktop.errors import ValidationError
from emr_desktop.exchange.short_forms import escaped, unescaped
from emr_desktop.visits.ending_rows import (
    CauseEntry,
    DeathEntry,
    FollowUpEntry,
    ReferralEntry,
    ReferredInEntry,
)
from emr_desktop.visits.rows import VisitForm

T = TypeVar("T")
# The column of a visits file -> what it holds. Each is a field of the visit's form by the same name.
ENDINGS: Mapping[str, type[Any]] = {
    "referral": ReferralEntry,
    "referred_in": ReferredInEntry,
    "death": DeathEntry,
    "follow_up": FollowUpEntry,
}
_DAYS = frozenset({"died_on", "notified_on", "due_on"})
_YES_NO = frozenset({"whole_week"})
_CAUSES = frozenset({"immediate", "underlying"})


def write_endings(form: VisitForm) -> dict[str, str]:
    """The cells of a visit's ending by column; empty where nothing was said."""
    return {column: write_entry(getattr(form, column)) for column in ENDINGS}


def write_entry(entry: Any) -> str:
    """Write an entry the way ``read_entry`` reads it. An entry of which nothing was said is still told."""
    if entry is None:
        return ""
    said = [(one.name, getattr(entry, one.name)) for one in fields(entry)]
    return "|".join(f"{name}={_written(value)}" for name, value in said if value not in (None, False))


def read_entry(cell: str | None, kind: type[T], column: str) -> T | None:
    """Read what a cell says; None when it is empty.

    Raises:
        ValidationError: ``import.ending_malformed``.
    """
    if cell is None:
        return None
    try:
        said = {
            name.strip(): _read(name.strip(), unescaped(text.strip()))
            for name, sign, text in (part.partition("=") for part in cell.split("|"))
            if sign or name.strip()
        }
        return kind(**said)
    except (TypeError, ValueError, KeyError) as error:
        needed = [one.name for one in fields(kind) if one.default is MISSING]  # type: ignore[arg-type]
        known = [one.name for one in fields(kind)]  # type: ignore[arg-type]
        raise ValidationError(
            column,
            "import.ending_malformed",
            column=column,
            value=cell[:40],
            example=f"{(needed or known)[0]}=…|{known[-1]}=…",
        ) from error


def _written(value: object) -> str:
    if value is True:
        return "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, CauseEntry):
        return escaped(value.icd10) + (f"@{escaped(value.concept)}" if value.concept else "")
    return escaped(str(value))


def _read(name: str, text: str) -> Any:
    if name in _DAYS:
        return date.fromisoformat(text)
    if name in _YES_NO:
        return {"yes": True, "no": False}[text.casefold()]
    if name in _CAUSES:
        icd10, _, concept = text.partition("@")
        return CauseEntry(icd10=icd10.upper(), concept=concept or None)
    return text
