"""A report as a spreadsheet, laid out like the paper form; loaded only when one is asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from emr_desktop.forms.paper import paper_words, words_against
from emr_desktop.forms.rows import DerivedRow, FormReport, FormRow

_TITLE = 31  # letters that a spreadsheet takes as the name of a sheet


def form_workbook(report: FormReport, *, language: str = "sw") -> bytes:
    """One sheet laid out like the paper form; the totals are formulas over the figures beside them.

    Args:
        report: what to write.
        language: the language that stands first; the header has both.
    """
    return month_workbook((report,), language=language)


def month_workbook(reports: Sequence[FormReport], *, language: str = "sw") -> bytes:
    """A sheet for each form, in the order given.

    Args:
        reports: at least one.
        language: as in ``form_workbook``.
    """
    workbook = Workbook()
    first = workbook.active
    for number, report in enumerate(reports):
        title = f"{report.info.form} {report.info.edition} {report.period}"
        if len(title) > _TITLE:  # the period says which of several weeks it is
            title = f"{report.info.form[: _TITLE - 1 - len(report.period)]} {report.period}"
        sheet = first if number == 0 else workbook.create_sheet()
        if not isinstance(sheet, Worksheet):
            raise RuntimeError("a new workbook has a sheet")
        sheet.title = title
        _write_sheet(sheet, report, language)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _write_sheet(sheet: Worksheet, report: FormReport, language: str) -> None:
    top = _write_heading(sheet, report, language)
    _write_columns(sheet, report, top, language)
    line_of: dict[str, int] = {}
    line = top + 2
    for row in report.rows:
        line_of[row.row] = line
        _write_row(sheet, report, row, line, language)
        line += 1
        for derived in (one for one in report.derived if one.after == row.row):
            _write_derived(sheet, report, derived, line, line_of, language)
            line += 1
    sheet.freeze_panes = f"C{top + 2}"
    sheet.column_dimensions["A"].width = 6
    sheet.column_dimensions["B"].width = 58
    for number in range(3, _width(report) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 8 if _step(report) > 1 else 16
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top + 1}"


def _width(report: FormReport) -> int:
    """Columns of the sheet: number, name, then for each band and for the end its parts and their total."""
    return 2 + (len(report.info.bands) + _has_grand_total(report)) * _step(report)


def _step(report: FormReport) -> int:
    """Columns of a band: of a single part there is no total, it would be the part once more."""
    parts = len(report.info.parts)
    return parts + 1 if parts > 1 else 1


def _has_grand_total(report: FormReport) -> bool:
    return len(report.info.parts) > 1 or len(report.info.total_bands) > 1


def _write_heading(sheet: Worksheet, report: FormReport, language: str) -> int:

    both = (report.info.name_sw, report.info.name_en)
    names = both if language == "sw" else both[::-1]
    lines = (
        " / ".join(names),
        f"{report.facility_name} ({report.facility_code})",
        f"{report.period}: {report.first_day.isoformat()} - {report.last_day.isoformat()}",
        _status_line(report),
    )
    for number, words in enumerate(lines, 1):
        sheet.cell(number, 1, _plain(words)).font = Font(bold=number == 1)
    return len(lines) + 2


def _status_line(report: FormReport) -> str:
    standing = report.standing
    if report.status == "open":
        words = "RASIMU / DRAFT"
    elif standing is not None and not standing.in_force:
        words = f"TOLEO LA ZAMANI / OLD VERSION, {report.version} / {standing.versions}"
    elif report.status == "changed":
        words = f"IMEBADILIKA BAADA YA KUFUNGWA / CHANGED SINCE CLOSING, {report.version}"
    else:
        words = f"IMEFUNGWA / CLOSED, {report.version}"
        if report.signature is not None and report.signature.code:
            words += f", {report.signature.code}"
    known = paper_words().words
    for key, values in words_against(report):
        words += " - " + " / ".join(known[one][key].format(**values) for one in ("sw", "en"))
    return f"{words} - MAFUNZO / TRAINING" if report.paper.training else words


def _write_columns(sheet: Worksheet, report: FormReport, top: int, language: str) -> None:

    step = _step(report)
    headings = [_both(band.sw, band.en, language) for band in report.info.bands]
    if _has_grand_total(report):
        headings.append(_both("JUMLA KUU", "GRAND TOTAL", language))
    sheet.cell(top, 1, _both("Na.", "No.", language))
    sheet.cell(top, 2, _both("Maelezo", "Description", language))
    for number, words in enumerate(headings):
        first = 3 + number * step
        sheet.cell(top, first, words)
        if step == 1:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=first, end_column=first)
            continue
        sheet.merge_cells(start_row=top, end_row=top, start_column=first, end_column=first + step - 1)
        parts = [_both(part.sw, part.en, language) for part in report.info.parts]
        for offset, part in enumerate([*parts, _both("JUMLA", "TOTAL", language)]):
            sheet.cell(top + 1, first + offset, part)
    for row in sheet.iter_rows(min_row=top, max_row=top + 1, max_col=_width(report)):
        for cell in row:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[top].height = 48
    sheet.row_dimensions[top + 1].height = 32


def _write_row(sheet: Worksheet, report: FormReport, row: FormRow, line: int, language: str) -> None:

    grey = PatternFill("solid", fgColor="C8C8C8")
    _write_names(sheet, row, line, language)
    step = _step(report)
    for number, band in enumerate(report.info.bands):
        for offset, part in enumerate(report.info.parts):
            box = sheet.cell(line, 3 + number * step + offset)
            figure = row.cells[f"{band.code}.{part.code}"]
            if figure is None and not row.by_hand:
                box.fill = grey
            elif figure is not None:
                box.value = figure
    _write_totals(sheet, report, line)


def _write_derived(
    sheet: Worksheet,
    report: FormReport,
    derived: DerivedRow,
    line: int,
    line_of: dict[str, int],
    language: str,
) -> None:

    _write_names(sheet, derived, line, language)
    step = _step(report)
    for number in range(len(report.info.bands)):
        for offset in range(len(report.info.parts)):
            column = 3 + number * step + offset
            letter = get_column_letter(column)
            terms = "+".join(f"{letter}{line_of[part]}" for part in derived.row.split("+"))
            sheet.cell(line, column, f"={terms}")
    _write_totals(sheet, report, line)


def _write_names(sheet: Worksheet, row: FormRow | DerivedRow, line: int, language: str) -> None:

    sheet.cell(line, 1, row.row if isinstance(row, FormRow) else None).alignment = Alignment(
        horizontal="left"
    )
    sheet.cell(line, 2, _plain(_both(row.sw, row.en, language))).alignment = Alignment(wrap_text=True)


def _write_totals(sheet: Worksheet, report: FormReport, line: int) -> None:

    step = _step(report)
    firsts = [3 + number * step for number in range(len(report.info.bands))]
    last = 3 + len(report.info.bands) * step
    for first in (*firsts, last) if step > 1 else ():
        span = f"{get_column_letter(first)}{line}:{get_column_letter(first + step - 2)}{line}"
        sheet.cell(line, first + step - 1, f"=SUM({span})").font = Font(bold=True)
    added = [
        first
        for first, band in zip(firsts, report.info.bands, strict=True)
        if band.code in report.info.total_bands
    ]
    for offset in range(max(step - 1, 1)) if _has_grand_total(report) else ():
        terms = ",".join(f"{get_column_letter(first + offset)}{line}" for first in added)
        sheet.cell(line, last + offset, f"=SUM({terms})").font = Font(bold=True)


def _both(sw: str, en: str, language: str) -> str:
    return f"{sw} / {en}" if language == "sw" else f"{en} / {sw}"


def _plain(words: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in {"=", "+", "-", "@"} else words
