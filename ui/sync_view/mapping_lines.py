"""A mapping while a person works on it: the lines of its two tables, and the file they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# How a line came to its place.
NONE, KEPT, LIKELY, SURE, CHOSEN, GONE = "none", "kept", "likely", "sure", "chosen", "gone"
_SURE = 95  # of 100


@dataclass(frozen=True)
class MappingLine:
    """A row or a column of the form, with the element or option combo it goes to.

    ``state``: ``none`` (goes nowhere), ``kept`` (as it was saved), ``likely``, ``sure`` (suggested),
    ``chosen`` (by a person, now), ``gone`` (saved, but the server does not have it any more).
    """

    code: str
    en: str
    sw: str
    uid: str | None = None
    name: str = ""
    state: str = NONE

    def chosen(self, uid: str | None, name: str) -> MappingLine:
        """The line after a person picked a place, or none."""
        return replace(self, uid=uid, name=name, state=NONE if uid is None else CHOSEN)


@dataclass(frozen=True)
class WorkingMapping:
    """What is on the page; ``base`` is the file it began with, whose other keys stay.

    Attributes:
        elements, combos: id -> name of all that the server has; empty before it was asked.
        every_combo: the same of every disaggregation, for single cells.
        changes: ways in which the data set differs from when the mapping was checked.
    """

    form: str
    edition: str
    data_set: str
    rows: tuple[MappingLine, ...]
    columns: tuple[MappingLine, ...]
    base: Mapping[str, Any] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    combos: Mapping[str, str] = field(default_factory=dict)
    every_combo: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Mapping[str, str]] = ()
    checked_at: str | None = None

    @property
    def lines(self) -> tuple[MappingLine, ...]:
        return (*self.rows, *self.columns)

    def count(self, state: str) -> int:
        """How many lines are in a state."""
        return sum(each.state == state for each in self.lines)

    @property
    def own_cells(self) -> int:
        """Cells with a place of their own."""
        return len(self.base.get("cells") or {})

    def with_cell(self, cell: str, element: str, combo: str) -> WorkingMapping:
        """The mapping with a place of its own for one cell, ``row|column``."""
        place = {"data_element": element, "category_option_combo": combo}
        return replace(self, base={**self.base, "cells": {**(self.base.get("cells") or {}), cell: place}})

    def without_cell(self, cell: str) -> WorkingMapping:
        """The mapping where a cell goes with its row and column again."""
        cells = {name: place for name, place in (self.base.get("cells") or {}).items() if name != cell}
        return replace(self, base={**self.base, "cells": cells})

    def content(self, *, confirmed: bool) -> dict[str, Any]:
        """The mapping file."""
        return {
            **self.base,
            "form": self.form,
            "edition": self.edition,
            "data_set": self.data_set,
            "org_unit_scheme": self.base.get("org_unit_scheme", "CODE"),
            "confirmed": confirmed,
            "rows": {each.code: each.uid for each in self.rows if each.uid},
            "columns": {each.code: each.uid for each in self.columns if each.uid},
        }


def from_file(sheet: Mapping[str, Any], content: Mapping[str, Any]) -> WorkingMapping:
    """A mapping file laid over the rows and columns of its form.

    Args:
        sheet: ``form edition rows columns`` as ``DistrictService.mapping_sheet`` gives them.
        content: a mapping file, perhaps without rows and columns.
    """

    def line(named: Mapping[str, str], places: Mapping[str, str]) -> MappingLine:
        uid = places.get(named["code"])
        state = NONE if uid is None else KEPT
        return MappingLine(named["code"], named["en"], named["sw"], uid, uid or "", state)

    return WorkingMapping(
        form=sheet["form"],
        edition=sheet["edition"],
        data_set=str(content.get("data_set") or ""),
        rows=tuple(line(each, content.get("rows") or {}) for each in sheet["rows"]),
        columns=tuple(line(each, content.get("columns") or {}) for each in sheet["columns"]),
        base=dict(content),
    )


def with_server(working: WorkingMapping, found: Mapping[str, Any]) -> WorkingMapping:
    """The same after the server was asked: names, what is gone, and suggestions where nothing was chosen.

    Args:
        working: what stands on the page.
        found: from ``DistrictService.suggest_mapping``.
    """
    elements = {each["id"]: each["name"] or each["id"] for each in found["elements"]}
    combos = {each["id"]: each["name"] or each["id"] for each in found["combos"]}

    def told(
        line: MappingLine, there: Mapping[str, str], hits: Mapping[str, Any], taken: set[str]
    ) -> MappingLine:
        if line.uid is not None:
            if line.uid not in there:
                return replace(line, state=GONE)
            state = KEPT if line.state == GONE else line.state
            return replace(line, name=there[line.uid], state=state)
        hit = hits[line.code]
        if hit["uid"] is None or hit["uid"] in taken:
            return line
        state = SURE if hit["confidence"] >= _SURE else LIKELY
        return replace(line, uid=hit["uid"], name=hit["name"], state=state)

    def all_told(
        lines: Sequence[MappingLine], there: Mapping[str, str], named: Sequence[Mapping[str, Any]]
    ) -> tuple[MappingLine, ...]:
        hits = {each["code"]: each for each in named}
        taken = {each.uid for each in lines if each.uid is not None}
        return tuple(told(each, there, hits, taken) for each in lines)

    return replace(
        working,
        data_set=found["data_set"]["id"],
        rows=all_told(working.rows, elements, found["rows"]),
        columns=all_told(working.columns, combos, found["columns"]),
        elements=elements,
        combos=combos,
        every_combo={each["id"]: each["name"] or each["id"] for each in found.get("every_combo") or ()},
        changes=tuple(found.get("changes") or ()),
        checked_at=found.get("checked_at"),
    )
