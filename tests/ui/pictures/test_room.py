"""The looks for what had no room see it: cut words, a page that scrolls sideways, things upon each other."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.pictures.room import cut_words, overlapping, sideways
from ui.widgets.layout import OVER, Card, words
from ui.widgets.table import Column, DataTable


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def test_a_label_that_is_narrower_than_its_words_is_found(window: QWidget) -> None:
    label = words("Zahanati ya Mwananyamala", parent=window)
    window.show()
    label.setGeometry(0, 0, 300, 30)
    assert cut_words(window) == []
    label.setGeometry(0, 0, 60, 30)
    assert len(cut_words(window)) == 1
    label.setToolTip("Zahanati ya Mwananyamala")
    assert cut_words(window) == []


def test_a_label_beyond_the_edge_of_its_holder_is_found(window: QWidget) -> None:
    label = words("Mwananyamala", parent=window)
    window.show()
    label.setGeometry(250, 0, 140, 30)
    assert len(cut_words(window)) == 1


def test_a_page_that_scrolls_sideways_is_found(window: QWidget) -> None:
    area = QScrollArea(window)
    page = QWidget()
    area.setWidget(page)
    area.resize(200, 100)
    page.resize(150, 300)
    window.show()
    assert sideways(window) == []
    page.resize(400, 80)
    assert len(sideways(window)) == 1


def test_neighbours_upon_each_other_are_found_unless_one_lies_there_on_purpose(window: QWidget) -> None:
    one, other = QWidget(window), QWidget(window)
    one.setGeometry(0, 0, 100, 30)
    other.setGeometry(0, 20, 100, 30)
    window.show()
    assert len(overlapping(window)) == 1
    other.setProperty(OVER, True)
    assert overlapping(window) == []


def test_a_heading_of_a_card_goes_on_in_a_second_line(window: QWidget) -> None:
    card = Card(window)
    card.set_heading("Wanaosubiri kupimwa leo asubuhi")
    window.show()
    card.setGeometry(0, 0, 150, 160)
    assert cut_words(window) == []


def test_columns_keep_room_for_their_headings_and_a_few_letters(window: QWidget) -> None:
    table: DataTable[str] = DataTable(
        "people",
        (
            Column(lambda: "Namba ya usajili", str, width=40),
            Column(lambda: "Jina", str, stretch=True),
            Column(lambda: "Kijiji", str, stretch=True),
        ),
        parent=window,
    )
    window.show()
    table.setGeometry(0, 0, 200, 150)
    table.show_rows(("Mwanahamisi Abdallah",))
    assert [table.view.columnWidth(at) for at in (1, 2)] == [88, 88]
    assert cut_words(window) == []
    table.setGeometry(0, 0, 600, 150)
    assert table.view.columnWidth(1) > 150
