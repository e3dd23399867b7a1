"""The watch of all window tests hears of work in the loop and in a key press, and of nothing else."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.loop_watch import KNOWN, LIMIT_MS, LoopWatch, told
from tests.ui.pace import Pace
from tests.ui.stall_watch import Stall


def _burn(ms: float = 6 * LIMIT_MS) -> None:  # too long on the slowest machine, too
    until = time.thread_time() + ms / 1000
    while time.thread_time() < until:
        pass


@pytest.fixture
def watch(_loop_watch: LoopWatch, no_stalls: None) -> Iterator[LoopWatch]:
    """In place of the one of this test, which would fail."""
    _loop_watch.end()
    _loop_watch.begin()
    yield _loop_watch
    _loop_watch.end()
    _loop_watch.begin()


def test_work_in_a_slot_is_a_stall_with_its_place(watch: LoopWatch, qtbot: QtBot) -> None:
    QTimer.singleShot(0, _burn)
    qtbot.wait(20)
    said = told(watch.end(), LIMIT_MS)
    assert "_burn" in said


def test_work_behind_a_key_and_a_click_is_one(watch: LoopWatch, qtbot: QtBot) -> None:
    field, button = QLineEdit(), QPushButton()
    for widget in (field, button):
        qtbot.addWidget(widget)
    field.textChanged.connect(lambda _text: _burn())
    button.clicked.connect(lambda: _burn())
    QTest.keyClicks(field, "a")
    button.click()
    assert told(watch.end(), LIMIT_MS).count("heard no key") == 2


def test_what_the_test_does_itself_and_waiting_for_others_are_none(watch: LoopWatch, qtbot: QtBot) -> None:
    _burn()
    QTimer.singleShot(0, lambda: time.sleep(0.2))  # by the clock, as on a machine that others keep busy
    qtbot.wait(20)
    _burn()
    assert told(watch.end(), LIMIT_MS) == ""


def test_garbage_that_other_tests_have_left_is_none(watch: LoopWatch, qtbot: QtBot) -> None:
    kept = [[number] for number in range(2_000_000)]
    QTimer.singleShot(0, gc.collect)
    qtbot.wait(20)
    del kept
    assert told(watch.end(), LIMIT_MS) == ""


def test_what_is_known_to_take_long_has_a_limit_of_its_own(watch: LoopWatch, qtbot: QtBot) -> None:
    limit, because = KNOWN["log-in"]
    assert because
    with watch.known("log-in"):
        QTimer.singleShot(0, lambda: _burn(0.8 * limit))
        qtbot.wait(20)
    assert told(watch.end(), LIMIT_MS) == ""
    watch.begin()
    with watch.known("log-in"):
        QTimer.singleShot(0, lambda: _burn(6 * limit))
        qtbot.wait(20)
    assert told(watch.end(), LIMIT_MS)


def test_only_what_is_too_long_is_told() -> None:
    stalls = [Stall(400, "here", 90.0), Stall(400, "there", 140.0)]
    assert "there" in told(stalls, LIMIT_MS)
    assert "here" not in told(stalls, LIMIT_MS).replace("there", "")
    assert told(stalls, 150.0) == ""
    assert told([Stall(400, "there", 140.0, 0.0, pace=2.0)], LIMIT_MS) == ""


def test_a_processor_that_others_share_counts_for_less() -> None:
    pace = Pace()
    assert 1.0 <= pace.factor() < 20.0
