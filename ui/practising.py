"""A made-up facility beside the real one, in a window of its own: to try things before patients wait."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from ui.qt.language import Language
from ui.qt.messages import message_for
from ui.qt.tasks import Tasks

_MONTHS, _PER_DAY = 1, 12  # enough for a month's form, made in seconds


def practice_folder(folder: Path) -> Path:
    """Where the made-up facility of a data folder lies: beside it, never in it."""
    return folder.with_name(f"{folder.name}-mafunzo")


def start_program(folder: Path, language: str) -> bool:
    """Start the program once more on another data folder; whether the system took it."""
    own = ["--data-dir", str(folder), "--language", language]
    if getattr(sys, "frozen", False):
        started = QProcess.startDetached(sys.executable, own)
    else:
        here = str(Path(__file__).resolve().parents[1])
        started = QProcess.startDetached(sys.executable, ["-m", "emr_desktop", *own], here)
    return bool(started[0] if isinstance(started, tuple) else started)


class Practising(QObject):
    """``begin`` makes the made-up facility when it is not there, and opens it.

    Signals:
        said: how far it is, what to type there, or why it could not be opened; for a line on the page.
        busy_changed: it is being made.
    """

    said = Signal(str)
    busy_changed = Signal(bool)

    def __init__(
        self,
        *,
        folder: Path,
        tasks: Tasks,
        language: Language,
        start: Callable[[Path, str], bool] = start_program,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._folder, self._tasks, self._language, self._start = folder, tasks, language, start
        self._busy = False

    def begin(self) -> None:
        """Open it; a second press while it is made does nothing."""
        if self._busy:
            return
        folder, language = practice_folder(self._folder), self._language.code
        self._show_busy(True)
        self.said.emit(self.tr("The made-up facility is being made. It takes some seconds."))

        def make() -> None:
            from emr_desktop.demo.facility import make_demo
            from emr_desktop.facility.looking import has_facility

            if not has_facility(folder):
                folder.mkdir(parents=True, exist_ok=True)
                make_demo(folder, months=_MONTHS, per_day=_PER_DAY, language=language, waiting=True)

        self._tasks.run_aside(self, make, done=lambda _made: self._open(folder), failed=self._failed)

    def _open(self, folder: Path) -> None:
        from emr_desktop.demo.facility import TRAINING_PASSWORD

        self._show_busy(False)
        if self._start(folder, self._language.code):
            self.said.emit(
                self.tr(
                    "It opens in a window of its own. Choose any person; the password of all is {0}. "
                    "Nothing there is ever sent."
                ).format(TRAINING_PASSWORD)
            )
        else:
            self.said.emit(self.tr("The system did not start the program a second time. Try it once more."))

    def _failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self.said.emit(message_for(error, self._language.code).text)

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)
