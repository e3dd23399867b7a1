"""Turns what the sync thread says into signals of the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from emr_desktop.access.work_session import WorkSession
from sync.scheduler import SyncScheduler
from sync.service import SyncService, SyncStatus
from ui.qt.tasks import Tasks
from ui.qt.turns import give_way_to_the_window

log = logging.getLogger(__name__)


def _while_there(signal: Any) -> Callable[..., None]:
    """Emit from the sync thread; a window that has just gone is told nothing any more."""

    def tell(*told: object) -> None:
        with suppress(RuntimeError):  # "Signal source has been deleted"
            signal.emit(*told)

    return tell


class SyncBridge(QObject):
    """Sync as the windows see it.

    Signals:
        status_changed: a fresh ``SyncStatus``.
        running_changed: whether a pass is under way.
        progress_changed: how many of those that are due were dealt with, and how many there are.
        pass_finished: the ``SyncStatus`` after a pass.
        pass_failed: the exception that broke a pass; the next comes anyway.
    """

    status_changed = Signal(object)
    running_changed = Signal(bool)
    progress_changed = Signal(int, int)
    pass_finished = Signal(object)
    pass_failed = Signal(object)
    _told = Signal(object, bool)
    _came = Signal(int, int)

    def __init__(
        self, *, work: WorkSession, sync: SyncService, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sync = sync
        self._tasks = tasks
        self._working = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self.progress_changed, Qt.ConnectionType.QueuedConnection)
        self._scheduler = SyncScheduler(
            work=work,
            on_status=_while_there(self._told),
            on_trouble=_while_there(self.pass_failed),
            on_progress=_while_there(self._came),
        )

    @property
    def is_running(self) -> bool:
        """A pass is under way."""
        return self._working

    def start(self) -> None:
        """Begin the background passes; the first ``status_changed`` follows at once."""
        give_way_to_the_window()
        self._scheduler.start()

    def refresh(self) -> None:
        """Read the status again after a verb on sync; ``status_changed`` follows."""
        self._tasks.run(
            self,
            lambda: self._sync.status(limit=200),
            done=self.status_changed.emit,
            failed=lambda error: log.warning("no sync status: %s", type(error).__name__),
            key="status",
            behind=True,
        )

    def run_pass(self) -> None:
        """Send now what waits, also what waits for a later try."""
        self._scheduler.poke()

    def stop_pass(self) -> None:
        """End the pass that is under way; the rest goes with a later one."""
        self._scheduler.stop_pass()

    def close(self) -> bool:
        """Stop within two seconds; False when a request is still under way and the database is in use."""
        return self._scheduler.stop()

    def leave(self) -> SyncScheduler:
        """Ask it to stop without waiting; gives what still runs, to be waited for off the GUI thread."""
        self._scheduler.ask_to_stop()
        return self._scheduler

    def _take(self, status: SyncStatus, working: bool) -> None:
        ended = self._working and not working
        if working != self._working:
            self._working = working
            self.running_changed.emit(working)
        self.status_changed.emit(status)
        if ended:
            self.pass_finished.emit(status)
