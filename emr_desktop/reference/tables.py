"""Reads the reference CSV files: comment lines start with #, the first other line names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one file of this folder, values stripped."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            yield {column: (value or "").strip() for column, value in row.items()}


def words(text: str) -> tuple[str, ...]:
    """Split a field that holds several codes between spaces."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """Split a field that holds several phrases between semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def number(text: str) -> float | None:
    """Read an optional number."""
    return float(text) if text else None
