"""Tables of another system in memory: only the columns that the mapping names, and ways to find rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from dataclasses import dataclass

from emr_desktop.exchange.move_in.mapping import TableRule
from emr_desktop.exchange.move_in.sources import Source

_SHORT = 24  # texts up to this length are kept once, however often they stand in a table


@dataclass(frozen=True)
class Table:
    """What was read of one table. ``rows`` have the cells of ``columns``; ``lines`` where each row begins."""

    rule: TableRule
    file: str
    columns: dict[str, int]
    rows: list[tuple[str, ...]]
    lines: array[int]
    left_out: int  # rows that count for nothing: deleted there
    short: tuple[int, ...]  # lines that have too few or too many cells
    ignored: tuple[str, ...]  # columns that the mapping does not name

    def cell(self, row: tuple[str, ...], column: str) -> str:
        """The trimmed cell of a column; empty when the table has no such column."""
        place = self.columns.get(column)
        return "" if place is None else row[place]

    def by(self, column: str) -> dict[str, list[int]]:
        """The places of the rows by what stands in a column, in the order of the file."""
        found: dict[str, list[int]] = {}
        place = self.columns.get(column)
        if place is not None:
            for number, row in enumerate(self.rows):
                if row[place]:
                    found.setdefault(row[place], []).append(number)
        return found

    def one_by_key(self) -> dict[str, int]:
        """The place of one row for each key: the preferred one, else the first."""
        first = self.columns.get(self.rule.first or "")
        found: dict[str, int] = {}
        key = self.columns[self.rule.key]
        for number, row in enumerate(self.rows):
            known = found.get(row[key])
            if known is None or (first is not None and row[first] == "1" and self.rows[known][first] != "1"):
                found[row[key]] = number
        return found


def read_table(
    source: Source,
    rule: TableRule,
    wanted: Collection[str],
    *,
    tick: Callable[[int], None] = lambda rows: None,
) -> Table | None:
    """Read a table; None when the export has no file for it.

    Args:
        source: the export.
        rule: which table.
        wanted: the columns that are needed.
        tick: called every now and then with the rows read; what it raises ends the reading.
    """
    file = source.file_of(rule)
    if file is None:
        return None
    header = source.columns(rule)
    places = [
        (place, name)
        for place, name in enumerate(header)
        if name in wanted or name == rule.key or name in rule.leave_out or name == rule.first
    ]
    columns = {name: number for number, (_, name) in enumerate(places)}
    taken = [place for place, _ in places]
    out = [(place, rule.leave_out[name]) for place, name in places if name in rule.leave_out]
    rows: list[tuple[str, ...]] = []
    lines: array[int] = array("l")
    short: list[int] = []
    left_out = 0
    seen: dict[str, str] = {}
    for number, row in enumerate(source.rows(rule)):
        if number % 5000 == 0:
            tick(number)
        cells = row.cells
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            short.append(row.line)
            continue
        if any(cells[place].strip().casefold() in values for place, values in out):
            left_out += 1
            continue
        rows.append(tuple(_kept(cells[place].strip(), seen) for place in taken))
        lines.append(row.line)
    ignored = tuple(name for name in header if name not in columns)
    return Table(rule, file, columns, rows, lines, left_out, tuple(short), ignored)


def _kept(cell: str, seen: dict[str, str]) -> str:
    return seen.setdefault(cell, cell) if len(cell) <= _SHORT else cell
