"""What a list keeps with its lines for itself is never written beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.frame.palette import Action, CommandPalette
from ui.frame.topic_list import _TOPIC_ROLE
from ui.widgets.picker_line import MATCHED_ROLE, TYPED_ROLE


def test_the_palette_writes_words_and_keys_only(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    actions = (Action("reception", lambda: "Mapokezi", "F2", lambda: None),)
    palette = CommandPalette(actions=lambda: actions, search=None, over=window)
    palette.open()
    item = palette.list.item(0)
    assert item.text() == "Mapokezi"
    assert item.data(MATCHED_ROLE) is None
    assert item.data(TYPED_ROLE) is None


def test_topics_keep_theirs_apart_too() -> None:
    assert _TOPIC_ROLE not in (MATCHED_ROLE, TYPED_ROLE)
