"""A log file of bounded size that several programs may write at once, on Windows too.

Nobody keeps the file open: each line is written under a lock of the operating system and the file is closed
again. So the program that finds it full may rename it, which Windows refuses while anybody has it open.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK_ENDING = ".lock"
_WAIT_S = 0.08  # a window must not stand still for a line of the log
_PAUSE_S = 0.004
_BEYOND = 4  # how many times its size a file that cannot be renamed may reach before it begins anew

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class SharedLogHandler(logging.Handler):
    """Writes ``path``, and keeps ``path.1`` (newer) to ``path.N`` (older).

    Args:
        path: of the newest file; its folder is there.
        largest_bytes: of each file.
        files: how many in all, the newest included.
    """

    def __init__(self, path: Path, *, largest_bytes: int, files: int) -> None:
        super().__init__()
        self.path = path
        self._largest, self._files = largest_bytes, files
        with _opened(path):  # a folder that cannot be written is told at once
            pass
        self._forget_surplus()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; what cannot be written is left out without a word."""
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")[: self._largest]
            with _locked(self.path.with_name(self.path.name + LOCK_ENDING)) as alone:
                self._write(line, alone=alone)
        except Exception:  # also a mistake in the record's own words must not stop care
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A log that cannot be written (full disk) must not stop care, nor print what it could not log."""

    def _write(self, line: bytes, *, alone: bool) -> None:
        size = _size(self.path)
        if size and size + len(line) > self._largest:
            if alone:
                self._turn_over()
            elif size > _BEYOND * self._largest:
                return
        with _opened(self.path) as handle:
            os.write(handle, line)

    def _turn_over(self) -> None:
        """Make room for a new file; a file that somebody holds open stays, and begins anew in the end."""
        try:
            self._numbered(self._files - 1).unlink(missing_ok=True)
            for number in range(self._files - 2, -1, -1):
                with suppress(FileNotFoundError):
                    os.replace(self._numbered(number), self._numbered(number + 1))  # noqa: PTH105
        except OSError:
            if _size(self.path) > _BEYOND * self._largest:
                os.truncate(self.path, 0)

    def _numbered(self, number: int) -> Path:
        return self.path if number == 0 else self.path.with_name(f"{self.path.name}.{number}")

    def _forget_surplus(self) -> None:
        """Files of a time when more were kept."""
        for path in self.path.parent.glob(f"{self.path.name}.*"):
            ending = path.name.removeprefix(f"{self.path.name}.")
            if ending.isdigit() and int(ending) >= self._files:
                with suppress(OSError):
                    path.unlink()


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether the lock was got within a moment; the block runs either way."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield False
        return
    try:
        yield _wait_for(handle)
    finally:
        os.close(handle)  # and the lock goes with it


def _wait_for(handle: int) -> bool:
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            _take(handle)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE_S)
        else:
            return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
