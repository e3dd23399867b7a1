"""A training facility with its in-charge logged in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.key_file import CHEAPEST
from emr_desktop.clock import Clock
from emr_desktop.facility.rows import FacilityDetails, FirstUser
from emr_desktop.facility.service import create_facility
from ui.shell import Shell

_NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Press and write where the cursor is; wait until the window came to rest."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def settle(self, shell: Shell) -> None:
        """Until nothing runs, nor begins after the short pauses that follow a key."""
        assert shell.frame is not None
        tasks = shell.frame.context.tasks
        for _ in range(3):
            QTest.qWait(130)
            self._qtbot.waitUntil(lambda: tasks.is_idle, timeout=10_000)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE, *, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.cursor(), key, modifier)
            QTest.qWait(5)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.cursor(), text)

    def reach(self, name: str) -> None:
        """Enter from field to field until the cursor is in the one of this objectName."""
        for _ in range(40):
            if self.cursor().objectName() == name:
                return
            self.press(Qt.Key.Key_Return)
        raise AssertionError(f"Enter never reaches {name}")

    @staticmethod
    def cursor() -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused


@pytest.fixture
def training(tmp_path: Path, clock: Clock, password: str) -> Path:
    folder = tmp_path / "training"
    create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Zahanati ya Mafunzo", training=True),
        first_user=FirstUser(
            username="mkuu", full_name="Neema Mollel", password=password, roles=("in_charge", "clinician")
        ),
        clock=clock,
        parameters=CHEAPEST,
    )
    return folder


@pytest.fixture
def log_in(
    open_shell: Callable[..., Shell], training: Path, password: str, qtbot: QtBot, hands: Hands
) -> Callable[..., Shell]:
    def open_it(*, language: str = "en", username: str = "mkuu") -> Shell:
        shell = open_shell(training, language=language)
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow, timeout=5_000)
        assert shell.login is not None
        with qtbot.waitSignal(shell.opened, timeout=20_000):
            shell.login.enter_page.entered.emit(username, password)
        hands.settle(shell)
        return shell

    return open_it


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)
