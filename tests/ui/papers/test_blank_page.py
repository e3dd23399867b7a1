"""Blank forms from Reports: by button, by palette, with what is wrong said at its field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from ui.papers.blank_page import BlankFormsPage
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def page(context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle) -> BlankFormsPage:
    view = shown(ReportsView(context=context))
    settle(context)
    button = view.findChild(QPushButton, "blankFormsPage")
    assert button is not None
    button.click()
    found = view._pages.currentWidget()
    assert isinstance(found, BlankFormsPage)
    return found


@pytest.fixture
def printed(context: ScreenContext, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(
        context.paper,
        "print_pdf",
        lambda content, *, name, report, job: sent.append((name, content.count(b"/Type /Page\n"))),
    )
    return sent


def test_the_form_chosen_is_printed_with_its_pages(
    page: BlankFormsPage, context: ScreenContext, settle: Settle, printed: list[tuple[str, int]]
) -> None:
    QTest.keyClick(page.kind.bar, Qt.Key.Key_Right)
    page.pages.set_value(3)
    page.print_forms()
    settle(context)
    assert printed == [("blank-register", 3)]


def test_what_cannot_be_printed_is_said_at_its_field(
    page: BlankFormsPage, context: ScreenContext, settle: Settle, printed: list[tuple[str, int]]
) -> None:
    page.pages.set_value(0)
    page.print_forms()
    settle(context)
    assert "1 to 100" in page.pages.error
    page.pages.set_value(1)
    page.day.set_text("kesho")
    page.print_forms()
    assert "not a date" in page.day.error
    assert printed == []
