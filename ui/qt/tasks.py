"""Runs work off the GUI thread, on one worker for the database, so that writes keep their order."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from emr_desktop.changes import Changes, Written
from emr_desktop.stopping import WorkStopped
from ui.qt.felt import Felt
from ui.qt.task import Failed, Task

__all__ = ["Failed", "Tasks"]

log = logging.getLogger(__name__)

T = TypeVar("T")


class Tasks(QObject):
    """``tasks.run(self, lambda: patients.search(text), done=self._show, failed=self._fail, key="search")``.

    ``work`` runs on the database worker; ``done`` or ``failed`` is called later in the GUI thread. Neither
    is called when ``owner`` was deleted meanwhile, when a newer task of the same owner and key was started,
    or when the application is closing. A task whose key was taken over before it began is not run at all, so
    give a key to reads only: a write must never be skipped.

    What takes long is seen, and after two seconds it can be stopped, whatever page began it: a read as it
    is, other work that may end at any statement with ``stoppable``, and work that has a way of its own to end
    with ``stop``. The rest (writes above all, and what counts a wrong password) goes on to its end, and that
    is said. What was stopped fails with ``WorkStopped``. Work that nobody waits for has ``behind``.

    Signals:
        changed: the ``Changes`` of a write that went through (a ``Written`` came back), before its ``done``.
        busy: True while anything runs or waits.
        waited: the ``Wait`` of whoever asked for something; the main window shows it.
    """

    changed = Signal(object)
    busy = Signal(bool)
    waited = Signal(object)
    _finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._aside = ThreadPoolExecutor(2, thread_name_prefix="aside")
        self._lock = threading.Lock()
        self._newest: dict[tuple[int, str], int] = {}
        self._tasks: dict[int, Task] = {}  # only this thread takes one out, see ``Task``
        self._tickets = 0
        self._closing = False
        self._felt = Felt(self)
        self._felt.changed.connect(self.waited)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Failed,
        key: str | None = None,
        behind: bool = False,
        stoppable: bool | None = None,
        stop: Callable[[], object] | None = None,
    ) -> None:
        """Run ``work`` on the database worker, after everything that was asked before."""
        self._start(self._database, owner, work, done, failed, key, behind, stoppable, stop)

    def run_aside(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Failed,
        key: str | None = None,
        behind: bool = False,
        stoppable: bool | None = None,
        stop: Callable[[], object] | None = None,
    ) -> None:
        """Run ``work`` beside the database worker: a PDF, a password hash, the network."""
        self._start(self._aside, owner, work, done, failed, key, behind, stoppable, stop)

    def forget(self, owner: QObject, key: str) -> None:
        """Drop the answer of a read that nobody waits for any more."""
        with self._lock:
            self._tickets += 1
            self._newest[(id(owner), key)] = self._tickets

    def stop(self) -> None:
        """End what somebody waits for, where it can be ended; what has not begun yet does not begin."""
        for task in self._felt.stoppable():
            if task.end():
                task.error = WorkStopped()
                self._finished.emit(task.ticket)

    def close(self) -> None:
        """Let everything that was asked finish (a write is never skipped), and call nobody back."""
        self._closing = True
        self._database.shutdown(wait=True)
        self._aside.shutdown(wait=True, cancel_futures=True)
        self._felt.clear()
        self._tasks.clear()

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    # inside --------------------------------------------------------------------------------------------

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Failed,
        key: str | None,
        behind: bool,
        stoppable: bool | None,
        stop: Callable[[], object] | None,
    ) -> None:
        if self._closing:
            return
        at_any_statement = key is not None if stoppable is None else stoppable
        stopped = threading.Event() if at_any_statement else None
        with self._lock:
            self._tickets += 1
            ticket = self._tickets
            if key is not None:
                self._newest[(id(owner), key)] = ticket
        task = Task(owner, work, done, failed, key, ticket, behind, stop, stopped, time.monotonic())
        self._tasks[ticket] = task
        if len(self._tasks) == 1:
            self.busy.emit(True)
        if not behind:
            self._felt.begin(task)
        task.future = pool.submit(self._work, ticket)

    def _is_stale(self, task: Task) -> bool:
        with self._lock:
            return task.key is not None and self._newest.get((id(task.owner), task.key)) != task.ticket

    def _work(self, ticket: int) -> None:
        self._do(ticket)
        # From here on this thread holds nothing of the task: whoever is told lets go of it last.
        if not self._closing and shiboken6.isValid(self):
            self._finished.emit(ticket)

    def _do(self, ticket: int) -> None:
        task = self._tasks[ticket]
        if not self._is_stale(task):
            task.do()

    def _deliver(self, ticket: int) -> None:
        task = self._tasks.pop(ticket, None)
        if task is None:
            return
        if not self._tasks:
            self.busy.emit(False)
        if not task.behind:
            self._felt.end(task)
        if self._closing:
            return
        if task.error is None and isinstance(task.value, Written) and _says_something(task.value):
            self.changed.emit(task.value.changes)
        if not shiboken6.isValid(task.owner) or self._is_stale(task):
            if task.error is not None:
                log.warning("a task failed and nobody waits for it: %s", type(task.error).__name__)
            return
        if task.error is not None:
            task.failed(task.error)
        elif task.done is not None:
            task.done(task.value)
        task.error = None  # its traceback holds the task


def _says_something(written: Written[Any]) -> bool:
    changes: Changes = written.changes
    return bool(changes.kinds)
