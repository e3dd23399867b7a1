"""Reads since when an illness is there, the way people say it: 2019, 3/2019, 12/3/2019, 5 years."""

from __future__ import annotations

from datetime import date

from emr_desktop.errors import ValidationError
from ui.widgets.typed_birth import read_birth


def read_since(text: str, field: str, *, today: date) -> date | None:
    """Understand a date or how long ago; empty is None. A year alone means its middle.

    Raises:
        ValidationError: at ``field``, when it cannot be understood.
    """
    try:
        found = read_birth(text, today=today)
    except ValidationError as error:
        raise ValidationError(field, error.code, **error.params) from error
    if found is None:
        return None
    if found.birth_date is not None:
        return found.birth_date
    months = 12 * (found.age_years or 0) + (found.age_months or 0)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


def since_words(day: date | None) -> str:
    """A date as it is typed and read here; nothing for an unknown one."""
    return "" if day is None else f"{day:%d/%m/%Y}"
