"""Quiet words in lists and empty boxes have the quiet colour, and not half of the ink that Qt would take."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.theme.tokens import palettes


@pytest.mark.parametrize("name", sorted(palettes()))
@pytest.mark.parametrize("kind", [QListView, QLineEdit])
def test_quiet_words_are_as_dark_as_the_theme_says(
    qapp: QApplication, qtbot: QtBot, name: str, kind: type[QListView | QLineEdit]
) -> None:
    theme = Theme(qapp)
    theme.use(name=name)
    widget = kind()
    qtbot.addWidget(widget)
    widget.show()
    shown = widget.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.PlaceholderText)
    assert shown.name().upper() == palettes()[name].quiet
    assert shown.alpha() == 255
    theme.use(name="light")
    theme.deleteLater()


def test_where_the_cursor_is_never_looks_like_danger() -> None:
    for palette in palettes().values():
        red, green, blue = (int(palette.focus[at : at + 2], 16) for at in (1, 3, 5))
        assert max(green, blue) > red // 2
