"""How long this process has been there and how much memory it holds, for the smoke test."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Any


def resident_mb() -> float | None:
    """Resident memory of this process in MB (10^6 bytes); None where the system does not tell."""
    try:
        if sys.platform == "win32":
            found = _Memory()
            found.size = ctypes.sizeof(found)
            asked = _library("psapi").GetProcessMemoryInfo(_this_process(), ctypes.byref(found), found.size)
            return round(found.working_set / 1_000_000, 1) if asked else None
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000, 1)
    except (OSError, AttributeError, ValueError):
        return None


def process_age() -> float | None:
    """Seconds since the process was started, interpreter included; None where the system does not tell."""
    try:
        if sys.platform == "win32":
            times = (ctypes.c_ulonglong * 4)()  # FILETIME each: 100 ns since 1601
            places = [ctypes.byref(times, 8 * each) for each in range(4)]
            asked = _library("kernel32").GetProcessTimes(_this_process(), *places)
            return round(time.time() - (times[0] / 10**7 - 11_644_473_600), 3) if asked else None
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return round(uptime - ticks / os.sysconf("SC_CLK_TCK"), 3)
    except (OSError, AttributeError, ValueError):
        return None


class _Memory(ctypes.Structure):  # PROCESS_MEMORY_COUNTERS of psapi.h
    _fields_ = (
        ("size", ctypes.c_ulong),
        ("page_faults", ctypes.c_ulong),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("others", ctypes.c_size_t * 6),
    )


def _library(name: str) -> Any:
    return getattr(ctypes, "windll")[name]  # noqa: B009 - is there on Windows alone


def _this_process() -> ctypes.c_void_p:
    return ctypes.c_void_p(-1)  # what GetCurrentProcess answers
