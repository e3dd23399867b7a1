"""What the district has beside what we have, and sending when the two differ."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from emr_desktop import reference
from emr_desktop.clinic import Clinic
from ui.reports.district_page import DistrictPage, comparison_csv
from ui.reports.table_model import CHANGED_ROLE
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

MAPPING = json.loads(
    (Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json").read_text(encoding="utf-8")
)
ROW = "1"


def place(row: str, column: str, period: str = "202611") -> tuple[str, str, str, str, str]:
    cell = MAPPING.get("cells", {}).get(f"{row}|{column}")
    element = cell["data_element"] if cell else MAPPING["rows"][row]
    combo = cell["category_option_combo"] if cell else MAPPING["columns"][column]
    return (element, period, "DiszpKrYNg8", combo, "HllvX50cXC0")


@pytest.fixture
def column() -> str:
    return next(name for name in MAPPING["columns"] if name.endswith(".F"))


@pytest.fixture
def view(
    context: ScreenContext, shown: Callable[..., ReportsView], settle: Callable[[ScreenContext], None]
) -> ReportsView:
    view = shown(ReportsView(context=context))
    settle(context)
    return view


def page_of(view: ReportsView) -> DistrictPage:
    page = view.findChild(DistrictPage, "districtPage")
    assert page is not None
    return page


def open_page(view: ReportsView) -> DistrictPage:
    next(each for each in view.commands() if each.name == "districtPage").do()
    return page_of(view)


def cells_of(page: DistrictPage) -> dict[tuple[str, str], str]:
    """What stands in the cells that can be chosen, by row and column."""
    model, found = page.model, {}
    for at in range(model.rowCount()):
        for place in range(model.columnCount()):
            index, column = model.index(at, place), model.column_at(place)
            if column is not None and index.flags() & Qt.ItemFlag.ItemIsSelectable:
                found[(model.line_at(at).row, column.code)] = str(index.data())
    return found


def test_only_what_differs_and_enter_goes_to_the_cell(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    with_district.values[place(ROW, column)] = "17"
    page = open_page(view)
    settle(context)
    (line,) = page.shown_lines
    assert (line.row, line.column, line.here, line.there) == (ROW, column, "0", "17")
    assert "Asked" in " ".join(label.text() for label in page.findChildren(QLabel))
    texts = cells_of(page)
    assert texts[(ROW, column)] == "0 | 17"
    assert {row for row, _ in texts} == {ROW}, "only the row that differs"
    assert page.model.data(page.table.figures.currentIndex(), CHANGED_ROLE) is True
    page.differing.setChecked(False)
    assert len(page.shown_lines) > 300
    assert len(cells_of(page)) == len(page.shown_lines)
    assert page.table.figures.currentIndex().data() == "0 | 17"
    page.differing.setChecked(True)
    QTest.keyClick(page.table.figures, Qt.Key.Key_Return)
    settle(context)
    assert not page.isVisible()
    index = view.table.figures.currentIndex()
    assert view.sheet.lines[index.row()].row == ROW


def test_no_line_is_a_sentence_and_nothing_pretends_to_be_known(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
) -> None:
    with_district.fail("html", times=50)
    page = open_page(view)
    settle(context)
    assert "web page answered instead" in view.banner.text
    assert "not known" in page.findChild(QLabel, "districtState").text()
    assert not page.findChild(QPushButton, "printDistrict").isEnabled()


def test_no_target_is_a_sentence(
    view: ReportsView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    open_page(view)
    settle(context)
    assert view.banner.text


def test_the_comparison_as_a_table_for_spreadsheets(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    with_district.values[place(ROW, column)] = "17"
    page = open_page(view)
    settle(context)
    text = comparison_csv(page.shown_lines, None).decode("utf-8-sig")
    (line,) = csv.DictReader(text.splitlines())
    assert (line["row"], line["here"], line["there"], line["same"]) == (ROW, "0", "17", "no")


def press_send(view: ReportsView, context: ScreenContext, settle: Callable[[ScreenContext], None]) -> str:
    view.findChild(QPushButton, "sendForm").click()
    settle(context)
    return f"{view.confirm.text}\n{view.confirm.findChild(QLabel, 'confirmDetails').text()}"


def test_other_figures_there_are_overwritten_only_by_somebody_who_saw_them(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    with_district.values[place(ROW, column)] = "17"
    told = press_send(view, context, settle)
    assert "Overwrite them" in told
    assert "0 here, 17 there" in told
    view.confirm.yes.click()
    settle(context)
    context.sync.run_pass(timeout_s=10)
    assert [row.state for row in context.sync.status().deliveries] == ["acknowledged"]
    assert with_district.values.get(place(ROW, column), "0") == "0"


def test_a_change_there_after_the_look_is_held_back(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    told = press_send(view, context, settle)
    assert "Send this form?" in told
    with_district.values[place(ROW, column)] = "17"
    view.confirm.yes.click()
    settle(context)
    context.sync.run_pass(timeout_s=10)
    (row,) = context.sync.status().deliveries
    assert row.problem == "delivery.server_has_other"
    assert with_district.values[place(ROW, column)] == "17"


def test_without_a_line_it_is_queued_and_overwrites_nobody(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    with_district.values[place(ROW, column)] = "17"
    with_district.fail("drop_before", times=50)
    told = press_send(view, context, settle)
    assert "Put it in line anyway?" in told
    view.confirm.yes.click()
    settle(context)
    with_district.faults.clear()
    context.sync.run_pass(timeout_s=10)
    (row,) = context.sync.status().deliveries
    assert row.problem == "delivery.server_has_other"


def test_the_deadline_stands_beside_the_question(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    clinic: Clinic,
) -> None:
    with_district.expiry_days = 15
    assert "Can be sent until 15/12/2026" in press_send(view, context, settle)
    view.confirm.clear()
    with_district.approvals["202611"] = "APPROVED_HERE"
    told = press_send(view, context, settle)
    assert "Approved there: locked" in told
    assert "takes no figures" in told


def test_a_form_that_the_hdu_writes_is_not_sent_and_says_so(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    clinic: Clinic,
) -> None:
    context.sync.add_target(kind="hdu", name="him", url="http://127.0.0.1:9", username="a", password="b")
    context.sync.writers.change("opd", by="hdu", since="202611")
    view.findChild(QPushButton, "sendForm").click()
    settle(context)
    assert "HDU" in view.banner.text
    assert not view.confirm.isVisible()
    assert context.sync.status().deliveries == ()


def test_paper_says_when_it_was_asked(clinic: Clinic) -> None:
    from emr_desktop.printing.district_page import DistrictLine, DistrictPaper, lay_out

    line = DistrictLine(
        target="moh", row="1", name="Surua & <b>", column="F", here="3", there=None, same=False
    )
    paper = DistrictPaper(
        form="OPD", period="Novemba 2026", asked="22/11/2026 09:30", only_differing=True, lines=[line]
    )
    assert lay_out(paper, clinic.work.facility, language="sw").startswith(b"%PDF")


def test_a_system_that_does_not_answer_keeps_the_other_one_from_nothing(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    column: str,
) -> None:
    """Its figures were not seen, so they are not overwritten either."""
    context.sync.add_target(kind="dhis2", name="second", url=with_district.url, token="d2pat_" + "x" * 42)
    context.sync.load_mapping("second", MAPPING)
    with_district.values[place(ROW, column)] = "17"
    page = open_page(view)
    settle(context)
    assert [line.target for line in page.shown_lines] == ["moh"]
    assert "second: " in view.banner.text
    view.step_back()
    told = press_send(view, context, settle)
    assert "second could not be asked" in told
    view.confirm.yes.click()
    settle(context)
    context.sync.renew_credentials("second", url=with_district.url, token=with_district.token)
    context.sync.run_pass(target="second", timeout_s=10)
    rows = {row.target: row for row in context.sync.status().deliveries}
    assert rows["second"].problem == "delivery.server_has_other"
    context.sync.run_pass(target="moh", timeout_s=10)
    assert {row.target: row.state for row in context.sync.status().deliveries}["moh"] == "acknowledged"
