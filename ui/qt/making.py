"""Makes a document beside the database worker; after a moment says so, after two seconds can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from emr_desktop.printing.stopping import Stopped, stoppable
from ui.qt.tasks import Failed, Tasks
from ui.widgets.banner import Banner

T = TypeVar("T")
TOLD_MS, STOP_MS = 300, 2_000


class Making(QObject):
    """``make(work, done=, failed=)``; a newer one takes the place of the one before it."""

    def __init__(self, *, tasks: Tasks, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._banner = tasks, banner
        self._stop = threading.Event()
        self._said = ""
        self._soon, self._later = QTimer(self), QTimer(self)
        for timer, wait, then in (
            (self._soon, TOLD_MS, self._tell),
            (self._later, STOP_MS, self._offer_stop),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(then)

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
        self._soon.start()
        self._later.start()

        def guarded() -> T:
            with stoppable(stop):
                return work()

        def over() -> None:
            if stop is self._stop:
                self._soon.stop()
                self._later.stop()
                if self._said and self._banner.text == self._said:
                    self._banner.clear()
                self._said = ""

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

        self._tasks.run_aside(self, guarded, done=finished, failed=broke)

    # inside --------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        if not self._banner.text:  # what stands there is more than this
            self._said = self.tr("Making the pages …")
            self._banner.show_message(self._said, kind="info", closable=False)

    def _offer_stop(self) -> None:
        if not self._banner.text or self._banner.text == self._said:
            self._said = self.tr("Making the pages …")
            self._banner.show_message(
                self._said, kind="info", action=self.tr("Stop"), then=self._stop.set, closable=False
            )
