"""The papers of a saved visit by keys alone: prescription sizes, summary, sick sheet with its copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.visits.rows import VisitRow
from ui.consultation.view import ConsultationView
from ui.papers.page import PapersPage
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
Saved = Callable[..., VisitRow]
ReadVisit = Callable[[VisitRow], ConsultationView]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def printed(context: ScreenContext, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Name and width in points of every paper that went to the printer."""
    import re

    sent: list[tuple[str, int]] = []

    def take(content: bytes, *, name: str, report: object, job: object) -> None:
        found = re.search(rb"/MediaBox \[ 0 0 ([\d.]+)", content)
        assert found is not None
        sent.append((name, round(float(found[1]))))

    monkeypatch.setattr(context.paper, "print_pdf", take)
    return sent


def press(key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def papers(read: ReadVisit, context: ScreenContext, settle: Settle) -> Callable[[VisitRow], PapersPage]:
    def open_papers(visit: VisitRow) -> PapersPage:
        view = read(visit)
        press(Qt.Key.Key_P, CTRL_SHIFT)
        settle(context)
        page = view._papers.page
        assert page is not None
        return page

    return open_papers


def test_the_size_chosen_is_the_one_that_ctrl_p_prints_from_then_on(
    papers: Callable[[VisitRow], PapersPage],
    saved: Saved,
    read: ReadVisit,
    context: ScreenContext,
    settle: Settle,
    printed: list[tuple[str, int]],
    qtbot: QtBot,
) -> None:
    visit = saved()
    papers(visit)
    press(Qt.Key.Key_R, ALT)  # a pressed letter clicks a moment later
    qtbot.waitUntil(lambda: bool(printed))
    settle(context)
    assert printed == [("prescription", 298)]  # 105 mm
    read(visit)
    press(Qt.Key.Key_P, CTRL)
    settle(context)
    assert printed[1:] == [("prescription", 298)]
    assert context.clinic.papers.prescription_size() == "A6"


def test_a_visit_without_medicines_offers_the_other_papers(
    papers: Callable[[VisitRow], PapersPage],
    saved: Saved,
    context: ScreenContext,
    settle: Settle,
    printed: list[tuple[str, int]],
    qtbot: QtBot,
) -> None:
    page = papers(saved(prescribed=False))
    assert not page._prescriptions["A5"].isVisible()
    press(Qt.Key.Key_V, ALT)  # a pressed letter clicks a moment later
    qtbot.waitUntil(lambda: bool(printed))
    settle(context)
    assert printed == [("visit-summary", 420)]  # 148 mm


def test_a_sick_sheet_is_made_printed_copied_and_taken_back(
    papers: Callable[[VisitRow], PapersPage],
    saved: Saved,
    context: ScreenContext,
    settle: Settle,
    printed: list[tuple[str, int]],
) -> None:
    visit = saved()
    page = papers(visit)
    page.make_sheet()
    settle(context)
    assert "1 to 14" in page.sick.days.error
    assert page.sick.days.editor.hasFocus()
    QTest.keyClicks(page.sick.days.editor, "3")
    press(Qt.Key.Key_Return, CTRL)
    settle(context)
    assert printed == [("sick-sheet", 420)]
    (sheet,) = page.sheets.model.rows
    assert (sheet.number, sheet.printed_count) == ("101168-3/S/2026/0001", 1)
    QTest.keyClick(page.sheets.view, Qt.Key.Key_Return)
    settle(context)
    assert [row.copy_number for row in page.sheets.model.rows] == [1]
    page._take_back.click()
    QTest.keyClicks(page.confirm.reason, "Tarehe")
    QTest.keyClick(page.confirm.reason, Qt.Key.Key_Return)
    settle(context)
    assert context.clinic.papers.sick_sheets(visit.form.id)[0].void_reason == "Tarehe"


def test_what_is_sensitive_is_asked_about_only_where_there_is_something(
    papers: Callable[[VisitRow], PapersPage], saved: Saved
) -> None:
    assert not papers(saved()).sensitive.isVisible()
    page = papers(saved(icd10="B20"))
    assert page.sensitive.isVisible()
    assert not page.sensitive.isChecked()


def test_escape_goes_back_to_the_visit(
    papers: Callable[[VisitRow], PapersPage], saved: Saved, read: ReadVisit, clinic: Clinic
) -> None:
    page = papers(saved())
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_nothing_is_printed_from_a_page_that_may_still_change(
    read: ReadVisit, saved: Saved, context: ScreenContext, settle: Settle
) -> None:
    visit = saved()
    view = read(visit)
    view.show_patient(visit.patient.id)
    settle(context)
    press(Qt.Key.Key_P, CTRL_SHIFT)
    assert "Save the visit first" in view.banner.text
