"""Which cell of a form is which value of a DHIS2 data set: checks a mapping file, renders the requests.

Pure: no database, no network. The file format is the one of ``emr-admin sync map``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport
from sync.payload import requests_in

VALUES_IN_A_REQUEST = 250  # 2.43.0 takes some 30 s for 1000 fresh values
TRAINING_COMMENT = "TRAINING - made-up figures"

_UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}", re.ASCII)
_SCHEMES = ("CODE", "UID")

Figures = Mapping[str, Mapping[str, int | None]]  # row -> column -> figure, None for a greyed cell


@dataclass(frozen=True, order=True)
class Place:
    """Where a value lives in DHIS2."""

    data_element: str
    category_option_combo: str


@dataclass(frozen=True)
class Cell:
    row: str
    column: str

    @property
    def name(self) -> str:
        return f"{self.row}|{self.column}"


@dataclass(frozen=True, kw_only=True)
class CellMapping:
    """A checked mapping file."""

    form: str
    edition: str | None
    data_set: str
    org_unit_scheme: str  # CODE UID
    attribute_option_combo: str | None
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    cells: Mapping[Cell, Place]
    confirmed: bool

    def place_of(self, cell: Cell) -> Place | None:
        """Where a cell's figure goes; an entry under ``cells`` wins over its row and column."""
        place = self.cells.get(cell)
        if place is not None:
            return place
        element, combo = self.rows.get(cell.row), self.columns.get(cell.column)
        return Place(element, combo) if element and combo else None


@dataclass(frozen=True)
class Value:
    """One figure on its way."""

    cell: Cell
    place: Place
    value: str


@dataclass(frozen=True)
class Coverage:
    """What a mapping does with the cells of a form."""

    mapped: tuple[Cell, ...]
    unmapped: tuple[Cell, ...]  # open, and sent nowhere
    greyed: tuple[Cell, ...]  # named under ``cells`` although greyed: never sent


def figures_of(report: FormReport) -> dict[str, dict[str, int | None]]:
    """The figures of a report, in the form's order."""
    return {row.row: dict(row.cells) for row in report.rows}


def read_mapping(content: Any) -> CellMapping:
    """Check the shape of a mapping file.

    Raises:
        EmrError: ``mapping.malformed`` (with what), ``mapping.bad_uid`` (where, value).
    """
    if not isinstance(content, dict):
        raise EmrError("mapping.malformed", what="{ }")
    for name in ("form", "data_set"):
        if not isinstance(content.get(name), str) or not content[name]:
            raise EmrError("mapping.malformed", what=name)
    edition = content.get("edition")
    if edition is not None and not isinstance(edition, str):
        raise EmrError("mapping.malformed", what="edition")
    scheme = content.get("org_unit_scheme", "CODE")
    if scheme not in _SCHEMES:
        raise EmrError("mapping.malformed", what="org_unit_scheme")
    rows, columns, cells = (_table(content, name) for name in ("rows", "columns", "cells"))
    if not (rows and columns) and not cells:
        raise EmrError("mapping.malformed", what="rows, columns")
    attribute = content.get("attribute_option_combo")
    return CellMapping(
        form=content["form"],
        edition=edition,
        data_set=_uid("data_set", content["data_set"]),
        org_unit_scheme=scheme,
        attribute_option_combo=None if attribute is None else _uid("attribute_option_combo", attribute),
        rows={row: _uid(f"rows {row}", uid) for row, uid in rows.items()},
        columns={column: _uid(f"columns {column}", uid) for column, uid in columns.items()},
        cells=dict(_cell_entry(name, place) for name, place in cells.items()),
        confirmed=content.get("confirmed", True) is True,
    )


