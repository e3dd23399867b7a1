"""The ways from the form to the pages beside it: buttons, the list under "More", letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.reports.beside import ENTRIES, Beside
from ui.reports.beside_more import MorePages, letter_of
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
ALT = Qt.KeyboardModifier.AltModifier
IN_LIST = [entry.name for entry in ENTRIES if entry.with_button and not entry.often]


@pytest.fixture
def view(context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle) -> ReportsView:
    reports = shown(ReportsView(context=context))
    settle(context)
    return reports


def _press(key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QApplication.activePopupWidget()
    at = QApplication.focusWidget() if at is None else at.focusWidget() or at
    assert at is not None
    QTest.keyClick(at, key, modifier)
    QApplication.processEvents()


def _button(view: ReportsView, name: str) -> QPushButton:
    found = view.findChild(QPushButton, name)
    assert found is not None, name
    return found


def _more(view: ReportsView) -> MorePages:
    found = view.findChild(MorePages, "morePages")
    assert found is not None
    return found


def _front(view: ReportsView) -> QWidget:
    page = view._pages.currentWidget()
    assert page is not None
    return page


@pytest.mark.parametrize("language", ["sw", "en"])
def test_no_letter_stands_twice_on_the_screen_or_in_the_list(
    view: ReportsView, context: ScreenContext, language: str
) -> None:
    context.language.use(language)
    QApplication.processEvents()
    texts = [
        one.text()
        for one in view.findChildren(QAbstractButton)
        if one.isVisible() or one in _more(view).pages
    ]
    texts += [one.text() for one in view.findChildren(QLabel) if one.isVisible() and one.buddy() is not None]
    letters = [letter for text in texts if (letter := letter_of(text))]
    assert sorted(letters) == sorted(set(letters))
    for entry in ENTRIES:
        if entry.with_button:
            assert letter_of(_button(view, f"{entry.name}Page").text()), entry.name


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("size", [(1366 - 192, 650), (1024 - 96, 500)])
def test_every_button_has_room_for_its_words(
    view: ReportsView,
    context: ScreenContext,
    settle: Settle,
    qtbot: QtBot,
    language: str,
    size: tuple[int, int],
) -> None:
    context.language.use(language)
    view.resize(*size)
    settle(context)
    qtbot.wait(50)  # the line shares its width anew
    beside = view.findChild(Beside)
    assert beside is not None
    for one in beside.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.sizeHint().width(), one.text()
    assert view._facility.width() > 100  # which form it is still stands there
    _more(view).open_list()
    for one in _more(view).pages:
        assert one.width() >= one.sizeHint().width(), one.text()
    inside = _more(view).panel.geometry()
    assert view.rect().translated(view.mapToGlobal(view.rect().topLeft())).contains(inside)
    _more(view).panel.hide()


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_letter_opens_a_page_that_stands_in_the_list(
    view: ReportsView, context: ScreenContext, settle: Settle, qtbot: QtBot, language: str
) -> None:
    context.language.use(language)
    for name in IN_LIST:
        _press(letter_of(_button(view, f"{name}Page").text()).lower(), ALT)
        qtbot.waitUntil(lambda: _front(view) is not view.table)
        settle(context)
        assert _front(view) is view._beside.page(name)
        view._beside.close_page()
        settle(context)


def test_the_list_is_walked_with_arrows_and_left_with_esc(
    view: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    more = _more(view)
    more.setFocus()
    _press(Qt.Key.Key_Down)
    assert more.panel.isVisible()
    walked = []
    for _ in IN_LIST:
        at = more.panel.focusWidget()
        assert at is not None
        walked.append(at.objectName())
        _press(Qt.Key.Key_Down)
    assert walked == [f"{name}Page" for name in IN_LIST]
    _press(Qt.Key.Key_End)
    assert more.panel.focusWidget() is more.pages[-1]
    _press(Qt.Key.Key_Escape)
    assert not more.panel.isVisible()
    assert _front(view) is view.table
    assert QApplication.focusWidget() is more
    _press(Qt.Key.Key_Return)
    _press(Qt.Key.Key_Down)
    _press(Qt.Key.Key_Return)
    settle(context)
    assert not more.panel.isVisible()
    assert _front(view) is view._beside.page(IN_LIST[1])


def test_every_page_has_a_tooltip_with_its_letter_and_a_line_in_the_palette(view: ReportsView) -> None:
    assert {f"{entry.name}Page" for entry in ENTRIES} == {one.name for one in view.commands()}
    for entry in ENTRIES:
        if entry.with_button:
            button = _button(view, f"{entry.name}Page")
            assert f"(Alt+{letter_of(button.text())}" in button.toolTip()
