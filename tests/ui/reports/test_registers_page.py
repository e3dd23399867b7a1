"""The registers in Reports: a book and its days on screen, opening a visit, paper and files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.visits.rows import VisitRow
from ui.registers.page import RegistersPage
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def seen(visit: Callable[..., VisitRow]) -> list[VisitRow]:
    return [visit("B54", mrdt="positive"), visit("A09"), visit("J06.9")]


@pytest.fixture
def page(
    seen: list[VisitRow], context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle
) -> RegistersPage:
    view = shown(ReportsView(context=context))
    settle(context)
    button = view.findChild(QPushButton, "registersPage")
    assert button is not None
    button.click()
    settle(context)
    found = view._pages.currentWidget()
    assert isinstance(found, RegistersPage)
    found.show_book("opd", FIRST, LAST)
    settle(context)
    return found


def _notes(page: RegistersPage) -> str:
    label = page.findChild(QLabel, "registerNotes")
    assert label is not None
    return label.text()


def test_every_visit_is_a_line_and_enter_opens_it(
    page: RegistersPage, seen: list[VisitRow], heard: object
) -> None:
    rows = page.table.model.rows
    assert [row.line.visit for row in rows] == [one.form.id for one in seen]
    assert "agree for these days: 3" in _notes(page)
    page.table.view.setCurrentIndex(page.table.model.index(1, 0))
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert heard.visits == [seen[1].form.id]  # type: ignore[attr-defined]


def test_days_without_anybody_say_so(page: RegistersPage, context: ScreenContext, settle: Settle) -> None:
    page.choose("today")
    settle(context)
    assert page.table.state_text == "Nothing is recorded in these days."


def test_what_was_stopped_does_not_look_like_an_empty_book(
    page: RegistersPage, context: ScreenContext, settle: Settle
) -> None:
    page.show_book("opd", date(2026, 1, 1), LAST)
    assert page.table.state_text == "Loading …"
    assert _notes(page) == ""
    page.stop()
    settle(context)
    assert page.table.state_text == "Stopped. Choose the days again."
    assert not page._print.isEnabled()


def test_days_that_are_reversed_are_said_at_the_field(
    page: RegistersPage, context: ScreenContext, settle: Settle
) -> None:
    page.show_book("opd", LAST, FIRST)
    settle(context)
    assert "before the first" in page.last.error


def test_every_book_opens(page: RegistersPage, context: ScreenContext, settle: Settle) -> None:
    for book, lines in (("referrals", 0), ("deaths", 0), ("laboratory", 1), ("notifications", 0)):
        page.show_book(book, FIRST, LAST)
        settle(context)
        assert len(page.table.model.rows) == lines


def test_paper_and_files_have_the_lines_on_screen_and_leave_a_trace(
    page: RegistersPage,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, *, name, report, job: printed.append(name)
    )
    page.print_it()
    settle(context)
    assert printed == ["opd-register-20261101-20261130"]
    page.save_as(tmp_path / "book.csv", "csv")
    settle(context)
    with (tmp_path / "book.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3


def test_the_language_changes_the_words_of_the_lines(
    page: RegistersPage, context: ScreenContext, settle: Settle
) -> None:
    context.language.use("sw")
    settle(context)
    assert "Mistari: 3" in _notes(page)
