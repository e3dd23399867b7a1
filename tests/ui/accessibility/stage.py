"""A screen, an accessibility bus and the real program, for as long as a ``with`` lasts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_ENDS_S = 10


@contextmanager
def virtual_screen(size: str = "1366x768x24") -> Iterator[str]:
    """A screen of its own that nobody sees; gives its name (``:5``)."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError("the virtual screen did not start")
        yield f":{number}"
    finally:
        _end(screen)


@contextmanager
def program(
    python: Path, folder: Path, *, display: str, language: str, home: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program itself on a data folder, talking to screen readers."""
    running = subprocess.Popen(
        [str(python), "-m", "emr_desktop", "--data-dir", str(folder), "--language", language],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DISPLAY": display,
            "HOME": str(home),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "EMR_DEVICE_DIR": str(folder.parent / "device"),
        },
        stdout=subprocess.DEVNULL,
        stderr=(home / "program.log").open("wb"),
    )
    try:
        yield running
    finally:
        _end(running)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_ENDS_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_ENDS_S)
