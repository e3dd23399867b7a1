"""Moves a restored facility in, and the one that lay there aside, whole, whenever the power is cut.

What moves in lies complete in ``.restore``. Its marker says how far the move is: ``ready`` (the old one is
being moved aside), then ``aside`` (the new one is moving in). Every step can be done again, so the next look
at the folder finishes what a power cut began. Loads neither SQLAlchemy nor SQLCipher.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from db.device import sync_folder
from db.errors import trouble_from_os
from db.into_place import into_place
from db.key_file import KEY_FILE_NAME, SECOND_COPY_NAME
from emr_desktop.facility.layout import (
    ASIDE_FOLDER_NAME,
    DATABASE_FILE_NAME,
    restore_folder,
)
from emr_desktop.settings import SETTINGS_FILE_NAME

_READY, _ASIDE = "ready", "aside"
# The log goes before its file, and the keys with their database: what lies aside can be opened as it was.
MOVED = (
    f"{DATABASE_FILE_NAME}-wal",
    f"{DATABASE_FILE_NAME}-shm",
    f"{DATABASE_FILE_NAME}-journal",
    DATABASE_FILE_NAME,
    KEY_FILE_NAME,
    SECOND_COPY_NAME,
    SETTINGS_FILE_NAME,
)
# A log of the old database beside the new one would be played into it; the database comes last.
_ARRIVING = (SETTINGS_FILE_NAME, KEY_FILE_NAME, SECOND_COPY_NAME, DATABASE_FILE_NAME)


def begin_move(folder: Path, *, stamp: str) -> Path | None:
    """Say that ``.restore`` is complete, and move it in.

    Args:
        folder: the data folder.
        stamp: names the folder below ``moved-aside`` for what lies there now.

    Returns:
        Where the facility that lay there is now; None when there was none.

    Raises:
        DatabaseTrouble: the move could not be finished; the next look at the folder goes on with it.
    """
    waiting = restore_folder(folder)
    aside = _free(folder / ASIDE_FOLDER_NAME, stamp) if any((folder / n).exists() for n in MOVED) else None
    try:
        _mark(waiting, _READY, "" if aside is None else aside.name)
        finish_move(folder)
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    return aside


def move_is_under_way(folder: Path) -> bool:
    """Whether a power cut left a move half done."""
    waiting = restore_folder(folder)
    return (waiting / _READY).exists() or (waiting / _ASIDE).exists()


def finish_move(folder: Path) -> None:
    """Finish a move that was begun; a ``.restore`` without a marker is worth nothing and stays unused.

    Raises:
        OSError: something is in the way; everything is still there, in one of the two places.
    """
    waiting = restore_folder(folder)
    ready, second = waiting / _READY, waiting / _ASIDE
    if not second.exists():
        if not ready.exists():
            return
        name = ready.read_text(encoding="utf-8")
        if name:
            _move_aside(folder, folder / ASIDE_FOLDER_NAME / Path(name).name)
        into_place(ready, second)
        sync_folder(waiting)
    for name in _ARRIVING:
        with contextlib.suppress(FileNotFoundError):  # it is in already
            into_place(waiting / name, folder / name)
    sync_folder(folder)
    second.unlink(missing_ok=True)
    shutil.rmtree(waiting, ignore_errors=True)


def _move_aside(folder: Path, aside: Path) -> None:
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in MOVED:
        with contextlib.suppress(FileNotFoundError):  # not there, or aside already
            into_place(folder / name, aside / name)
    sync_folder(aside)
    sync_folder(folder)


def _free(parent: Path, stamp: str) -> Path:
    wanted, number = parent / stamp, 2
    while wanted.exists():
        wanted, number = parent / f"{stamp}-{number}", number + 1
    return wanted


def _mark(waiting: Path, name: str, text: str) -> None:
    part = waiting / f"{name}.part"
    with part.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    into_place(part, waiting / name)
    sync_folder(waiting)
