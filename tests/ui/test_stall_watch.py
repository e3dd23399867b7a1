"""The watch sees what keeps the window from its keys, and nothing else."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from tests.ui.stall_watch import StallWatch


def test_work_in_the_window_is_a_stall_with_its_place(qtbot: QtBot) -> None:
    with StallWatch() as watch:
        qtbot.wait(30)
        _hold_up_the_window()
        qtbot.wait(30)
    assert watch.worst_ms >= 100
    assert "_hold_up_the_window" in watch.worst.where


def test_a_loop_that_turns_and_what_is_paused_are_none(qtbot: QtBot) -> None:
    with StallWatch(noted_from_ms=400) as watch:
        qtbot.wait(60)
        with watch.paused():
            time.sleep(0.5)
        qtbot.wait(60)
    assert watch.worst_ms == 0


def _hold_up_the_window() -> None:
    time.sleep(0.15)
