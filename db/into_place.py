"""Gives a file that was written beside another the other's name, also where something holds it for a moment.

On Windows a virus scanner, an indexer or a copying program opens whatever was just written, and while it does
the file can be neither renamed nor replaced.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6)
_OPEN_ELSEWHERE = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION of winerror.h


class HeldFile(PermissionError):
    """Another program has the file open, and went on having it."""


def into_place(part: Path, path: Path) -> None:
    """Rename a file or a folder, in place of a file of that name; on Windows tried for some seconds.

    Raises:
        HeldFile: another program was in the way all the time; both are as they were.
        OSError: likewise.
    """
    patiently(lambda: part.replace(path))


def patiently(act: Callable[[], object], *, windows: bool = os.name == "nt") -> None:
    """Do something with files; on Windows again and again while another program may be holding one.

    Raises:
        HeldFile: it stayed so (Windows alone).
        OSError: anything else, at once.
    """
    for pause in _PAUSES_S if windows else ():
        try:
            act()
            return
        except PermissionError:
            time.sleep(pause)
    try:
        act()
    except PermissionError as error:
        if not windows:
            raise
        # Replacing a file that is open answers "access denied", as if rights were missing; but who could
        # write the new file beside it has them.
        raise HeldFile(*error.args[:2], error.filename) from error


def is_held(error: OSError) -> bool:
    """Whether a failed file operation means that another program has the file open."""
    return isinstance(error, HeldFile) or getattr(error, "winerror", None) in _OPEN_ELSEWHERE
