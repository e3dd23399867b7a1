"""Where on which form a figure stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CellPlace:
    """One cell; an empty ``column`` is the grand total of the row."""

    form: str
    edition: str
    period: str
    row: str
    column: str
