"""The patients of another system as lines of a patients file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from emr_desktop.exchange.move_in.lines import Note, Notes
from emr_desktop.exchange.move_in.mapping import SystemMapping
from emr_desktop.exchange.move_in.reading import Rows, Tables
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.exchange.table_file import Record


class PatientsOf:
    """Each row of the patients' table, in our columns."""

    def __init__(self, mapping: SystemMapping, tables: Tables, *, today: date, notes: Notes) -> None:
        table = tables[mapping.patients.table]
        assert table is not None  # noqa: S101 - asked for only where there is one
        self.table: Table = table
        self.file = table.file
        self._mapping, self._today, self._notes = mapping, today, notes
        self._rows = Rows(table, mapping.patients.look_up, tables, mapping)
        self._attributes = _attributes(mapping, tables)
        self._id = table.columns[mapping.patients.id]
        self.places: dict[str, int] = {}
        self._repeated: dict[str, int] = {}
        for number, row in enumerate(table.rows):
            if self.places.setdefault(row[self._id], number) != number:
                self._repeated[self.name(row[self._id])] = table.lines[self.places[row[self._id]]]

    def __len__(self) -> int:
        return len(self.table.rows)

    def name(self, their_id: str) -> str:
        """The identifier under which somebody of theirs is kept here."""
        return f"{self._mapping.prefix}:{their_id}" if their_id else ""

    def records(self) -> Iterator[Record]:
        for number, row in enumerate(self.table.rows):
            yield Record(self.table.lines[number], self.cells(row, number), ())

    def first_line_of(self, identifier: str, line: int) -> int | None:
        first = self._repeated.get(identifier)
        return first if first is not None and first != line else None

    def known(self, their_id: str) -> dict[str, str] | None:
        """The cells of somebody by their identifier there."""
        place = self.places.get(their_id)
        return None if place is None else self.cells(self.table.rows[place], None)

    def cells(self, row: tuple[str, ...], number: int | None) -> dict[str, str]:
        """One row in our columns; ``number`` is its place where what is noticed should be told."""
        cells = {"patient_id": self.name(row[self._id])}
        for name, rule in self._mapping.patients.fields.items():
            if name == "age_years":
                continue
            cells[name], unread = self._rows.read(row, rule)
            if unread and number is not None:
                line = self.table.lines[number]
                self._notes.add(Note(self.file, line, "move_in.date_unread", {"cell": unread}, name))
        for name, said in self._attributes.get(row[self._id], {}).items():
            cells[name] = cells.get(name) or said
        age = self._mapping.patients.fields.get("age_years")
        if not cells.get("birth_date") and age is not None:
            born = self._rows.born(row, age, self._today)
            if born is not None:
                cells["birth_date"], cells["birth_date_estimated"] = born.isoformat(), "yes"
        return cells


def _attributes(mapping: SystemMapping, tables: Tables) -> dict[str, dict[str, str]]:
    """What rows of one thing each say: patient -> our field -> the value."""
    rule = mapping.patients.attributes
    table = tables.get(rule.table) if rule is not None else None
    if rule is None or table is None:
        return {}
    names: dict[str, str] = {}
    types = tables.get(rule.types[0]) if rule.types else None
    if rule.types is not None and types is not None:
        for key, place in types.one_by_key().items():
            names[key] = types.cell(types.rows[place], rule.types[1])
    found: dict[str, dict[str, str]] = {}
    for row in table.rows:
        kind = table.cell(row, rule.type)
        name = rule.fields.get(names.get(kind, kind).casefold())
        if name is not None and (value := table.cell(row, rule.value)):
            found.setdefault(table.cell(row, rule.by), {}).setdefault(name, value)
    return found
