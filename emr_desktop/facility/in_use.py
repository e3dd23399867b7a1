"""Keeps a restore from moving a record away while a command works on it, and commands out meanwhile.

The windows have the lock of the folder (``instance.py``); commands may work beside them and beside each
other, so each takes a place of its own in a second lock file, and a restore takes all of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emr_desktop.errors import EmrError
from emr_desktop.facility.layout import USE_FILE_NAME

if sys.platform == "win32":
    import msvcrt
    import random

    _PLACES = 1000

    _TRIES = 4  # two commands may choose the same place; a restore has all of them

    def _take(handle: int, *, alone: bool) -> None:
        for left in range(0 if alone else _TRIES, -1, -1):
            os.lseek(handle, 0 if alone else random.randrange(_PLACES), os.SEEK_SET)  # noqa: S311
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, _PLACES if alone else 1)
            except OSError:
                if left == 0:
                    raise
            else:
                return

else:
    import fcntl

    def _take(handle: int, *, alone: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


@contextmanager
def in_use(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Work on the record inside the block.

    Args:
        folder: the data folder.
        alone: nobody else may; for a restore that takes its place.

    Raises:
        EmrError: ``restore.in_use``: a command works on it (asked for alone); ``restore.under_way``.
    """
    try:
        handle = os.open(folder / USE_FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # read-only: what follows says so better, and no restore can move it
        yield
        return
    try:
        try:
            _take(handle, alone=alone)
        except OSError as error:
            raise EmrError("restore.in_use" if alone else "restore.under_way", path=str(folder)) from error
        yield
    finally:
        os.close(handle)
