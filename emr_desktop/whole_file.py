"""Writes a file that a person asked for, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from db.into_place import into_place


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a power cut leaves the old file or the new one.

    Raises:
        OSError: nothing was written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        into_place(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
