"""Makes the automatic backup while people work: soon after a log-in when it is due, once a day."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.backups.rows import MadeBackup
from emr_desktop.backups.service import BackupService
from emr_desktop.backups.watching import Watch
from emr_desktop.changes import Written
from emr_desktop.errors import EmrError
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

_FIRST_MS = 30_000  # nobody's first patient waits for it
_AGAIN_MS = 10 * 60_000


class BackupKeeper(QObject):
    """Signals: ``made`` when one was made; ``failed`` with the error, once for each kind in a session."""

    made = Signal()
    failed = Signal(object)

    def __init__(self, *, backups: BackupService, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backups, self._tasks = backups, tasks
        self._watch = Watch()
        self._ended = threading.Event()
        self._ended.set()
        self._told: set[str] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.setInterval(_FIRST_MS)

    @classmethod
    def over(cls, frame: MainWindow) -> BackupKeeper:
        """Begin on what this window works on; it is told what came of it."""
        context = frame.context
        keeper = cls(backups=context.clinic.backups, tasks=context.tasks, parent=frame)
        keeper.made.connect(frame.backup_made)
        keeper.failed.connect(frame.backup_failed)
        keeper.start()
        return keeper

    def start(self) -> None:
        """Look in half a minute, then every ten minutes."""
        self._timer.start()

    def look(self) -> None:
        """Make the backup if it is due and none is being made."""
        self._timer.setInterval(_AGAIN_MS)
        if not self._ended.is_set():
            return
        self._ended.clear()
        self._tasks.run_aside(self, self._work, done=self._done, failed=self._failed, behind=True)

    def _work(self) -> Written[MadeBackup | None]:
        try:
            return self._backups.make_if_due(watch=self._watch)
        finally:
            self._ended.set()

    def stop(self) -> None:
        """The session ends: what runs is stopped; the next session makes it."""
        self._timer.stop()
        self._watch.cancelled.set()

    def wait(self, seconds: float) -> None:
        """Wait until nothing uses the record any more; not in the thread of the windows."""
        self._ended.wait(seconds)

    def _done(self, written: Written[MadeBackup | None]) -> None:
        if written.value is not None:
            self.made.emit()

    def _failed(self, error: BaseException) -> None:
        code = error.code if isinstance(error, EmrError) else type(error).__name__
        log.warning("no automatic backup: %s", code)
        if code not in self._told and code != "backup.cancelled":
            self._told.add(code)
            self.failed.emit(error)
