"""Knows when somebody has waited so long that it is to be seen, and so long that it may be stopped."""

from __future__ import annotations

import time
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from ui.qt.task import Task

FELT_MS = 300  # what takes longer is shown as work that goes on
LONG_MS = 2_000  # what takes longer can be stopped, or it is said that it cannot


class Wait(Enum):
    """What a person waits for just now."""

    NONE = "none"  # nothing, or not yet long enough to be told
    FELT = "felt"
    STOPPABLE = "stoppable"  # long, and what it is waited for can be stopped
    KEPT = "kept"  # long, and it goes on to its end: it would be half done


class Felt(QObject):
    """``begin(task)`` and ``end(task)``, of each that somebody waits for.

    Signals:
        changed: the ``Wait`` that is to be shown from now on.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waited: dict[int, Task] = {}
        self._shown = Wait.NONE
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def begin(self, task: Task) -> None:
        self._waited[task.ticket] = task
        if not self._timer.isActive():
            self._timer.start(FELT_MS)

    def end(self, task: Task) -> None:
        self._waited.pop(task.ticket, None)
        if self._shown is not Wait.NONE or not self._waited:
            self._look()

    def clear(self) -> None:
        """Nobody waits for anything any more, and nothing is to be shown."""
        self._waited.clear()
        self._timer.stop()

    def stoppable(self) -> list[Task]:
        """Those that Stop ends."""
        return [task for task in self._waited.values() if task.can_be_stopped]

    def _look(self) -> None:
        now = time.monotonic()
        ages = {task: (now - task.begun) * 1000 for task in self._waited.values()}
        oldest = max(ages.values(), default=0.0)
        long = [task for task, age in ages.items() if age >= LONG_MS]
        if any(task.can_be_stopped for task in long):
            wait = Wait.STOPPABLE
        elif long:
            wait = Wait.KEPT
        else:
            wait = Wait.FELT if oldest >= FELT_MS else Wait.NONE
        left = [limit - age for age in ages.values() for limit in (FELT_MS, LONG_MS) if age < limit]
        self._timer.stop()
        if left:
            self._timer.start(int(min(left)) + 1)
        if wait is not self._shown:
            self._shown = wait
            self.changed.emit(wait)
