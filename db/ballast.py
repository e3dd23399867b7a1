"""Keeps room on the disk that is given back when it runs full, so that whoever is at work can finish."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from db.into_place import into_place

BALLAST_BYTES = 64 << 20
WARN_FREE = 1_000_000_000  # bytes: somebody should make room
FAIL_FREE = 200_000_000  # somebody must make room now
_FILE_NAME = "room-to-finish"
_PIECE = 1 << 20


def has_ballast(folder: Path) -> bool:
    return (folder / _FILE_NAME).is_file()


def make_ballast(folder: Path, *, size: int = BALLAST_BYTES) -> bool:
    """Lay the file down where there is more room than ``WARN_FREE`` beside it; says whether it is there.

    Nothing is raised: a disk that does not take it is told of by the doctor.
    """
    path = folder / _FILE_NAME
    part = path.with_suffix(".part")
    try:
        if path.is_file() and path.stat().st_size >= size:
            return True
        if shutil.disk_usage(folder).free < WARN_FREE + size:
            return path.is_file()
        with part.open("wb") as handle:
            _fill(handle.fileno(), size)
            os.fsync(handle.fileno())
        into_place(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        return False
    return True


def release_ballast(folder: Path) -> bool:
    """Give the room back; says whether there was any."""
    try:
        (folder / _FILE_NAME).unlink()
    except OSError:
        return False
    return True


def _fill(handle: int, size: int) -> None:
    reserve = getattr(os, "posix_fallocate", None)
    if reserve is not None:
        reserve(handle, 0, size)
        return
    for _ in range(0, size, _PIECE):  # bytes that a disk with compression cannot make small
        os.write(handle, os.urandom(_PIECE))
