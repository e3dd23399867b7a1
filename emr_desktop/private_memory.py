"""Keeps the memory of this process out of files: no core dump, no memory in an error report.

The key and whoever is on the screen are in memory while people work. What the system writes to its swap and
hibernation files is not in our hands.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys

log = logging.getLogger(__name__)

_PR_SET_DUMPABLE = 4  # prctl(2)
_NO_BOXES = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX
_NO_HEAP = 0x1  # WER_FAULT_REPORTING_FLAG_NOHEAP


def keep_memory_private() -> None:
    """Ask the system for it, once at the start; a system that does not know how is left alone."""
    try:
        if sys.platform == "win32":
            _on_windows()
        else:
            _on_unix()
    except (OSError, ValueError, AttributeError) as error:
        log.warning("memory not kept out of dumps: %s", type(error).__name__)


def _on_unix() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # Also for a system that pipes dumps to a collector, which RLIMIT_CORE does not stop.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _on_windows() -> None:
    library = getattr(ctypes, "windll", None)
    if library is None:
        return
    library.kernel32.SetErrorMode(_NO_BOXES)
    library.kernel32.WerSetFlags(_NO_HEAP)
    if getattr(sys, "frozen", False):  # of another Python on this PC nothing is said
        library.wer.WerAddExcludedApplication(os.path.basename(sys.executable), False)  # noqa: PTH119
