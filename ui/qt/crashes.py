"""Catches what nobody caught: writes it to the log and shows it, without a word about patients."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

Keep = Callable[[BaseException], object]
log = logging.getLogger(__name__)


class CrashWatch(QObject):
    """``install()`` sets the hooks of the interpreter; ``crashed`` comes in the GUI thread.

    Exceptions in slots, timers and paint events reach ``sys.excepthook`` and the program goes on; those of
    threads come on their thread, hence the queued signal.
    """

    crashed = Signal(object)
    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None, *, keep: Keep | None = None) -> None:
        """``keep`` writes a report of what was not caught; it must not raise."""
        super().__init__(parent)
        self._keep = keep
        self._caught.connect(self.crashed, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        # The formatter of the log leaves the words of the exception out: they may hold a name.
        log.critical("not caught", exc_info=(kind, error, trace))
        self._report(error)
        self._caught.emit(error)

    def _on_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is None or isinstance(told.exc_value, SystemExit):
            return
        log.critical("not caught on a thread", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))
        self._report(told.exc_value)
        self._caught.emit(told.exc_value)

    def _report(self, error: BaseException) -> None:
        if self._keep is not None:
            self._keep(error)
