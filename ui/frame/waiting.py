"""Counts who waits at each station, for the rail: after every change, and every half minute."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.clinic import Clinic
from ui.qt.tasks import Tasks

log = logging.getLogger(__name__)

COUNT_AGAIN_MS = 30_000


class WaitingCounts(QObject):
    """Signals: ``counted`` with a ``StationCount`` for each station. Silent for who may not see the queue."""

    counted = Signal(object)

    def __init__(self, *, clinic: Clinic, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._tasks = clinic, tasks
        self._may = may(clinic.work.actor.roles, "queue.view")
        self._again = QTimer(self)
        self._again.setInterval(COUNT_AGAIN_MS)
        self._again.timeout.connect(self.count)
        tasks.changed.connect(self._changed)

    def start(self) -> None:
        """Count now and go on counting."""
        if self._may:
            self.count()
            self._again.start()

    def count(self) -> None:
        """Ask the record, behind the windows; a count that fails leaves the old one."""
        self._tasks.run(
            self,
            self._clinic.queue.counts,
            done=self.counted.emit,
            failed=lambda error: log.warning("nobody was counted: %s", type(error).__name__),
            key="counts",
            behind=True,
        )

    def _changed(self, changes: Changes) -> None:
        if self._may and "queue" in changes.kinds:
            self.count()
