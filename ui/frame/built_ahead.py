"""Builds the screens nobody has opened yet while nobody does anything, so that opening one takes no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from ui.covering.activity import Activity

QUIET_MS = 1500  # nobody has pressed a key for so long
_BETWEEN_MS = 250  # between two screens: whoever begins now waits for one at most


class BuiltAhead(QObject):
    """One screen at a time, each in less than the tenth of a second a person would feel.

    A key or click begins the waiting anew, and so does work that is under way.
    """

    def __init__(
        self,
        *,
        left: Callable[[], Sequence[str]],
        build: Callable[[str], object],
        is_idle: Callable[[], bool],
        parent: QObject,
    ) -> None:
        """``left`` tells which screens are not there yet, in their order; ``build`` makes one of them."""
        super().__init__(parent)
        self._left, self._build, self._is_idle = left, build, is_idle
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._next)
        self._activity = Activity(self)
        self._activity.came.connect(self._wait)

    def start(self) -> None:
        """Begin to wait for a quiet moment."""
        self._activity.listen()
        self._wait()

    def stop(self) -> None:
        """Build no more."""
        self._quiet.stop()
        self._activity.stop()

    def _wait(self) -> None:
        self._quiet.start(QUIET_MS)

    def _next(self) -> None:
        if not self._is_idle():
            self._wait()
            return
        left = self._left()
        if left:
            self._build(left[0])
        if len(left) > 1:
            self._quiet.start(_BETWEEN_MS)
        else:
            self.stop()
