"""Names the machine the figures were taken on, and how much else it was doing."""

from __future__ import annotations

import os
import platform
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher


def machine() -> dict[str, str]:
    """What a reader needs to know before comparing."""
    connection = sqlcipher.connect(":memory:")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gb():.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "load": " ".join(f"{load:.1f}" for load in _load())
        + " (programs that wanted to run: 1, 5, 15 minutes)",
        "Python": platform.python_version(),
        "SQLite": sqlcipher.sqlite_version,
        "SQLCipher": str(cipher),
        "SQLAlchemy": version("SQLAlchemy"),
        "PySide6": version("PySide6-Essentials"),
    }


def sync_ms(folder: Path) -> float:
    """How long the disk takes to promise 4 KiB (fsync), the middle of 30."""
    path = folder / "sync-probe"
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    took = []
    try:
        for _ in range(30):
            os.pwrite(handle, os.urandom(4096), 0)
            begin = time.perf_counter()
            os.fsync(handle)
            took.append(time.perf_counter() - begin)
    finally:
        os.close(handle)
        path.unlink()
    return sorted(took)[15] * 1000


def resident_mb() -> float | None:
    """Resident memory of this process in MB; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def drop_page_cache() -> bool:
    """Make the system forget what it has read from disk; False where that is not allowed."""
    with suppress(OSError):
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")
        return True
    return False


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError):
        return float("nan")


def _load() -> tuple[float, ...]:
    try:
        return os.getloadavg()
    except (AttributeError, OSError):
        return ()
