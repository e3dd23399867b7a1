"""Writes a file that a person asked for, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from db.into_place import into_place, is_held

__all__ = ["is_held", "write_whole"]
from emr_desktop.stopping import go_on


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a power cut leaves the old file or the new one.

    Raises:
        OSError: nothing was written.
        Stopped: the person stopped it before; nothing was written.
    """
    go_on()
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        into_place(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