def coverage(mapping: CellMapping, figures: Figures) -> Coverage:
    """Hold a mapping against the form it is for.

    Args:
        mapping: a checked mapping.
        figures: the form's cells; only which there are and which are greyed matters.

    Raises:
        EmrError: ``mapping.unknown_row``, ``mapping.unknown_column``, ``mapping.unknown_cell`` (``names``
            says which), ``mapping.same_place_twice`` (two cells would overwrite each other there).
    """
    columns = {column for cells in figures.values() for column in cells}
    unknown = {
        "mapping.unknown_row": [row for row in mapping.rows if row not in figures]
        + [cell.row for cell in mapping.cells if cell.row not in figures],
        "mapping.unknown_column": [column for column in mapping.columns if column not in columns]
        + [cell.column for cell in mapping.cells if cell.column not in columns],
        "mapping.unknown_cell": [
            cell.name for cell in mapping.cells if cell.column not in figures.get(cell.row, {})
        ],
    }
    for code, names in unknown.items():
        if names:
            raise EmrError(code, names=", ".join(dict.fromkeys(names)), form=mapping.form)
    mapped: list[Cell] = []
    unmapped: list[Cell] = []
    taken: dict[Place, Cell] = {}
    for cell, figure in _cells(figures):
        if figure is None:
            continue
        place = mapping.place_of(cell)
        if place is None:
            unmapped.append(cell)
            continue
        if place in taken:
            raise EmrError("mapping.same_place_twice", first=taken[place].name, second=cell.name)
        taken[place] = cell
        mapped.append(cell)
    greyed = [cell for cell in mapping.cells if figures[cell.row][cell.column] is None]
    return Coverage(tuple(mapped), tuple(unmapped), tuple(greyed))


def values_of(mapping: CellMapping, figures: Figures) -> tuple[Value, ...]:
    """Every open, mapped cell as a value, zeros too: a cell left out would keep an older number there."""
    values: list[Value] = []
    for cell, figure in _cells(figures):
        place = mapping.place_of(cell)
        if figure is not None and place is not None:
            values.append(Value(cell, place, str(figure)))
    return tuple(values)


def dhis2_period(period: str) -> str:
    """The period as DHIS2 writes it: ``202610``; weeks without a leading zero, ``2026W03`` -> ``2026W3``."""
    year, week, number = period.partition("W")
    return f"{year}W{int(number)}" if week else period


def render(
    mapping: CellMapping, values: Sequence[Value], *, period: str, org_unit: str, training: bool
) -> bytes:
    """Render the requests for one data set, period and org unit: one JSON document on each line.

    A line is sent as it stands. There are several when there are more than 250 values.

    Args:
        mapping: names the data set.
        values: from ``values_of``.
        period: as DHIS2 writes it.
        org_unit: in the mapping's ``org_unit_scheme``.
        training: mark every value as made up.
    """
    lines: list[bytes] = []
    for start in range(0, len(values), VALUES_IN_A_REQUEST):
        envelope: dict[str, Any] = {"dataSet": mapping.data_set, "period": period, "orgUnit": org_unit}
        if mapping.attribute_option_combo:
            envelope["attributeOptionCombo"] = mapping.attribute_option_combo
        envelope["dataValues"] = [
            {
                "dataElement": value.place.data_element,
                "categoryOptionCombo": value.place.category_option_combo,
                "value": value.value,
                **({"comment": TRAINING_COMMENT} if training else {}),
            }
            for value in values[start : start + VALUES_IN_A_REQUEST]
        ]
        lines.append(json.dumps(envelope, separators=(",", ":"), ensure_ascii=True).encode("ascii"))
    return b"\n".join(lines)


def values_in(payload: bytes) -> dict[Place, str]:
    """The values of a frozen payload by their place."""
    return {
        Place(value["dataElement"], value["categoryOptionCombo"]): value["value"]
        for line in requests_in(payload)
        for value in json.loads(line)["dataValues"]
    }


def _cells(figures: Figures) -> Iterable[tuple[Cell, int | None]]:
    for row, cells in figures.items():
        for column, figure in cells.items():
            yield Cell(row, column), figure


def _table(content: dict[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise EmrError("mapping.malformed", what=name)
    return table


def _cell_entry(name: str, place: Any) -> tuple[Cell, Place]:
    row, separator, column = name.partition("|")
    if not separator or not isinstance(place, dict):
        raise EmrError("mapping.malformed", what=f"cells {name}")
    element = _uid(f"cells {name} data_element", place.get("data_element"))
    combo = _uid(f"cells {name} category_option_combo", place.get("category_option_combo"))
    return Cell(row, column), Place(element, combo)


def _uid(where: str, value: Any) -> str:
    if not isinstance(value, str) or not _UID.fullmatch(value):
        raise EmrError("mapping.bad_uid", where=where, value=str(value)[:40])
    return value
