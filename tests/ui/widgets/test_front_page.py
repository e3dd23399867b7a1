"""The page before work says of a long wait that it ends by itself, as nothing there is stopped half-way."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.qt.language import Language
from ui.widgets.front_page import FrontPage


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> FrontPage:
    made = FrontPage(language=Language(qapp, code="en"))
    qtbot.addWidget(made)
    made._long.setInterval(50)
    return made


def _said(page: FrontPage) -> bool:
    label = page.findChild(QLabel, "endsByItself")
    assert label is not None
    assert "ends by itself" in label.text()
    return label.isVisible()


def test_a_long_wait_is_explained_and_a_short_one_is_not(page: FrontPage, qtbot: QtBot) -> None:
    page.show()
    page.show_busy(True)
    assert not _said(page)
    qtbot.waitUntil(lambda: _said(page), timeout=5_000)
    page.show_busy(False)
    assert not _said(page)
    page.show_busy(True)
    page.show_busy(False)
    qtbot.wait(120)
    assert not _said(page)


def test_the_wait_counts_from_when_the_page_is_in_front(page: FrontPage, qtbot: QtBot) -> None:
    page.show_busy(True)
    qtbot.wait(120)
    assert not _said(page)
    page.show()
    assert not _said(page)
    qtbot.waitUntil(lambda: _said(page), timeout=5_000)
    page.hide()
    page.show()
    assert not _said(page)
