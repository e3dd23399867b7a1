"""The visits of another system as lines of a visits file: rows that belong together become one visit."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date

from emr_desktop.exchange.move_in.codes import Codes
from emr_desktop.exchange.move_in.lines import Note, Notes
from emr_desktop.exchange.move_in.mapping import SystemMapping
from emr_desktop.exchange.move_in.patients import PatientsOf
from emr_desktop.exchange.move_in.reading import Rows, Tables
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.exchange.move_in.told import Told
from emr_desktop.exchange.move_in.visit_rows import RowsOfVisits
from emr_desktop.exchange.table_file import Record

_FROM_PATIENT = ("first_name", "middle_name", "last_name", "sex", "birth_date")


class VisitsOf:
    """Each visit, in our columns, by the day it took place."""

    def __init__(
        self,
        mapping: SystemMapping,
        tables: Tables,
        codes: Codes,
        patients: PatientsOf | None,
        *,
        notes: Notes,
    ) -> None:
        table = tables[mapping.visits.table]
        assert table is not None  # noqa: S101 - asked for only where there is one
        self.table: Table = table
        self.file = table.file
        self._mapping, self._codes, self._patients, self._notes = mapping, codes, patients, notes
        self._rows = Rows(table, mapping.visits.look_up, tables, mapping)
        self._beside = [
            RowsOfVisits(rule, other, table, mapping, codes)
            for rule in mapping.visits.rows
            if (other := tables.get(rule.table)) is not None
        ]
        self._id = table.columns[mapping.visits.id]
        self._days: array[int] = array("l")
        self._groups: list[list[int]] = []
        self._repeated: dict[str, int] = {}
        self._gather()

    def __len__(self) -> int:
        return len(self._groups)

    def _gather(self) -> None:
        """Put rows of one visit together, and find the day of each."""
        together = self.table.columns.get(self._mapping.visits.together or "")
        groups: dict[str, int] = {}
        firsts: dict[str, int] = {}
        rule = self._mapping.visits.fields["visit_date"]
        for number, row in enumerate(self.table.rows):
            said = self._rows.read(row, rule)[0]
            day = date.fromisoformat(said).toordinal() if said else 0
            first = firsts.setdefault(row[self._id], number)
            if first != number:
                self._repeated[self.name(f"{row[self._id]}")] = self.table.lines[first]
            key = row[together] if together is not None else ""
            place = groups.get(key) if key else None
            if place is None:
                if key:
                    groups[key] = len(self._groups)
                self._groups.append([number])
                self._days.append(day)
            else:
                self._groups[place].append(number)
                self._days[place] = min(self._days[place] or day, day or self._days[place])

    def name(self, their_id: str) -> str:
        """The identifier under which a visit of theirs is kept here."""
        return f"{self._mapping.prefix}:{their_id}" if their_id else ""

    @property
    def left_over(self) -> tuple[tuple[str, int], ...]:
        """Rows of other tables that belong to no visit; known after ``records`` has gone through."""
        return tuple(each.left_over for each in self._beside if each.left_over[1])

    def records(self) -> Iterator[Record]:
        for place in sorted(range(len(self._groups)), key=self._days.__getitem__):
            numbers = self._groups[place]
            yield Record(self.table.lines[numbers[0]], self._cells(numbers, self._days[place]), ())

    def first_line_of(self, identifier: str, line: int) -> int | None:
        first = self._repeated.get(identifier)
        return first if first is not None and first != line else None

    def _cells(self, numbers: list[int], day: int) -> dict[str, str]:
        rows = [self.table.rows[number] for number in numbers]
        line = self.table.lines[numbers[0]]
        their_patient = self._rows.text(rows[0], self._mapping.visits.patient or "")
        told = Told(self._mapping, self._codes)
        cells = told.cells
        cells["visit_id"] = self.name(rows[0][self._id])
        cells["patient_id"] = f"{self._mapping.prefix}:{their_patient}" if their_patient else ""
        known = self._patients.known(their_patient) if self._patients is not None else None
        for name in _FROM_PATIENT:
            cells[name] = (known or {}).get(name, "")
        for row in rows:
            for name, rule in self._mapping.visits.fields.items():
                if name == "visit_date":
                    continue
                said, _ = self._rows.read(row, rule)
                if said and (not cells.get(name) or cells[name] == rule.otherwise):
                    cells[name] = said
        cells["visit_date"] = date.fromordinal(day).isoformat() if day else ""
        if not day:
            _, said = self._rows.first(rows[0], self._mapping.visits.fields["visit_date"].columns)
            cells["visit_date"] = said
        for row in rows:
            for rule in self._mapping.visits.diagnoses:
                column, code = self._rows.first(row, rule.columns)
                if code:
                    told.diagnose(f"{self._stem}.{column}", code, "")
        for rows_rule in self._beside:
            for row in rows:
                rows_rule.tell(told, row, their_patient, day)
        for row in rows:
            for rule, into in self._mapping.visits.texts:
                column, said = self._rows.first(row, rule.columns)
                if said:
                    told.say(into, column.upper(), said)
        return told.finish(lambda code, params: self._notes.add(Note(self.file, line, code, params)))

    @property
    def _stem(self) -> str:
        return self.table.rule.files[0]
