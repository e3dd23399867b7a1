"""Garbage is collected in the thread of the windows: a worker that takes a widget down ends the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Widgets with running timers are let go of; then a worker makes as many objects as it takes to collect.
_PROGRAM = """
import sys, threading, time, weakref
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from ui.qt.memory import collect_here

class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.update)
        self.timer.start(20)
        self.itself = self

application = QApplication([])
if sys.argv[1] == "here":
    collect_here(application)
    collect_here(application)
windows = [Window() for _ in range(20)]
gone = [weakref.ref(each) for each in windows]
kept = []
windows.clear()
def work():
    for at in range(300_000):
        kept.append([at])
worker = threading.Thread(target=work)
worker.start()
worker.join()
end = time.monotonic() + 1.5
while time.monotonic() < end:
    application.processEvents()
    time.sleep(0.01)
print(sum(each() is not None for each in gone), "left", flush=True)
"""


def _run(how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_a_worker_would_have_collected_is_collected_by_the_window() -> None:
    ran = _run("here")
    assert (ran.returncode, ran.stdout.strip()) == (0, "0 left"), ran.stderr
    assert "from another thread" not in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="how a program ends there is another matter")
def test_without_that_the_program_ends() -> None:
    """What is guarded against is there: the day Qt or Python mends it, the guard may go."""
    assert "from another thread" in _run("anywhere").stderr
