"""The window on a training facility, moved about by a program: opens, waits, logs in, finds people."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from emr_desktop.clock import Clock
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD
from ui.app import build
from ui.main_window import MainWindow
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.screen import ScreenView
from ui.shell import Shell
from ui.theme import Theme

V = TypeVar("V", bound=QWidget)

SIZE = (1366, 768)
_PATIENCE_S = 30.0
_ROUNDS = 12  # of the event loop until a page is laid out
_AFTER_KEYS_MS = 90  # screens look up what was typed 60 ms after the last key


class Stage:
    """One window, with what a tour of it needs."""

    def __init__(self, *, shell: Shell, tasks: Tasks, language: Language, theme: Theme) -> None:
        self.shell, self.tasks, self.language, self.theme = shell, tasks, language, theme

    @property
    def frame(self) -> MainWindow:
        """The main window; somebody is logged in."""
        frame = self.shell.frame
        assert frame is not None  # noqa: S101
        return frame

    def settle(self, pause_ms: int = _AFTER_KEYS_MS) -> None:
        """Wait until no work runs behind the windows.

        Raises:
            TimeoutError: it does not end.
        """
        end = time.monotonic() + _PATIENCE_S
        self.shell.keeper.watch.touched()  # somebody is there: the screen is not covered
        QTest.qWait(pause_ms)
        while not self.tasks.is_idle:
            QTest.qWait(10)
            if time.monotonic() > end:
                raise TimeoutError("the work behind the windows does not end")
        QTest.qWait(20)

    def lay_out(self) -> None:
        """Let all find its place: a text that wraps makes its page higher, and that the next one."""
        for _ in range(_ROUNDS):
            QApplication.processEvents()

    def until(self, ready: Callable[[], object], what: str) -> None:
        """Wait for something to be so.

        Raises:
            TimeoutError: it never is.
        """
        end = time.monotonic() + _PATIENCE_S
        while not ready():
            QTest.qWait(10)
            if time.monotonic() > end:
                raise TimeoutError(what)

    def begin(self) -> None:
        """Show the first page of the program."""
        self.shell.begin()
        self.settle()

    def log_in(self, username: str = IN_CHARGE) -> None:
        """Type name and password for the person."""
        assert self.shell.login is not None  # noqa: S101
        self.shell.login.enter_page.entered.emit(username, TRAINING_PASSWORD)
        self.until(lambda: self.shell.frame is not None, "nobody is logged in")
        self.settle()

    def go(self, name: str, kind: type[V]) -> V:
        """Bring a screen to the front and give its view."""
        self.frame.go_to(name)
        self.settle()
        view = self.frame.view(name)
        assert isinstance(view, kind), type(view)  # noqa: S101
        return view

    def command(self, view: ScreenView, name: str) -> bool:
        """Do what the palette would do on this screen; False: it is not offered now."""
        action = next((each for each in view.commands() if each.name == name), None)
        if action is None:
            return False
        action.do()
        self.settle()
        return True

    def waiting_at(self, station: str) -> list[uuid.UUID]:
        """The visits that wait at a station, the first one first."""
        return [row.visit_id for row in self.frame.clinic.queue.queue(station)]


@contextmanager
def opened(
    application: QApplication,
    folder: Path,
    *,
    language: str,
    clock: Clock | None = None,
    size: tuple[int, int] = SIZE,
) -> Iterator[Stage]:
    """The real window of the program on a data folder, not begun yet."""
    tasks = Tasks()
    shell = build(application, folder=folder, language=language, tasks=tasks, clock=clock)
    words = next(each for each in reversed(application.findChildren(Language)))
    theme = next(each for each in reversed(application.findChildren(Theme)))
    shell.resize(*size)
    shell.show()
    shell.activateWindow()
    try:
        yield Stage(shell=shell, tasks=tasks, language=words, theme=theme)
    finally:
        shell.close()
        tasks.close()
        shell.deleteLater()
        words.deleteLater()  # its translator goes with it
        theme.deleteLater()
        QTest.qWait(1)
