"""Lets one window program at a time work on a data folder."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from db.errors import trouble_from_os
from emr_desktop.errors import EmrError
from emr_desktop.facility.layout import LOCK_FILE_NAME

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # Far behind the end of the file, so that the process number at its start stays readable.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


# 0: under Wine the library of Windows says only that it did not get the lock.
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK, 0)


class InstanceLock:
    """A lock of the operating system, held until the process ends, however it ends.

    The file stays when the lock goes: removing it would let two programs lock two files of one name. Two
    users of one PC meet here too, because the file lies in the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE_NAME
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            EmrError: ``facility.already_open``; ``process`` is the holder's number when it can be read.
            DatabaseTrouble: the lock file cannot be written.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise trouble_from_os(error, path=str(self._path)) from error
        try:
            _lock(handle)
        except OSError as error:
            holder = _read_start(handle)
            os.close(handle)
            if error.errno in _TAKEN:
                raise EmrError("facility.already_open", process=holder) from error
            raise trouble_from_os(error, path=str(self._path)) from error
        self._handle = handle
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        except OSError:
            pass  # a full disk: the lock holds without the number

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _read_start(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        return os.read(handle, 20).decode("ascii", "replace")
    except OSError:
        return ""
