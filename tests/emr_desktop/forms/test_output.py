"""Files: CSV and a spreadsheet whose formulas give the same totals."""

import csv
import io
import re
import subprocess
import sys
from datetime import date

import pytest
from openpyxl import load_workbook

from emr_desktop.forms import output

DAY = date(2026, 11, 10)


@pytest.fixture
def report(desk):
    for number, born in enumerate(
        [date(2026, 11, 1), date(2026, 3, 1), date(2023, 1, 1), date(1990, 1, 1), date(1950, 1, 1)]
    ):
        for _ in range(number + 1):
            desk.see(DAY, born, "MF"[number % 2], diagnoses=("A09", "B54", "Z00"))
        desk.see(DAY, born, "F", diagnoses=("N94.6",), new_problem=number != 3, outcome="referred")
    return desk.forms.show("opd", "202611")


def _value(sheet, formula: object) -> int:
    """Works out a cell: a number, ``=SUM(C9:D9)``, ``=SUM(C9,F9)`` or ``=C9+C10``."""
    if formula is None:
        return 0
    if isinstance(formula, int):
        return formula
    inside = re.fullmatch(r"=(?:SUM\()?([A-Z0-9:,+]+)\)?", str(formula))
    assert inside, formula
    total = 0
    for term in re.split(r"[,+]", inside[1]):
        cells = sheet[term] if ":" in term else ((sheet[term],),)
        total += sum(_value(sheet, cell.value) for line in cells for cell in line)
    return total


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_spreadsheets_formulas_give_the_reports_totals(report, language) -> None:
    workbook = load_workbook(io.BytesIO(output.report_xlsx(report, language=language)))
    assert len(workbook.sheetnames) == 1
    sheet = workbook.active
    lines = {str(cell.value): cell.row for cell in sheet["A"] if re.fullmatch(r"[\d.]+", str(cell.value))}
    assert set(lines) == {row.row for row in report.rows}
    for row in report.rows:
        line = lines[row.row]
        for number, column in enumerate(report.info.columns):
            cell = sheet.cell(line, 3 + number // 2 * 3 + number % 2)
            assert cell.value == row.cells[column]
            assert (cell.fill.fgColor.rgb == "00C8C8C8") == (row.cells[column] is None)
        totals = [_value(sheet, sheet.cell(line, 18 + offset).value) for offset in range(3)]
        assert totals == [row.total["M"], row.total["F"], row.total["all"]]
        assert all(str(sheet.cell(line, 5 + 3 * band).value).startswith("=SUM(") for band in range(6))
    attendance = lines["3"] + 1
    assert "Mahudhurio ya OPD (2+3)" in sheet.cell(attendance, 2).value
    assert _value(sheet, sheet.cell(attendance, 20).value) == report.derived[0].total["all"] == 20


def test_the_spreadsheet_heading_is_bilingual_and_says_draft(report) -> None:
    sheet = load_workbook(io.BytesIO(output.report_xlsx(report, language="sw"))).active
    words = " ".join(str(cell.value) for line in sheet.iter_rows(max_row=7) for cell in line if cell.value)
    for wanted in (
        "Taarifa ya Mwezi ya OPD",
        "OPD monthly report",
        "101168-3",
        "202611",
        "RASIMU / DRAFT",
        "KE / Female",
    ):
        assert wanted in words


def test_the_csv_has_a_line_for_each_row_and_leaves_greyed_cells_empty(report) -> None:
    lines = list(csv.DictReader(io.StringIO(output.report_csv(report).decode("utf-8-sig"))))
    assert list(lines[0]) == ["row", "en", "sw", *report.info.columns, "total.M", "total.F", "total.all"]
    assert [line["row"] for line in lines] == [row.row for row in report.rows]
    for line, row in zip(lines, report.rows, strict=True):
        assert {name: line[name] for name in report.info.columns} == {
            name: "" if figure is None else str(figure) for name, figure in row.cells.items()
        }
        assert line["total.all"] == str(row.total["all"])


def test_nothing_heavy_is_loaded_before_a_file_is_asked_for() -> None:
    code = (
        "import sys, emr_desktop.forms.service, emr_desktop.forms.output, emr_desktop.printing.monthly_form;"
        "sys.exit(any(name in sys.modules for name in ('openpyxl', 'reportlab')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_document_of_cases_names_no_patient(desk, report) -> None:
    document = output.cases_document(desk.forms.cases("opd", "202611", row="19", column="y1_4.M"))
    assert list(document) == ["form", "period", "row", "column", "count", "visits"]
    assert list(document["visits"][0]) == ["visit", "date", "patient_number", "sex", "age", "diagnoses"]
    assert document["count"] == len(document["visits"]) == 3
