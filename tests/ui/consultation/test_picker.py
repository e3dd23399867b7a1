"""Picking from a list by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.picker import Choice, Deliver, Picker, at_once
from ui.widgets.picker_line import MATCHED_ROLE, TYPED_ROLE

DISEASES = (
    Choice("B54", "Malaria", "B54"),
    Choice("J18.9", "Nimonia", "Homa ya mapafu · J18.9"),
    Choice("B50.9", "Malaria kali", "B50.9"),
)


def find(text: str) -> Sequence[Choice]:
    return [choice for choice in DISEASES if choice.primary.lower().startswith(text.lower())]


class SlowSearch:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Deliver]] = []

    def __call__(self, text: str, deliver: Deliver) -> None:
        self.asked.append((text, deliver))

    def answer(self, at: int = -1) -> None:
        text, deliver = self.asked[at]
        deliver(find(text))


@pytest.fixture
def windows() -> list[QWidget]:
    return []


@pytest.fixture
def picker_with(
    qtbot: QtBot, windows: list[QWidget]
) -> Callable[..., tuple[Picker, QLineEdit, list[object]]]:
    def make(search: object = None) -> tuple[Picker, QLineEdit, list[object]]:
        window = QWidget()
        window.resize(600, 400)
        layout = QVBoxLayout(window)
        picker = Picker(search=search or at_once(find))  # type: ignore[arg-type]
        other = QLineEdit()
        layout.addWidget(picker)
        layout.addStretch()
        layout.addWidget(other)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        picker.setFocus()
        qtbot.waitUntil(picker.hasFocus)
        picked: list[object] = []
        picker.picked.connect(lambda choice: picked.append(choice.key))
        return picker, other, picked

    return make


def test_two_letters_and_enter_pick_the_first(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, picked = picker_with()
    qtbot.keyClicks(picker, "ma")
    assert [choice.key for choice in picker.choices] == ["B54", "B50.9"]
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picked == ["B54"]
    assert picker.text() == ""
    assert not picker.is_open


def test_one_letter_does_not_open_the_list(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, _ = picker_with()
    qtbot.keyClicks(picker, "m")
    assert not picker.is_open


def test_arrows_choose_another_line_and_go_round(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, picked = picker_with()
    qtbot.keyClicks(picker, "ma")
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.highlighted.key == "B50.9"
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.highlighted.key == "B54"
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picked == ["B50.9"]


def test_escape_and_leaving_keep_what_was_typed(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, other, picked = picker_with()
    qtbot.keyClicks(picker, "ma")
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.is_open
    assert picker.text() == "ma"
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert picker.text() == "ma"
    assert picked == []


def test_enter_in_an_empty_box_goes_on(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, _ = picker_with()
    with qtbot.waitSignal(picker.passed, timeout=500):
        qtbot.keyClick(picker, Qt.Key.Key_Return)


def test_enter_before_the_answer_picks_when_it_comes(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    search = SlowSearch()
    picker, _, picked = picker_with(search)
    qtbot.keyClicks(picker, "ni")
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picked == []
    search.answer()
    assert picked == ["J18.9"]


def test_a_late_answer_to_an_older_text_is_dropped(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    search = SlowSearch()
    picker, _, _ = picker_with(search)
    qtbot.keyClicks(picker, "ni")
    for _ in range(2):
        qtbot.keyClick(picker, Qt.Key.Key_Backspace)
    qtbot.keyClicks(picker, "ma")
    search.answer(-1)
    search.answer(0)
    assert [choice.primary for choice in picker.choices] == ["Malaria", "Malaria kali"]


def test_nothing_found_says_what_to_do(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, picked = picker_with()
    qtbot.keyClicks(picker, "zz")
    assert picker.is_open
    assert picker.choices == ()
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picked == []
    assert picker.text() == "zz"


def test_a_click_picks_too(qtbot: QtBot, picker_with: Callable[..., tuple]) -> None:
    picker, _, picked = picker_with()
    qtbot.keyClicks(picker, "ma")
    view = picker._view
    place = view.visualRect(view.model().index(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked == ["B50.9"]


def test_the_name_a_line_was_found_by_is_told_and_marked_not_by_colour_alone(
    qtbot: QtBot, picker_with: Callable[..., tuple]
) -> None:
    found = Choice("B54", "Malaria", "B54", matched="homa ya malaria")
    picker, _, _ = picker_with(at_once(lambda _text: [found]))
    qtbot.keyClicks(picker, "homa")
    view = picker._view
    assert view is not None
    index = view.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Malaria, homa ya malaria, B54"
    assert (index.data(MATCHED_ROLE), index.data(TYPED_ROLE)) == ("homa ya malaria", "homa")
    marked = view.grab().toImage()
    picker._model.show([found])  # the same line, with nothing typed: no letter is underlined
    assert view.grab().toImage() != marked
    picker._model.show([replace(found, matched="")], typed="homa")
    assert view.grab().toImage() != marked


def test_a_long_name_is_cut_and_never_covers_what_tells_it_apart(
    qtbot: QtBot, picker_with: Callable[..., tuple]
) -> None:
    found = Choice("B54", "Malaria " * 30, "B54", matched="homa " * 30)
    picker, _, _ = picker_with(at_once(lambda _text: [found]))
    qtbot.keyClicks(picker, "mal")
    whole = picker._view.grab().toImage()
    picker._model.show([replace(found, secondary="")], typed="mal")
    assert picker._view.grab().toImage() != whole
