"""Makes a document beside the database worker; after a moment says so, after two seconds can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from emr_desktop.stopping import Stopped, stoppable
from ui.qt.tasks import Failed, Tasks
from ui.qt.waiting import Waiting
from ui.widgets.banner import Banner

T = TypeVar("T")


class Making(QObject):
    """``make(work, done=, failed=)``; a newer one takes the place of the one before it."""

    def __init__(self, *, tasks: Tasks, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting = Waiting(banner=banner, parent=self)
        self._stop = threading.Event()

    def make(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Failed,
        stopped: Callable[[], None],
    ) -> None:
        """Run ``work``, which ends with ``Stopped`` between two pages once the person stops it."""
        self._stop.set()
        stop = self._stop = threading.Event()
        self._waiting.begin(self.tr("Making the pages …"), stop.set)

        def guarded() -> T:
            with stoppable(stop):
                return work()

        def over() -> None:
            if stop is self._stop:
                self._waiting.end()

        def finished(value: T) -> None:
            over()
            if stop.is_set():
                stopped()
            else:
                done(value)

        def broke(error: BaseException) -> None:
            over()
            if isinstance(error, Stopped):
                stopped()
            else:
                failed(error)

        self._tasks.run_aside(self, guarded, done=finished, failed=broke, stop=stop.set)
