"""Screens are built while nobody does anything, one at a time, and never under somebody's keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.frame import built_ahead
from ui.frame.built_ahead import BuiltAhead
from ui.shell import Shell


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_ahead, "QUIET_MS", 120)


def _ahead(names: list[str], built: list[str], parent: QObject, *, idle: list[bool]) -> BuiltAhead:
    def build(name: str) -> None:
        built.append(name)
        names.remove(name)

    return BuiltAhead(left=lambda: list(names), build=build, is_idle=lambda: idle[0], parent=parent)


def test_a_key_puts_it_off_and_the_quiet_afterwards_brings_all(qtbot: QtBot) -> None:
    field, built = QLineEdit(), list[str]()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    ahead = _ahead(["a", "b"], built, field, idle=[True])
    ahead.start()
    for _ in range(8):
        qtbot.wait(40)
        qtbot.keyClicks(field, "x")
    assert built == []
    qtbot.waitUntil(lambda: built == ["a", "b"], timeout=5000)


def test_work_that_is_under_way_goes_first(qtbot: QtBot) -> None:
    owner, built, idle = QObject(), list[str](), [False]
    ahead = _ahead(["a"], built, owner, idle=idle)
    ahead.start()
    qtbot.wait(400)
    assert built == []
    idle[0] = True
    qtbot.waitUntil(lambda: built == ["a"], timeout=5000)


def test_after_the_end_nothing_is_built(qtbot: QtBot) -> None:
    owner, built = QObject(), list[str]()
    ahead = _ahead(["a"], built, owner, idle=[True])
    ahead.start()
    ahead.stop()
    qtbot.wait(300)
    assert built == []


def test_every_screen_of_a_person_is_there_a_little_after_the_log_in(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in()
    frame = shell.frame
    assert frame is not None
    qtbot.waitUntil(lambda: set(frame._views) == set(frame.screen_names), timeout=20_000)
    # Nothing was brought to the front.
    assert frame.current_screen == "reception"
