"""Where is this visit counted: the page, the way to it and the way from it; the check with its fixes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.visits.rows import VisitRow
from ui.reports.table_model import FIRST_FIGURE, SheetModel
from ui.reports.view import ReportsView
from ui.reports.why_page import WhyPage
from ui.screen import ScreenContext


@pytest.fixture
def view(
    context: ScreenContext,
    shown: Callable[..., ReportsView],
    settle: Callable[[ScreenContext], None],
) -> ReportsView:
    screen = shown(ReportsView(context=context))
    settle(context)
    screen.chooser.choose("opd", "202611")
    settle(context)
    return screen


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def _page(view: ReportsView) -> WhyPage:
    page = view.findChild(WhyPage, "whyPage")
    assert page is not None
    return page


def _here(view: ReportsView) -> tuple[str, str]:
    model = view.table.figures.model()
    assert isinstance(model, SheetModel)
    index = view.table.figures.currentIndex()
    return model.sheet.lines[index.row()].row, model.sheet.columns[index.column() - FIRST_FIGURE].code


def test_enter_on_a_cell_opens_that_form_there(
    view: ReportsView,
    visit: Callable[..., VisitRow],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    saved = visit("B54", mrdt="positive")
    view.explain_visit(saved.form.id)
    settle(context)
    page = _page(view)
    assert page.isVisible()
    answers = [page._answer(line) for line in page.table.model.rows]
    assert any(text.startswith("✓") and "23.2" in text for text in answers)
    weekly = next(
        at
        for at, line in enumerate(page.table.model.rows)
        if line.form.form == "idsr_weekly" and line.cell is not None and line.cell.row == "MAL"
    )
    page.table.view.setCurrentIndex(page.table.model.index(weekly, 0))
    press(Qt.Key.Key_Return)
    settle(context)
    assert view.report is not None
    assert (view.report.info.form, view.report.period) == ("idsr_weekly", "2026W46")
    assert _here(view)[0] == "MAL"
    assert not page.isVisible()


def test_a_patient_number_leads_to_the_visits_and_esc_steps_back(
    view: ReportsView,
    visit: Callable[..., VisitRow],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> None:
    saved = visit("I10")
    button = view.findChild(QPushButton, "whyPage")
    assert button is not None
    button.click()
    page = _page(view)
    qtbot.keyClicks(page.number.edit, saved.patient.number)
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    settle(context)
    assert [line.visit for line in page.visits.model.rows] == [saved.form.id]
    press(Qt.Key.Key_Return)
    settle(context)
    assert page.table.isVisible()
    assert view.step_back()
    assert page.visits.isVisible()
    assert view.step_back()
    assert view.table.isVisible()


def test_an_unknown_number_is_said(
    view: ReportsView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> None:
    view.findChild(QPushButton, "whyPage").click()
    page = _page(view)
    qtbot.keyClicks(page.number.edit, "12")
    QTest.keyClick(page.number.edit, Qt.Key.Key_Return)
    settle(context)
    assert "12" in view.banner.text


def test_the_check_folds_visits_says_the_fix_and_opens_one(
    view: ReportsView,
    visit: Callable[..., VisitRow],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    heard,
) -> None:
    first, _second = visit("B54", mrdt="negative"), visit("B54", mrdt="negative")
    settle(context)
    view.findChild(QPushButton, "checkForm").click()
    settle(context)
    table = view.check.table
    at = next(
        at
        for at, line in enumerate(table.model.rows)
        if line.finding.code == "form.check.malaria_tests_negative"
    )
    assert len(table.model.rows) == len(view.check.findings)
    table.view.setCurrentIndex(table.model.index(at, 0))
    fix = view.check.findChild(QLabel, "findingFix")
    assert fix is not None
    assert "Open the visit" in fix.text()
    press(Qt.Key.Key_Return)
    settle(context)
    under = table.model.rows[at + 1 : at + 3]
    assert {line.visit for line in under} >= {first.form.id}
    assert first.patient.number in view.check._said(
        next(line for line in under if line.visit == first.form.id)
    )
    place = next(at for at, line in enumerate(table.model.rows) if line.visit == first.form.id)
    table.view.setCurrentIndex(table.model.index(place, 0))
    press(Qt.Key.Key_Return)
    assert heard.visits == [first.form.id]


def test_a_month_without_visits_is_said_over_its_zeros(view: ReportsView) -> None:
    assert "No visit was recorded" in view.banner.text


def test_cases_lead_to_the_reasons(
    view: ReportsView,
    visit: Callable[..., VisitRow],
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
) -> None:
    visit("B54", mrdt="positive")
    view.chooser.choose("opd", "202611")
    settle(context)
    model = view.table.figures.model()
    assert isinstance(model, SheetModel)
    line = next(at for at, line in enumerate(model.sheet.lines) if line.row == "23.2")
    column = next(at for at, each in enumerate(model.sheet.columns) if each.code == "y5_59.F")
    view.table.figures.setCurrentIndex(model.index(line, FIRST_FIGURE + column))
    view.table.figures.setFocus()
    press(Qt.Key.Key_Return)
    settle(context)
    view.findChild(QPushButton, "casesWhy").click()
    settle(context)
    assert _page(view).table.isVisible()
