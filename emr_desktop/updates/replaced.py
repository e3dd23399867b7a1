"""Notices that other files were put in the place of the running program's own, by whatever installed them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

Stamp = tuple[int, int, int, int]  # device, number of the file, time in ns, size in bytes


class OwnFiles:
    """Some files as they were when this was made."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._stamps = {path: _stamp(path) for path in paths}

    def were_replaced(self) -> bool:
        """Whether another file, or none, lies where one of them lay."""
        return any(_stamp(path) != stamp for path, stamp in self._stamps.items())


def own_files() -> OwnFiles:
    """Those of the frozen program that runs; of none where it runs from its sources."""
    if not getattr(sys, "frozen", False):
        return OwnFiles(())
    return OwnFiles((Path(sys.executable), Path(sys._MEIPASS) / "modules.pyz"))  # type: ignore[attr-defined] # noqa: SLF001


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
