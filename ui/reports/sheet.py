"""A counted form laid out like the paper one: bands side by side with totals, sections between rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from emr_desktop.forms.rows import DerivedRow, FormHeading, FormReport, FormRow
from emr_desktop.languages import either

ALL = "all"


@dataclass(frozen=True)
class SheetColumn:
    """One column of figures. ``code`` is what the cases behind it are asked by."""

    code: str  # y1_4.M, or the band y1_4, or the part M, or all
    band: FormHeading | None  # None: the grand total
    part: FormHeading | None  # None: both parts together

    @property
    def is_total(self) -> bool:
        return self.band is None or self.part is None


@dataclass(frozen=True)
class SheetLine:
    """One printed line; ``kind`` is section, row, by_hand or derived.

    A figure of None is a greyed cell, or in a row that is filled by hand a white one.
    """

    kind: str
    row: str
    en: str
    sw: str
    figures: tuple[int | None, ...]

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class Sheet:
    columns: tuple[SheetColumn, ...]
    lines: tuple[SheetLine, ...]


def lay_out(report: FormReport) -> Sheet:
    """Give the form as lines and columns of the screen, in the order of the paper."""
    columns = _columns(report)
    sections = {section.code: section for section in report.paper.sections}
    lines: list[SheetLine] = []
    current = ""
    for row in report.rows:
        if row.section != current:
            current = row.section
            section = sections.get(current)
            if section is not None:
                lines.append(SheetLine("section", "", section.en, section.sw, ()))
        lines.append(_line("by_hand" if row.by_hand else "row", row, columns))
        lines += [
            _line("derived", derived, columns) for derived in report.derived if derived.after == row.row
        ]
    return Sheet(columns, tuple(lines))


def _columns(report: FormReport) -> tuple[SheetColumn, ...]:
    info = report.info
    found: list[SheetColumn] = []
    for band in info.bands:
        found += [SheetColumn(f"{band.code}.{part.code}", band, part) for part in info.parts]
        if len(info.parts) > 1:  # of a single part the total would be the part once more
            found.append(SheetColumn(band.code, band, None))
    if len(info.parts) > 1:
        found += [SheetColumn(part.code, None, part) for part in info.parts]
    if len(info.parts) > 1 or len(info.total_bands) > 1:
        found.append(SheetColumn(ALL, None, None))
    return tuple(found)


def _line(kind: str, row: FormRow | DerivedRow, columns: tuple[SheetColumn, ...]) -> SheetLine:
    figures = tuple(None if kind == "by_hand" else _figure(row, column) for column in columns)
    return SheetLine(kind, "" if kind == "derived" else row.row, row.en, row.sw, figures)


def _figure(row: FormRow | DerivedRow, column: SheetColumn) -> int | None:
    if column.band is not None and column.part is not None:
        return row.cells[column.code]
    if column.band is not None:
        return _sum_of_open(row, lambda code: code.startswith(f"{column.code}."))
    if column.part is not None and _sum_of_open(row, lambda code: code.endswith(f".{column.code}")) is None:
        return None
    if column.part is None and all(value is None for value in row.cells.values()):
        return None
    return row.total[column.code]


def _sum_of_open(row: FormRow | DerivedRow, wanted: Callable[[str], bool]) -> int | None:
    """The sum of the open cells, or None when the paper greys all of them."""
    open_cells = [value for code, value in row.cells.items() if wanted(code) and value is not None]
    return sum(open_cells) if open_cells else None
