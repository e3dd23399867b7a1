"""Files written whole, folders taken away at once: whatever moment the power goes off."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from db.device import sync_folder
from db.into_place import into_place

PART = ".part"
_CHUNK = 1 << 20

__all__ = ["PART", "digest", "discard", "move", "sync_folder", "write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in the place of the one of before, whole or not at all.

    Raises:
        OSError: nothing was changed.
    """
    part = path.with_name(path.name + PART)
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    into_place(part, path)
    sync_folder(path.parent)


def move(old: Path, new: Path) -> None:
    """Give a file or a folder of one disk another name, so that it holds.

    On Windows a scanner may have a file open for a moment: it is tried for some seconds.

    Raises:
        OSError: everything is where it was.
    """
    into_place(old, new)
    sync_folder(new.parent)
    if old.parent != new.parent:
        sync_folder(old.parent)


def discard(folder: Path) -> None:
    """Take a folder away; what is left of one that was cut off has no name that anybody trusts.

    Raises:
        OSError: it could not even get another name.
    """
    part = folder if folder.name.endswith(PART) else folder.with_name(folder.name + PART)
    shutil.rmtree(part, ignore_errors=True)
    if part != folder and folder.exists():
        move(folder, part)
        shutil.rmtree(part, ignore_errors=True)


def digest(path: Path) -> str:
    """SHA-256 (hex) of a file that nobody has open."""
    hashed = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()
