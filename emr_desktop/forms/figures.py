"""Turns counts into the rows of a report: every printed cell, totals, sums of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from emr_desktop.forms.definition import ColumnSet, FormDefinition
from emr_desktop.forms.facts import BY_HAND
from emr_desktop.forms.rows import ChangedCell, DerivedRow, FormHeading, FormInfo, FormRow

Cells = Mapping[str, Mapping[str, int | None]]  # row -> column -> figure, None for a greyed cell


def form_info(definition: FormDefinition) -> FormInfo:
    columns = definition.columns
    return FormInfo(
        form=definition.form,
        edition=definition.edition,
        name_en=definition.name_en,
        name_sw=definition.name_sw,
        period_type=definition.period_type,
        official=definition.official,
        columns=columns.codes,
        bands=tuple(FormHeading(band.code, band.en, band.sw) for band in columns.bands),
        total_bands=tuple(band.code for band in columns.totalled),
        parts=tuple(FormHeading(part.code, part.en, part.sw) for part in columns.parts),
        count_choices=tuple(definition.count_choices),
        zero_report=definition.zero_report,
        is_default=definition.is_default,
        listed=definition.listed is not None,
        valid_from=definition.valid_from,
        valid_to=definition.valid_to,
    )


def cells_of(
    definition: FormDefinition, counted: Mapping[tuple[str, str], int]
) -> dict[str, dict[str, int | None]]:
    """Every cell of the form: a figure (zero where nothing was counted), None where the paper is grey."""
    return {
        rule.row: {
            column: counted.get((rule.row, column), 0) if column in rule.open_columns else None
            for column in definition.columns.codes
        }
        for rule in definition.rows
    }


def form_rows(definition: FormDefinition, cells: Cells) -> tuple[FormRow, ...]:
    return tuple(
        FormRow(
            row=rule.row,
            en=rule.en,
            sw=rule.sw,
            cells=dict(cells[rule.row]),
            total=totals(definition.columns, cells[rule.row]),
            section=rule.section,
            by_hand=rule.counts == BY_HAND,
        )
        for rule in definition.rows
    )


def derived_rows(definition: FormDefinition, cells: Cells) -> tuple[DerivedRow, ...]:
    lines = []
    for line in definition.derived:
        sums = {
            column: _sum(cells[part][column] for part in line.parts) for column in definition.columns.codes
        }
        lines.append(
            DerivedRow(line.row, line.after, line.en, line.sw, sums, totals(definition.columns, sums))
        )
    return tuple(lines)


def totals(columns: ColumnSet, cells: Mapping[str, int | None]) -> dict[str, int]:
    """The sum of each part (``M``, ``F``) over the bands of the first block, and of everything (``all``).

    A row that has nothing open in the first block is summed over what it has.
    """
    bands = columns.totalled_of(frozenset(code for code, figure in cells.items() if figure is not None))
    by_part = {
        part.code: sum(cells[f"{band.code}.{part.code}"] or 0 for band in bands) for part in columns.parts
    }
    return by_part | {"all": sum(by_part.values())}


def changed_cells(closed: Cells, now: Cells) -> tuple[ChangedCell, ...]:
    """The cells whose figure is no longer the signed one; a cell that only one side has counts as changed."""
    places = dict.fromkeys((row, column) for side in (now, closed) for row in side for column in side[row])
    return tuple(
        ChangedCell(row, column, before, after)
        for row, column in places
        if (before := closed.get(row, {}).get(column)) != (after := now.get(row, {}).get(column))
    )


def _sum(figures: Iterable[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
