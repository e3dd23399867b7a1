"""Where a paper lies while a printer or another program reads it: in memory where there is such a place."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

_PREFIX = "emr-paper-"


def papers_folder() -> Path:
    """Make a private folder for this session's papers; ``remove_left_papers`` finds it after a power cut."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_place()))


def remove_left_papers() -> int:
    """Remove what programs that ended without cleaning up left behind; gives how many folders."""
    removed = 0
    for place in {_place(), Path(tempfile.gettempdir())}:
        with contextlib.suppress(OSError):
            for folder in place.glob(f"{_PREFIX}*"):
                if _is_ours(folder) and not _is_alive(_process_of(folder)):
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += 1
    return removed


def _place() -> Path:
    # The runtime folder of a login on Linux lies in memory, is this user's alone and ends with the login.
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and sys.platform == "linux":
        with contextlib.suppress(OSError):
            found = os.stat(runtime)  # noqa: PTH116 - once, not three times
            if found.st_uid == os.getuid() and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                return Path(runtime)
    return Path(tempfile.gettempdir())


def _process_of(folder: Path) -> int:
    number = folder.name.removeprefix(_PREFIX).partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _is_ours(folder: Path) -> bool:
    return sys.platform == "win32" or (folder.is_dir() and folder.lstat().st_uid == os.getuid())


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if process <= 0:
        return False
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
