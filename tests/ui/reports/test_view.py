"""Reports as a person sees them: the form, the cases behind a number, signing, files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.visits.rows import VisitRow
from ui.reports.table_model import FIRST_FIGURE, SheetModel
from ui.reports.view import ReportsView
from ui.screen import ScreenContext


@pytest.fixture
def opened(
    context: ScreenContext,
    shown: Callable[..., ReportsView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[], ReportsView]:
    def open_november() -> ReportsView:
        view = shown(ReportsView(context=context))
        settle(context)
        view.chooser.choose("opd", "202611")
        settle(context)
        assert view.report is not None
        return view

    return open_november


def place(view: ReportsView, row: str, column: str) -> tuple[int, int]:
    model = view.table.figures.model()
    assert isinstance(model, SheetModel)
    line = next(at for at, line in enumerate(model.sheet.lines) if line.row == row)
    return line, FIRST_FIGURE + next(at for at, each in enumerate(model.sheet.columns) if each.code == column)


def figure(view: ReportsView, row: str, column: str) -> str:
    index = view.table.figures.model().index(*place(view, row, column))
    return str(index.data(Qt.ItemDataRole.DisplayRole))


def go(view: ReportsView, row: str, column: str) -> None:
    view.table.figures.setCurrentIndex(view.table.figures.model().index(*place(view, row, column)))
    view.table.figures.setFocus()


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def test_the_form_shows_bands_with_their_totals_and_greys_what_the_paper_greys(
    visit: Callable[..., VisitRow], opened: Callable[[], ReportsView]
) -> None:
    visit("B54", mrdt="positive")
    visit("B54", sex="M", born=date(2024, 1, 1), mrdt="positive")
    view = opened()
    assert figure(view, "23.2", "y5_59.F") == "1"
    assert figure(view, "23.2", "y1_4.M") == "1"
    assert figure(view, "23.2", "y1_4") == "1"
    assert figure(view, "23.2", "M") == "1"
    assert figure(view, "23.2", "all") == "2"
    assert figure(view, "4", "lt1m.M") == ""  # acute flaccid paralysis is greyed under one month
    model = view.table.figures.model()
    greyed = model.index(*place(view, "4", "lt1m.M"))
    assert not greyed.flags() & Qt.ItemFlag.ItemIsSelectable


def test_arrows_jump_over_grey_cells_and_section_lines(
    visit: Callable[..., VisitRow], opened: Callable[[], ReportsView]
) -> None:
    visit("B54")
    view = opened()
    go(view, "4", "m1_11.M")
    press(Qt.Key.Key_Left)  # everything left of it is grey
    assert view.table.figures.currentIndex().column() == place(view, "4", "m1_11.M")[1]
    press(Qt.Key.Key_Down)
    line = view.table.figures.model().line_at(view.table.figures.currentIndex().row())
    assert line.row == "5"


def test_enter_on_a_number_lists_its_cases_and_enter_there_opens_the_visit(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    heard: object,
) -> None:
    saved = visit("B54", mrdt="positive")
    visit("J00")
    view = opened()
    go(view, "23.2", "y5_59.F")
    press(Qt.Key.Key_Return)
    settle(context)
    assert view.cases.isVisible()
    assert [line.visit for line in view.cases.table.model.rows] == [saved.form.id]
    press(Qt.Key.Key_Return)
    assert heard.visits == [saved.form.id]  # type: ignore[attr-defined]
    assert view.step_back()
    assert view.table.isVisible()


def test_the_heading_of_the_cases_follows_the_language(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    visit("B54", mrdt="positive")
    view = opened()
    go(view, "23.2", "y5_59.F")
    press(Qt.Key.Key_Return)
    settle(context)

    def said() -> str:
        return " ".join(label.text() for label in view.cases.findChildren(QLabel))

    assert "mRDT positive" in said()
    context.language.use("sw")
    settle(context)
    assert "(mRDT) chanya" in said()
    assert "positive" not in said()


def sign(view: ReportsView, context: ScreenContext, settle: Callable[[ScreenContext], None]) -> None:
    """What a signer does who has a reason for signing before the month is over."""
    view.findChild(QPushButton, "closeForm").click()
    settle(context)
    assert view.report is not None
    assert view.report.status == "open"  # only asked so far
    panel = view.signing_panel
    panel.cadre.set_text(panel.cadre.text() or "Clinical Officer")
    panel.why.set_text("The council asks for it")
    view.findChild(QPushButton, "signForm").click()
    settle(context)


def test_signing_asks_first_and_a_later_visit_shows_as_changed(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    visit("B54", mrdt="positive")
    view = opened()
    status = view.findChild(QLabel, "reportStatus")
    sign(view, context, settle)
    assert view.report is not None
    assert view.report.status == "closed"
    assert "Neema Mollel" in status.text()
    visit("B54", mrdt="positive")
    view.entered()
    settle(context)
    assert view.report.status == "changed"
    assert "Changed since closing" in status.text()


def test_opening_a_signed_form_again_needs_a_reason(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    visit("B54")
    view = opened()
    sign(view, context, settle)
    view.findChild(QPushButton, "closeForm").click()
    view.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert view.report is not None
    assert view.report.status == "closed"
    view.findChild(QLineEdit, "confirmReason").setText("A visit was missing")
    view.findChild(QPushButton, "confirmYes").click()
    settle(context)
    assert view.report.status == "open"


@pytest.mark.parametrize(
    ("kind", "starts"),
    [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbfrow"), ("json", b"{")],
)
def test_the_form_is_saved_as_a_file(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
    kind: str,
    starts: bytes,
    heard: object,
) -> None:
    visit("B54")
    view = opened()
    assert view.report is not None
    target = tmp_path / f"form.{kind}"
    view.save_as(target, kind, report=view.report, language="sw")
    settle(context)
    assert target.read_bytes().startswith(starts)
    assert heard.said  # type: ignore[attr-defined]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
) -> None:
    view = opened()
    assert view.report is not None
    view.save_as(tmp_path / "nowhere" / "form.csv", "csv", report=view.report, language="sw")
    settle(context)
    assert "could not be written" in view.banner.text


def test_the_check_lists_what_to_look_at(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    visit("B54", mrdt="negative")
    view = opened()
    view.findChild(QPushButton, "checkForm").click()
    settle(context)
    said = [view.check._said(line) for line in view.check.table.model.rows]
    assert any("malaria test was negative" in text for text in said)


def test_sending_without_a_target_says_what_to_do(
    visit: Callable[..., VisitRow],
    opened: Callable[[], ReportsView],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> None:
    visit("B54")
    view = opened()
    view.findChild(QPushButton, "sendForm").click()
    settle(context)
    assert "no system to send to" in view.banner.text
    assert view.confirm.text == ""
