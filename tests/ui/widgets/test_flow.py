"""What goes on in a second line: whole, the last at the right, bars with their ring all around."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.flow import Flow


@pytest.fixture
def flow(qtbot: QtBot) -> Flow:
    made = Flow()
    qtbot.addWidget(made)
    return made


def _buttons(flow: Flow, *texts: str) -> list[QPushButton]:
    made = [QPushButton(text, flow) for text in texts]
    for each in made:
        flow.add(each)
    return made


def _show(widget: QWidget, width: int, qtbot: QtBot) -> None:
    widget.resize(width, 40)
    widget.show()
    qtbot.waitExposed(widget)


def test_what_finds_no_room_goes_into_the_next_line_whole(flow: Flow, qtbot: QtBot) -> None:
    buttons = _buttons(flow, "Kwanza", "Halafu", "Mwisho kabisa")
    _show(flow, 2 * buttons[0].sizeHint().width() + 20, qtbot)
    assert len({each.y() for each in buttons}) > 1
    for each in buttons:
        assert each.width() >= each.sizeHint().width()
        assert flow.rect().contains(each.geometry())
    flow.resize(2000, flow.height())
    assert len({each.y() for each in buttons}) == 1
    assert flow.height() == max(each.height() for each in buttons)


def test_what_is_pushed_stands_at_the_right_also_when_the_first_of_it_is_hidden(
    flow: Flow, qtbot: QtBot
) -> None:
    _buttons(flow, "Ondoa")
    flow.push()
    hidden, last = _buttons(flow, "Hakiki", "Hifadhi")
    hidden.hide()
    _show(flow, 600, qtbot)
    assert last.geometry().right() == flow.rect().right()


def test_a_bar_of_answers_leaves_room_for_its_ring_on_all_sides(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp)
    bar = ChoiceBar()
    qtbot.addWidget(bar)
    bar.offer((("yes", "Ndiyo"), ("no", "Hapana")))
    _show(bar, 300, qtbot)
    answers = [each for each in bar.findChildren(QToolButton) if each.isVisible()]
    left, right = answers[0].geometry(), answers[-1].geometry()
    assert (left.left(), left.top()) == (2, 2)
    assert bar.height() - 1 - left.bottom() == 2
    assert bar.sizeHint().width() - 1 - right.right() == 2
    bar.resize(left.width() + 10, bar.height())
    assert bar.lines == 2
    theme.deleteLater()


def test_a_button_leaves_its_keys_to_the_tooltip_where_there_is_no_room(qtbot: QtBot) -> None:
    button = Button("register", kind="primary")
    qtbot.addWidget(button)
    button.set_text("Sajili  (Ctrl+Enter)", tip="Sajili na endelea")
    _show(button, 400, qtbot)
    assert button.text() == "Sajili  (Ctrl+Enter)"
    asked = button.sizeHint().width()
    button.resize(asked - 2, button.height())
    assert button.text() == "Sajili"
    assert button.sizeHint().width() == asked
    assert button.minimumSizeHint().width() < asked - 20
    assert button.toolTip() == "Sajili na endelea (Ctrl+Enter)"
    button.resize(asked, button.height())
    assert button.text() == "Sajili  (Ctrl+Enter)"
