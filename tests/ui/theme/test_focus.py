"""Where the cursor is can be seen: every kind of control looks different with it, in every look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.theme.tokens import palettes
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import column


def _choice() -> ChoiceBar:
    bar = ChoiceBar()
    bar.offer([("a", "NHIF"), ("b", "CHF")])
    return bar


def _list() -> QListWidget:
    made = QListWidget()
    made.addItems(["one", "two"])
    return made


KINDS: dict[str, Callable[[], QWidget]] = {
    "line": QLineEdit,
    "lines": QPlainTextEdit,
    "combo": QComboBox,
    "tick": lambda: QCheckBox("Yes"),
    "list": _list,
    "choice": _choice,
    **{
        kind: lambda kind=kind: Button("press", kind=kind)  # type: ignore[misc]
        for kind in ("primary", "secondary", "danger", "quiet", "side", "item", "tile")
    },
}


@pytest.mark.parametrize("name", list(palettes()))
def test_the_control_with_the_cursor_looks_different(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    theme = Theme(qapp, name=name)
    window = QWidget()
    qtbot.addWidget(window)
    lines = column(window, margin=16)
    other = QLineEdit(window)
    made = {kind: make() for kind, make in KINDS.items()}
    for widget in (other, *made.values()):
        lines.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    same = []
    for kind, widget in made.items():
        other.setFocus()
        without = widget.grab().toImage()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus, timeout=2_000)
        image = widget.grab().toImage()
        marked = sum(
            image.pixelColor(at, 1) != without.pixelColor(at, 1) for at in range(8, image.width() - 8)
        )
        if marked < (image.width() - 16) // 2:  # a blinking cursor alone is no mark: the ring goes round
            same.append(kind)
    theme.use(name="light")
    assert same == []
