"""Administration, usual treatments: typed with the keyboard, corrected, mistakes said at their field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.administration.view import AdministrationView
from ui.favourites.page import UsualPage
from ui.screen import ScreenContext, ScreenView

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def page(context: ScreenContext, shown: Callable[[ScreenView], ScreenView], settle: Settle) -> UsualPage:
    view = AdministrationView(context=context)
    shown(view)
    view.tabs.setCurrentWidget(view.usual)
    settle(context)
    return view.usual


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def save() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_it_is_typed_and_put_in_use(page: UsualPage, context: ScreenContext, settle: Settle) -> None:
    page.begin()
    press("Malaria adult")
    enter()
    press("malaria")
    enter()
    press("par500 2 tds 3/7")
    enter()
    press("alu20120")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    press("mrdt")
    enter()
    press("Rest")
    enter()
    press("2")
    save()
    settle(context)
    (form,) = context.clinic.favourites.in_use()
    assert [line.text for line in form.lines] == ["par500 2 tds 3/7", "alu20120"]
    assert (form.concept, form.tests, form.advice) == ("malaria", ("mrdt",), "Rest")
    page.correct(page.table.model.rows[0])
    page.state.bar.setFocus()
    press("1")
    save()
    settle(context)
    assert context.clinic.favourites.in_use() == ()


def test_a_mistake_names_its_line(page: UsualPage, context: ScreenContext, settle: Settle) -> None:
    page.begin()
    press("Malaria")
    enter()
    press("malaria")
    enter()
    press("par500 2 tds 3/7")
    enter()
    press("panadol zote")
    save()
    settle(context)
    assert "Line 2" in page.lines.error
    assert context.clinic.favourites.all() == ()
