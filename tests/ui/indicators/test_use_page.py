"""The page "Use of the data" and the year of a row, as a person with keys sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm
from ui.indicators.page import UsePage
from ui.indicators.year_page import YearPage
from ui.reports.table_model import FIRST_FIGURE
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


def see(clinic: Clinic, day: date, code: str = "B50.9", village: str = "Buigiri") -> None:
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Neema",
            last_name="Mrisho",
            sex="F",
            birth_date=date(1996, 5, 4),
            village=village,
        )
    ).value
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=day,
            diagnoses=(DiagnosisEntry(icd10=code),),
            tests=(LabEntry(test="mrdt", result="positive"),),
        )
    )


@pytest.fixture
def view(context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle) -> ReportsView:
    reports = shown(ReportsView(context=context))
    settle(context)
    return reports


def opened(view: ReportsView, context: ScreenContext, settle: Settle) -> UsePage:
    command = next(command for command in view.commands() if command.name == "usePage")
    command.do()
    settle(context)
    page = view.findChild(UsePage)
    assert isinstance(page, UsePage)
    return page


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key, modifier)


def test_the_last_whole_month_is_shown_and_its_numbers_open(
    clinic: Clinic, view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    for day in (1, 2, 3):
        see(clinic, date(2026, 10, day))
    see(clinic, date(2026, 10, 4), "A09", village="Chamwino")
    page = opened(view, context, settle)
    assert page.page is not None
    assert page.page.period == "202610"
    assert page.page.find("attendance").now.count == 4
    page.board.figures.setFocus()
    press(Qt.Key.Key_Return)
    settle(context)
    assert len(page.cases.table.model.rows) == 4
    assert view.step_back()
    for name, step, count in (("diseases", 0, 3), ("villages", 1, 1), ("by_day", 0, 0)):
        chart = page.board.charts[name]
        chart.setFocus()
        chart.grab()
        for _ in range(step):
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        settle(context)
        assert len(page.cases.table.model.rows) == count, name
        assert view.step_back()
        assert QApplication.focusWidget() is chart
    chart = page.board.charts["by_day"]
    press(Qt.Key.Key_Home)
    assert "01/10" in chart.reading
    assert chart.reading in chart.accessibleDescription()
    assert view.step_back()
    assert not page.isVisible()


def test_a_bar_of_completeness_opens_what_is_missing(
    clinic: Clinic, view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    see(clinic, date(2026, 10, 5), village="")
    see(clinic, date(2026, 10, 6))
    page = opened(view, context, settle)
    chart = page.board.charts["complete"]
    assert page.page is not None
    shown = [one.indicator.code for one in page.page.complete if one.now.value is not None]
    page._open("complete", shown.index("with_village"))
    settle(context)
    assert len(page.cases.table.model.rows) == 1
    assert chart.chart is not None


def test_an_empty_record_says_so_in_both_languages(
    view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    page = opened(view, context, settle)
    assert "no visit in the record" in page._notes.text()
    for chart in page.board.charts.values():
        assert chart.chart is not None
        assert chart.chart.empty
        chart.setFocus()
        press(Qt.Key.Key_Right)
        press(Qt.Key.Key_Return)
    settle(context)
    assert page.cases.isHidden()
    context.language.use("sw")
    QApplication.processEvents()
    assert "Bado hakuna hudhurio" in page._notes.text()


def test_the_page_follows_what_is_saved_meanwhile(
    clinic: Clinic, view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    page = opened(view, context, settle)
    context.tasks.run(
        page,
        lambda: see(clinic, date(2026, 10, 5)),
        done=lambda _none: None,
        failed=lambda error: pytest.fail(str(error)),
    )
    settle(context)
    page._read()
    settle(context)
    assert page.page is not None
    assert page.page.visits == 1


def test_ctrl_g_draws_a_year_of_the_row_under_the_cursor(
    clinic: Clinic, view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    for back in range(3):
        see(clinic, date(2026, 10, 20) - timedelta(days=30 * back))
    view.chooser.choose("opd", "202611")
    settle(context)
    figures = view.table.figures
    line = next(at for at, line in enumerate(view.sheet.lines) if line.row == "23.2")
    figures.setCurrentIndex(figures.model().index(line, FIRST_FIGURE))
    figures.setFocus()
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    page = view.findChild(YearPage)
    assert isinstance(page, YearPage)
    assert page.year is not None
    assert page.year.row == "23.2"
    assert page.year.now[-4:] == (1, 1, 1, 0)
    page.chart.grab()
    assert QApplication.focusWidget() is page.chart
    press(Qt.Key.Key_Left)
    assert "October 2026" in page.chart.reading
    press(Qt.Key.Key_Return)
    settle(context)
    assert len(page.cases.table.model.rows) == 1
    assert view.step_back()
    assert page.isVisible()
    assert view.step_back()
    assert not page.isVisible()
    assert QApplication.focusWidget() is figures


def test_a_row_of_the_weekly_form_has_52_weeks(
    clinic: Clinic, view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    see(clinic, date(2026, 11, 10))
    view.chooser.choose("idsr_weekly", "2026W46")
    settle(context)
    view._beside.open("rowYear")
    settle(context)
    page = view.findChild(YearPage)
    assert isinstance(page, YearPage)
    assert page.year is not None
    assert len(page.year.now) == 52
