"""What a screen reader does and is told: a tick by its own means counts, and what changes is announced."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.consultation.answer_keys import Answer, AnswerKeys
from ui.widgets import spoken
from ui.widgets.banner import Banner
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.field import TextField
from ui.widgets.ticks import on_tick, show_tick
from ui.widgets.toast import Toast


class _Listener:
    """Stands in for the bridge of the system: takes what is handed to it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []

    def take(self, event: object) -> None:
        at_once = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive  # type: ignore[attr-defined]
        self.told.append((event.message(), at_once))  # type: ignore[attr-defined]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    listener = _Listener()
    bridge = {
        "AnnouncementPoliteness": QAccessible.AnnouncementPoliteness,
        "isActive": lambda: True,
        "updateAccessibility": listener.take,
    }
    monkeypatch.setattr(spoken, "QAccessible", SimpleNamespace(**bridge))
    return listener.told


def toggle(button: QAbstractButton) -> None:
    """What a screen reader's "toggle" comes to in Qt: no click."""
    button.toggle()


def test_a_choice_made_by_a_screen_reader_counts(qtbot: QtBot) -> None:
    bar = ChoiceBar()
    qtbot.addWidget(bar)
    bar.offer((("M", "Male"), ("F", "Female")))
    heard: list[str] = []
    bar.chosen.connect(heard.append)
    toggle(bar.button("F"))
    toggle(bar.button("M"))
    toggle(bar.button("M"))  # the same again stays
    assert (bar.code, heard) == ("M", ["F", "M", "M"])
    bar.choose("F")
    bar.choose(None)
    assert heard == ["F", "M", "M"], "what the program shows is nobody's choice"


def test_an_answer_given_by_a_screen_reader_counts_and_is_taken_back(qtbot: QtBot) -> None:
    keys = AnswerKeys()
    qtbot.addWidget(keys)
    keys.offer((Answer("positive", "Pos", "P"), Answer("negative", "Neg", "N")))
    heard: list[str] = []
    keys.answered.connect(heard.append)
    toggle(keys.button("positive"))
    toggle(keys.button("negative"))
    toggle(keys.button("negative"))
    assert heard == ["positive", "negative", ""]
    keys.show_answer("positive")
    assert heard == ["positive", "negative", ""]


def test_a_tick_by_a_screen_reader_is_taken_in_and_one_that_is_shown_is_not(qtbot: QtBot) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    taken: list[bool] = []
    on_tick(box, taken.append)
    toggle(box)
    show_tick(box, False)
    assert not box.isChecked()
    assert taken == [True]


def test_what_is_done_waits_its_turn_and_what_is_wrong_does_not(
    qtbot: QtBot, told: list[tuple[str, bool]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = TextField("firstName", parent=window)
    field.set_label("First &name")
    window.show()
    Toast(over=window).say("Saved.")
    Banner(window).show_message("No room on the disk.", action="Make room")
    field.set_error("A name is missing.")
    field.set_error("A name is missing.")  # nothing new
    field.set_error(None)
    assert told == [
        ("Saved.", False),
        ("No room on the disk. Make room", True),
        ("First name: A name is missing.", True),
    ]


def test_the_line_that_is_marked_is_told(qtbot: QtBot, told: list[tuple[str, bool]]) -> None:
    lines = QListWidget()
    qtbot.addWidget(lines)
    lines.addItems(["Paracetamol", "Panadol"])
    lines.show()
    lines.setCurrentRow(1)
    spoken.say_line(lines, first="2 found:")
    lines.hide()
    spoken.say_line(lines)
    assert told == [("2 found: Panadol", False)]


def test_nothing_is_told_where_nobody_listens(
    qtbot: QtBot, told: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken.QAccessible, "isActive", lambda: False)
    window = QWidget()
    qtbot.addWidget(window)
    spoken.say_aloud(window, "Saved.")
    assert told == []
