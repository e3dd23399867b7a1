"""What scrolls down is never cut at its side."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.scrolled import Scrolled


def _wide() -> QWidget:
    inner = QWidget()
    box = QVBoxLayout(inner)
    line = QWidget()
    line.setMinimumSize(700, 900)
    box.addWidget(line)
    return inner


def test_it_asks_for_the_width_of_what_it_holds_and_the_scroll_bar(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    inner = _wide()
    area = Scrolled(inner)
    box.addWidget(area)
    page.resize(300, 400)
    page.show()
    assert area.viewport().width() >= inner.minimumSizeHint().width()
    assert area.height() < 900


def test_what_may_scroll_sideways_may_be_narrow(qtbot: QtBot) -> None:
    area = Scrolled(_wide(), sideways=True)
    qtbot.addWidget(area)
    assert area.minimumSizeHint().width() < 300
