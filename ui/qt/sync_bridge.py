"""Runs sync passes on a plain thread and turns what they say into signals of the GUI thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.errors import DatabaseTrouble, EmrError
from sync.service import PassResult, SyncService, SyncStatus

log = logging.getLogger(__name__)

EVERY_MS = 60_000  # the background pass itself decides what is due


class SyncBridge(QObject):
    """Sync as the windows see it.

    Signals:
        status_changed: a fresh ``SyncStatus``.
        progressed: deliveries done and all of them, while a pass runs.
        pass_finished: its ``PassResult``.
        pass_failed: the exception that ended a pass.
    """

    status_changed = Signal(object)
    progressed = Signal(int, int)
    pass_finished = Signal(object)
    pass_failed = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, *, sync: SyncService, every_ms: int = EVERY_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sync = sync
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(lambda: self._start(self._background))

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin the background passes, and read the status at once."""
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Read the status off the GUI thread; ``status_changed`` follows."""
        self._start(self._read_status)

    def run_pass(self, *, target: str | None = None, timeout_s: float = 60.0) -> bool:
        """Send now what waits; False when a pass is under way already."""
        return self._start(lambda: self._pass(target=target, timeout_s=timeout_s, eager=True))

    def cancel(self) -> None:
        """Ask the pass under way to stop after the delivery in hand."""
        self._stop.set()

    def close(self, *, wait_s: float = 5.0) -> None:
        """Stop the timer and the pass under way."""
        self._timer.stop()
        self._stop.set()
        if self._thread is not None:
            self._thread.join(wait_s)

    # on the thread -------------------------------------------------------------------------------------

    def _start(self, work: Callable[[], None]) -> bool:
        if self.is_running:
            return False
        self._stop.clear()
        self._thread = threading.Thread(target=self._guard, args=(work,), name="sync", daemon=True)
        self._thread.start()
        return True

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (EmrError, DatabaseTrouble) as error:
            self.pass_failed.emit(error)
        except NotImplementedError:
            log.warning("sync is not there yet")
        except Exception as error:
            log.exception("a sync pass broke")
            self.pass_failed.emit(error)

    def _background(self) -> None:
        status = self._sync.status(limit=1)
        if status.held is None and status.waiting and not self._stop.is_set():
            self._pass(target=None, timeout_s=30.0, eager=False)
        else:
            self.status_changed.emit(status)

    def _read_status(self) -> None:
        status: SyncStatus = self._sync.status(limit=200)
        self.status_changed.emit(status)

    def _pass(self, *, target: str | None, timeout_s: float, eager: bool) -> None:
        self.running_changed.emit(True)
        try:
            result: PassResult = self._sync.run_pass(
                target=target,
                timeout_s=timeout_s,
                eager=eager,
                progress=self.progressed.emit,
                stop=self._stop.is_set,
            )
            self.pass_finished.emit(result)
        finally:
            self.running_changed.emit(False)
            if not self._stop.is_set():
                self._read_status()
