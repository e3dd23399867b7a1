"""Brings the window that is open to the front when the program is started once more.

The lock of the data folder decides who works; this is only the knock at the door. The second start writes a
number into a file of the data folder, which the first one watches and answers.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import sys
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

_KNOCK, _ANSWER = "instance.knock", "instance.answer"
_WAIT_S, _LOOK_S = 2.0, 0.05


class Doorbell(QObject):
    """Held by the program that has the lock. Signals: ``rung`` by a second start, with its file."""

    rung = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        with contextlib.suppress(OSError):  # a full disk: the second start is told in words
            (folder / _KNOCK).write_bytes(b"")
            (folder / _ANSWER).unlink(missing_ok=True)
            self._watcher.addPath(str(folder / _KNOCK))
        self._watcher.fileChanged.connect(self._look)

    def _look(self) -> None:
        with contextlib.suppress(OSError):
            number, _, file = (self._folder / _KNOCK).read_bytes().partition(b"\n")
            if number:
                (self._folder / _ANSWER).write_bytes(number)
                self.rung.emit(os.fsdecode(file))

    def close(self) -> None:
        """Nobody is here any more."""
        for path in self._watcher.files():
            self._watcher.removePath(path)


def knock(folder: Path, *, holder: str = "", file: str = "") -> bool:
    """Ask the program that is open to come to the front; says whether it answered. Not in the GUI thread.

    Args:
        folder: the data folder.
        holder: the number of the process that has the lock.
        file: what this start was given to open; the other one opens it.
    """
    number = secrets.token_hex(8).encode()
    if sys.platform == "win32" and holder.isdecimal():
        with contextlib.suppress(AttributeError, OSError):
            ctypes.windll.user32.AllowSetForegroundWindow(int(holder))
    try:
        if not (folder / _KNOCK).is_file():
            return False
        (folder / _KNOCK).write_bytes(number + b"\n" + os.fsencode(file))
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            if (folder / _ANSWER).is_file() and (folder / _ANSWER).read_bytes() == number:
                (folder / _ANSWER).unlink(missing_ok=True)
                return True
            time.sleep(_LOOK_S)
    except OSError:
        return False
    return False


def bring_to_front(window: QWidget) -> None:
    """Show the window over the others, also when it was made small."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
