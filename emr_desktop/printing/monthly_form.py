"""A monthly form on A4, in the layout of the paper one."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either

if TYPE_CHECKING:
    from emr_desktop.printing.monthly_layout import FormLine, Grid
    from emr_desktop.printing.monthly_pen import Pen

_GREYED = 0.72
_SECTION = 0.9
_WIDE = 40.0  # pt: figures of wider columns stand in their middle


def monthly_form_pdf(report: FormReport, *, language: str) -> bytes:
    """The form with its header, grey cells, totals, signatures and page numbers, as a PDF.

    Args:
        report: the figures; the same report gives the same bytes.
        language: ``sw`` or ``en`` stands first, the other under it. The state's heading is always Swahili.
    """
    # reportlab takes a third of a second to load: only those who print wait for it.
    from emr_desktop.printing.monthly_pen import Pen

    content = io.BytesIO()
    pen = Pen(content, title=f"{report.info.name_sw} {report.period}", author=report.facility_name)
    laid = laid_out(report, language)
    draw_form(pen, laid, language, first_page=1, of=len(laid.pages))
    pen.finish()
    return content.getvalue()


@dataclass(frozen=True)
class LaidOutForm:
    """A form shared out on its pages, not drawn yet."""

    report: FormReport
    grid: Grid
    pages: list[list[FormLine]]


def laid_out(report: FormReport, language: str) -> LaidOutForm:
    """Say what stands on which page, so that the number of pages is known before the first is drawn."""
    from emr_desktop.printing.monthly_layout import grid_of, lines_of, pages_of

    grid = grid_of(report)
    return LaidOutForm(report, grid, pages_of(list(lines_of(report, grid, language))))


def draw_form(pen: Pen, laid: LaidOutForm, language: str, *, first_page: int, of: int) -> None:
    """Draw a form, its pages numbered from ``first_page`` of ``of``."""
    from emr_desktop.printing.monthly_heading import (
        draw_closing,
        draw_first_heading,
        draw_next_heading,
        draw_page_line,
        draw_watermark,
    )
    from emr_desktop.printing.monthly_layout import FIRST_HEADING, MARGIN, NEXT_HEADING

    report = laid.report
    for place, lines in enumerate(laid.pages):
        draw_watermark(pen, report)
        if place == 0:
            draw_first_heading(pen, report, language)
        else:
            draw_next_heading(pen, report, language)
        top = MARGIN + (FIRST_HEADING if place == 0 else NEXT_HEADING)
        below = _draw_table(pen, report, laid.grid, lines, top, language)
        if place == len(laid.pages) - 1:
            draw_closing(pen, report, below, language)
        draw_page_line(pen, report, first_page + place, of, language)
        pen.next_page()


def _draw_table(
    pen: Pen, report: FormReport, grid: Grid, lines: list[FormLine], top: float, language: str
) -> float:
    from emr_desktop.printing.monthly_layout import BAND_HEIGHT

    _draw_columns(pen, report, grid, top, language)
    y = top + BAND_HEIGHT + grid.part_height
    borders: list[float] = []
    sections: list[tuple[float, FormLine]] = []
    for line in lines:
        if line.kind == "section":
            sections.append((y, line))
        else:
            _draw_line(pen, grid, line, y)
        y += line.height
        borders.append(y)
    for border in borders:  # after all grey cells, which would cover them
        pen.rule(grid.left, border, grid.right, border)
    body = top + BAND_HEIGHT + grid.part_height
    for index in range(grid.figures):
        heavy = index % grid.step == 0
        pen.rule(grid.figure_left(index), body, grid.figure_left(index), y, heavy=heavy)
    pen.rule(grid.name_left, top, grid.name_left, y)
    for start, line in sections:  # over the columns: a section's name belongs to none of them
        pen.fill(grid.left, start, grid.right - grid.left, line.height, _SECTION)
        pen.text(grid.name_left + 3, start + 9, " / ".join(line.first + line.second), 7, bold=True)
        for border in (start, start + line.height):
            pen.rule(grid.left, border, grid.right, border)
    for x in (grid.left, grid.right):
        pen.rule(x, top, x, y, heavy=True)
    pen.rule(grid.left, y, grid.right, y, heavy=True)
    return y


def _draw_columns(pen: Pen, report: FormReport, grid: Grid, top: float, language: str) -> None:
    from emr_desktop.forms.paper import paper_words
    from emr_desktop.printing.monthly_layout import BAND_HEIGHT

    sw, en = paper_words().words["sw"], paper_words().words["en"]
    first, second = (sw, en) if language == "sw" else (en, sw)
    middle, bottom = top + BAND_HEIGHT, top + BAND_HEIGHT + grid.part_height
    figure = grid.figure_width
    pen.rule(grid.left, top, grid.right, top, heavy=True)
    line = middle - 2 if grid.has_totals else middle - 10  # both languages above the first row
    pen.text(grid.left + 3, line, first["number"], 7, bold=True)
    pen.text(grid.name_left + 3, line, first["row"], 7, bold=True)
    pen.text(grid.name_left + 3, line + 8, second["row"], 5.6)
    names = [(band.sw, band.en) if language == "sw" else (band.en, band.sw) for band in report.info.bands]
    if grid.has_grand_total:
        words = "grand_total" if grid.has_totals else "total"
        names.append((first[words], second[words]))
    width = grid.step * figure
    for index, (name, other) in enumerate(names):
        x = grid.band_left(index)
        pen.rule(x, top, x, bottom, heavy=True)
        # Shrunk rather than broken, where a little is enough: no lonely last word.
        small = max(4.9, min(5.6, 5.6 * (width - 4) / pen.width_of(other, 5.7)))
        pen.centred(x + width / 2, top + 3, width - 3, [(name, 6.5, True), (other, small, False)])
        if not grid.has_totals:
            continue
        for offset, part in enumerate(report.info.parts):
            label = either(language, part.sw, part.en)
            pen.text(x + (offset + 0.5) * figure, bottom - 3, label, 6, bold=True, align="centre")
        label = first["total"]
        pen.text(x + (grid.step - 0.5) * figure, bottom - 3, label, 6, bold=True, align="centre")
        for offset in range(1, grid.step):
            inner = x + offset * figure
            pen.rule(inner, middle, inner, bottom)
    pen.rule(grid.band_left(0), middle, grid.right, middle)
    pen.rule(grid.left, bottom, grid.right, bottom, heavy=True)


def _draw_line(pen: Pen, grid: Grid, line: FormLine, y: float) -> None:
    from emr_desktop.printing.monthly_layout import FIRST_SIZE, SECOND_SIZE

    derived = line.kind == "derived"
    pen.text(grid.left + 3, y + 7.6, line.number, FIRST_SIZE, bold=True)
    baseline = y + 7.6
    for words in line.first:
        pen.text(grid.name_left + 3, baseline, words, FIRST_SIZE, bold=derived)
        baseline += 8.0
    baseline -= 1.4
    for words in line.second:
        pen.text(grid.name_left + 3, baseline, words, SECOND_SIZE, grey=0.25)
        baseline += 6.4
    for index, figure in enumerate(grid.figures_of(line.cells)):
        x = grid.figure_left(index)
        if figure is None:
            if line.kind != "by_hand":
                pen.fill(x, y, grid.figure_width, line.height, _GREYED)
            continue
        bold = derived or grid.is_bold(index)
        # Far from the line on the right a figure would hang in the air.
        wide = grid.figure_width > _WIDE
        at = x + grid.figure_width / 2 if wide else x + grid.figure_width - 3
        align = "centre" if wide else "right"
        pen.text(at, y + line.height / 2 + 2.6, str(figure), 7, bold=bold, align=align)
