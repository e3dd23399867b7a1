"""Long work of a page beside the database worker: one at a time, with progress, Stop and an end."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from emr_desktop.backups.watching import Watch
from ui.qt.tasks import Tasks

_STOP_S = 5.0


class LongRun(QObject):
    """``run`` while nothing runs yet; ``end`` before the record is closed.

    Signals:
        progressed: the step, how far and of how much.
        running: whether something runs; before the work, and after it before its answer.
    """

    progressed = Signal(str, int, int)
    running = Signal(bool)

    def __init__(self, *, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._watch: Watch | None = None
        self._ended = threading.Event()
        self._ended.set()

    @property
    def is_running(self) -> bool:
        return self._watch is not None

    def run(
        self,
        work: Callable[[Watch], object],
        *,
        done: Callable[..., None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do the work beside the database worker; the caller looks first that nothing runs."""
        watch = self._watch = Watch(tell=self.progressed.emit)
        ended = self._ended = threading.Event()
        self.running.emit(True)

        def guarded() -> object:
            try:
                return work(watch)
            finally:
                ended.set()

        def over() -> None:
            self._watch = None
            self.running.emit(False)

        def finished(value: object) -> None:
            over()
            done(value)

        def broke(error: BaseException) -> None:
            over()
            failed(error)

        self._tasks.run_aside(self, guarded, done=finished, failed=broke, stop=self.stop)

    def stop(self) -> None:
        """Let what runs end as soon as it can."""
        if self._watch is not None:
            self._watch.cancelled.set()

    def end(self) -> None:
        """Stop, and wait some seconds for it."""
        self.stop()
        self._ended.wait(_STOP_S)
