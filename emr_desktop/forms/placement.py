"""Asks a definition where things go, and remembers: a month asks the same few thousand questions."""

from __future__ import annotations

from collections.abc import Sequence

from emr_desktop.forms.definition import FormDefinition, Place
from emr_desktop.forms.facts import Fact


class Placement:
    """The places of one source; facts come as values in the order of ``facts_used``."""

    def __init__(self, definition: FormDefinition, source: str) -> None:
        self.facts_used = definition.facts_used(source)
        self._definition = definition
        self._source = source
        index = {name: place for place, name in enumerate(self.facts_used)}
        self._column_facts = [index[name] for name in definition.columns.facts_used]
        self._row_facts = [index[name] for name in definition.row_facts(source)]
        # What decides the columns and what decides the rows are remembered apart: few answers of each.
        self._columns: dict[tuple[Fact, ...], tuple[str, ...]] = {}
        self._rows: dict[tuple[Fact, ...], dict[tuple[str, ...], tuple[Place, ...]]] = {}

    def places(self, values: Sequence[Fact]) -> tuple[Place, ...]:
        """Where a thing with these facts is counted; see ``FormDefinition.places``."""
        column_key = tuple([values[place] for place in self._column_facts])
        columns = self._columns.get(column_key)
        if columns is None:
            columns = self._columns[column_key] = self._definition.columns.columns_of(self._named(values))
        row_key = tuple([values[place] for place in self._row_facts])
        by_column = self._rows.get(row_key)
        if by_column is None:
            by_column = self._rows[row_key] = {}
        places = by_column.get(columns)
        if places is None:
            places = by_column[columns] = self._definition.places(self._source, self._named(values))
        return places

    def _named(self, values: Sequence[Fact]) -> dict[str, Fact]:
        return dict(zip(self.facts_used, values, strict=False))
