"""Runs work off the GUI thread, on one worker for the database, so that writes keep their order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from emr_desktop.changes import Changes, Written

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[BaseException], None]


@dataclass(frozen=True)
class _Task:
    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Failed
    key: str | None
    ticket: int


@dataclass(frozen=True)
class _Outcome:
    task: _Task
    value: Any
    error: BaseException | None


class Tasks(QObject):
    """``tasks.run(self, lambda: patients.search(text), done=self._show, failed=self._fail, key="search")``.

    ``work`` runs on the database worker; ``done`` or ``failed`` is called later in the GUI thread. Neither
    is called when ``owner`` was deleted meanwhile, when a newer task of the same owner and key was started,
    or when the application is closing. A task whose key was taken over before it began is not run at all, so
    give a key to reads only: a write must never be skipped.

    Signals:
        changed: the ``Changes`` of a write that went through (a ``Written`` came back), before its ``done``.
        busy: True while anything runs or waits.
    """

    changed = Signal(object)
    busy = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._aside = ThreadPoolExecutor(2, thread_name_prefix="aside")
        self._lock = threading.Lock()
        self._newest: dict[tuple[int, str], int] = {}
        self._tickets = 0
        self._running = 0
        self._closing = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Failed,
        key: str | None = None,
    ) -> None:
        """Run ``work`` on the database worker, after everything that was asked before."""
        self._start(self._database, owner, work, done, failed, key)

    def run_aside(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Failed,
        key: str | None = None,
    ) -> None:
        """Run ``work`` beside the database worker: a PDF, a password hash, the network."""
        self._start(self._aside, owner, work, done, failed, key)

    def forget(self, owner: QObject, key: str) -> None:
        """Drop the answer of a read that nobody waits for any more."""
        with self._lock:
            self._tickets += 1
            self._newest[(id(owner), key)] = self._tickets

    def close(self) -> None:
        """Let everything that was asked finish (a write is never skipped), and call nobody back."""
        self._closing = True
        self._database.shutdown(wait=True)
        self._aside.shutdown(wait=True, cancel_futures=True)

    @property
    def is_idle(self) -> bool:
        return self._running == 0

    # inside --------------------------------------------------------------------------------------------

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Failed,
        key: str | None,
    ) -> None:
        if self._closing:
            return
        with self._lock:
            self._tickets += 1
            task = _Task(owner, work, done, failed, key, self._tickets)
            if key is not None:
                self._newest[(id(owner), key)] = task.ticket
        self._running += 1
        if self._running == 1:
            self.busy.emit(True)
        pool.submit(self._work, task)

    def _is_stale(self, task: _Task) -> bool:
        with self._lock:
            return task.key is not None and self._newest.get((id(task.owner), task.key)) != task.ticket

    def _work(self, task: _Task) -> None:
        value, error = None, None
        if not self._is_stale(task):
            try:
                value = task.work()
            except Exception as caught:  # handed to ``failed``, never swallowed
                error = caught
        if not self._closing and shiboken6.isValid(self):
            self._finished.emit(_Outcome(task, value, error))

    def _deliver(self, outcome: _Outcome) -> None:
        self._running -= 1
        if self._running == 0:
            self.busy.emit(False)
        task = outcome.task
        if self._closing:
            return
        if outcome.error is None and isinstance(outcome.value, Written) and _says_something(outcome.value):
            self.changed.emit(outcome.value.changes)
        if not shiboken6.isValid(task.owner) or self._is_stale(task):
            if outcome.error is not None:
                log.warning("a task failed and nobody waits for it: %s", type(outcome.error).__name__)
            return
        if outcome.error is not None:
            task.failed(outcome.error)
        elif task.done is not None:
            task.done(outcome.value)


def _says_something(written: Written[Any]) -> bool:
    changes: Changes = written.changes
    return bool(changes.kinds)
