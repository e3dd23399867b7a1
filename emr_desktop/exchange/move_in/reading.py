"""Reads our fields out of a row of another system's table and the rows it points to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from emr_desktop.exchange.move_in.mapping import FieldRule, LookUp, SystemMapping
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.exchange.move_in.values import born_from_age, read_day, says_nothing
from emr_desktop.exchange.short_forms import escaped

Tables = Mapping[str, Table | None]


class Rows:
    """The rows of one table with what they look up in others."""

    def __init__(
        self, table: Table, look_up: Mapping[str, LookUp], tables: Tables, mapping: SystemMapping
    ) -> None:
        self.table = table
        self._mapping = mapping
        self._found: dict[str, tuple[Table, int | None, dict[str, int]]] = {}
        for name, rule in look_up.items():
            other = tables.get(rule.table)
            if other is not None:
                self._found[name] = (other, table.columns.get(rule.by), other.one_by_key())

    def text(self, row: tuple[str, ...], column: str) -> str:
        """A cell by its column (``person.gender``: of the row looked up); words for nothing are empty."""
        alias, dot, name = column.partition(".")
        if dot and alias in self._found:
            other, by, places = self._found[alias]
            place = places.get(row[by]) if by is not None else None
            said = "" if place is None else other.cell(other.rows[place], name)
        else:
            said = self.table.cell(row, column)
        return "" if said.casefold() in self._mapping.nothing else said

    def read(self, row: tuple[str, ...], rule: FieldRule) -> tuple[str, str]:
        """What a field says in our words, and the cell that could not be read (empty when all is well)."""
        column, said = self.first(row, rule.columns)
        if not said:
            return rule.otherwise or "", ""
        if rule.kind == "date":
            if says_nothing(said):
                return "", ""
            day = read_day(said, self._mapping.dates)
            return (day.isoformat(), "") if day else ("", f"{column}: {said}")
        if rule.values:
            ours = rule.values.get(said.casefold())
            if ours is not None:
                return ours, ""
            if rule.otherwise is not None:
                return rule.otherwise, ""
            return said, ""  # the import itself says what is wrong with it
        if rule.kind == "list":
            parts = [part.strip() for part in said.replace("\n", ";").replace(",", ";").split(";")]
            return ";".join(escaped(part) for part in parts if part), ""
        return said, ""

    def first(self, row: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, str]:
        """The first of some columns that says something, and what."""
        for column in columns:
            said = self.text(row, column)
            if said:
                return column, said
        return "", ""

    def born(self, row: tuple[str, ...], rule: FieldRule, today: date) -> date | None:
        """The middle of the year of birth of somebody whose age alone was written down."""
        _, said = self.first(row, rule.columns)
        if not said.split(".")[0].isdigit():
            return None
        years = int(said.split(".")[0])
        at = next(
            (day for column in rule.at if (day := read_day(self.text(row, column), self._mapping.dates))),
            today,
        )
        return born_from_age(years, min(at, today)) if years < 130 else None


def wanted_columns(mapping: SystemMapping) -> dict[str, set[str]]:
    """The columns of each table that the mapping needs."""
    wanted: dict[str, set[str]] = {name: set() for name in mapping.tables}

    def need(table: str | None, *columns: str | None) -> None:
        if table is not None:
            wanted.setdefault(table, set()).update(column for column in columns if column)

    for part in (mapping.patients, mapping.visits):
        rules = [*part.fields.values(), *part.diagnoses, *(rule for rule, _ in part.texts)]
        for column in (each for rule in rules for each in (*rule.columns, *rule.at)):
            alias, dot, name = column.partition(".")
            if dot and alias in part.look_up:
                need(part.look_up[alias].table, name)
            else:
                need(part.table, column)
        need(part.table, part.id, part.patient, part.together, *(each.by for each in part.look_up.values()))
        need(part.table, mapping.patients.id if part is mapping.patients else None)
    attributes = mapping.patients.attributes
    if attributes is not None:
        need(attributes.table, attributes.by, attributes.type, attributes.value)
        need(attributes.types and attributes.types[0], attributes.types and attributes.types[1])
    for rows in mapping.visits.rows:
        need(
            rows.table, rows.by and rows.by[0], rows.patient, rows.day, rows.code, rows.coded, rows.diagnosis
        )
        need(rows.table, rows.words, rows.rank, *rows.value)
        need(mapping.visits.table, rows.by and rows.by[1])
        for rule in (*rows.fields.values(), *((rows.certainty,) if rows.certainty else ())):
            need(rows.table, *rule.columns)
    codes = mapping.codes
    for pair in (codes.names, codes.row_names, codes.uuid):
        need(pair and pair[0], pair and pair[1])
    if codes.reference is not None:
        need(codes.reference["map"], "concept_id", "concept_reference_term_id")
        need(codes.reference["term"], "concept_source_id", "code")
        need(codes.reference["source"], "name")
    return wanted
