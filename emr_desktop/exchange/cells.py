"""Reads the cells of an import line, and guards cells of an export against being taken for formulas."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date

from emr_desktop.errors import ValidationError

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OWN_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_YES_NO = {"yes": True, "no": False, "ndiyo": True, "hapana": False}
# A spreadsheet runs a cell that begins like this (OWASP: CSV injection); an apostrophe makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(cell: str) -> str:
    """Make a cell harmless for spreadsheets; ``unguard`` gives back exactly what was there."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Take the guard off again; a cell without one stays as it is."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def as_id(text: str) -> uuid.UUID | None:
    """Our own identifier, as our export writes it, in small or capital letters; None for a sender's."""
    return uuid.UUID(text) if _OWN_ID.fullmatch(text) else None


def one_spelling(identifier: str) -> str:
    """The identifier; our own always in small letters, so that no record is taken for two."""
    own = as_id(identifier)
    return identifier if own is None else str(own)


class Cells:
    """The cells of one line by column, and readers that name the column when something is wrong."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def has(self, column: str) -> bool:
        """Whether the file has the column at all."""
        return column in self._cells

    def text(self, column: str) -> str | None:
        """The trimmed cell, None when empty or when there is no such column."""
        return self._cells.get(column, "").strip() or None

    def needed(self, column: str) -> str:
        """The trimmed cell.

        Raises:
            ValidationError: ``import.cell_empty``.
        """
        text = self.text(column)
        if text is None:
            raise ValidationError(column, "import.cell_empty", column=column)
        return text

    def identifier(self, column: str) -> str:
        """As ``needed``; our own identifiers in one spelling."""
        return one_spelling(self.needed(column))

    def day(self, column: str) -> date | None:
        """An ISO date.

        Raises:
            ValidationError: ``import.date_malformed`` (also for 30 February).
        """
        text = self.text(column)
        if text is None:
            return None
        try:
            if _ISO_DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValidationError(column, "import.date_malformed", column=column, value=_short(text))

    def number(self, column: str) -> float | None:
        """A number, with a point or a comma.

        Raises:
            ValidationError: ``import.number_malformed``.
        """
        text = self.text(column)
        if text is None:
            return None
        if re.fullmatch(r"-?\d{1,9}([.,]\d{1,9})?", text, re.ASCII):
            return float(text.replace(",", "."))
        raise ValidationError(column, "import.number_malformed", column=column, value=_short(text))

    def whole(self, column: str) -> int | None:
        """A whole number; ``120.0``, as spreadsheets write it, is one.

        Raises:
            ValidationError: ``import.whole_malformed``.
        """
        text = self.text(column)
        if text is None:
            return None
        if re.fullmatch(r"-?\d{1,9}([.,]0+)?", text, re.ASCII):
            return int(re.split("[.,]", text)[0])
        raise ValidationError(column, "import.whole_malformed", column=column, value=_short(text))

    def yes_no(self, column: str) -> bool | None:
        """``yes`` or ``no``.

        Raises:
            ValidationError: ``import.yes_no_malformed``.
        """
        text = self.text(column)
        if text is None:
            return None
        if text.casefold() in _YES_NO:
            return _YES_NO[text.casefold()]
        raise ValidationError(column, "import.yes_no_malformed", column=column, value=_short(text))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
