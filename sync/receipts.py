"""What became of each value of a form that was sent: the receipt an in-charge can read and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TAKEN, NEW, CHANGED, SAME, REFUSED, NOT_THERE, WAITING = (
    "taken",
    "new",
    "changed",
    "same",
    "refused",
    "not_there",
    "waiting",
)


@dataclass(frozen=True)
class ReceiptLine:
    """One cell.

    ``state``: ``new`` (the server had none), ``changed``, ``same``, ``refused`` (``why`` in the server's own
    words), ``taken`` (by a file that was carried: what was there before is not known), ``not_there``
    (accepted, but not found when read back), ``waiting`` (nothing is known yet).
    """

    row: str
    column: str
    value: str
    before: str | None
    state: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One delivery, cell by cell; all else as in its document."""

    number: int
    target: str
    form: str
    edition: str
    period: str
    version: int
    state: str  # of the delivery; carried, receipt: it went by hand
    sent: str | None  # ISO
    finished: str | None
    completed: bool
    org_unit: str | None
    payload_sha256: str | None
    training: bool
    lines: tuple[ReceiptLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """State -> how many cells."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.state] = found.get(line.state, 0) + 1
        return found


def compact(lines: Iterable[ReceiptLine]) -> list[list[str | None]]:
    """As it is kept with the delivery: seven hundred cells stay small."""
    return [[each.row, each.column, each.value, each.before, each.state, each.why] for each in lines]


def expanded(kept: Iterable[Any]) -> tuple[ReceiptLine, ...]:
    """Read what ``compact`` wrote."""
    return tuple(ReceiptLine(*each) for each in kept)


def lines_of(
    cells: Mapping[str, str],
    *,
    before: Mapping[str, str] | None,
    refused: Mapping[str, str],
    missing: Iterable[str],
) -> tuple[ReceiptLine, ...]:
    """Put a receipt together.

    Args:
        cells: ``row|column`` -> the value that was sent.
        before: ``row|column`` -> what the server had before; None: it was not asked.
        refused: ``row|column`` -> why, in the server's words.
        missing: cells that were not found when they were read back.
    """
    gone = set(missing)
    lines = []
    for name, value in cells.items():
        row, _, column = name.rpartition("|")
        earlier = None if before is None else before.get(name)
        if name in refused:
            state = REFUSED
        elif name in gone:
            state = NOT_THERE
        elif earlier is None:
            # A server without this cell and a zero say the same.
            state = SAME if before is not None and value == "0" else NEW
        else:
            state = SAME if earlier == value else CHANGED
        lines.append(ReceiptLine(row, column, value, earlier, state, refused.get(name, "")))
    return tuple(lines)


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """As plain values for JSON."""
    head = {name: value for name, value in vars(receipt).items() if name != "lines"}
    return {**head, "counts": receipt.counts, "lines": [dict(vars(line)) for line in receipt.lines]}


def receipt_csv(receipt: Receipt) -> bytes:
    """One line a cell; UTF-8 with a byte order mark, for spreadsheets."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["row", "column", "value", "before", "state", "why"])
    for line in receipt.lines:
        writer.writerow([line.row, line.column, line.value, line.before or "", line.state, line.why])
    return text.getvalue().encode("utf-8-sig")
