"""What is read before a log-in is not read again after it, and somebody who is in is not held up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.qt.tasks import Tasks
from ui.warming import Warming

ROOT = Path(__file__).resolve().parents[2]


def test_the_steps_go_one_after_the_other_and_a_broken_one_stops_nobody(qtbot: QtBot) -> None:
    tasks, done = Tasks(), list[str]()

    def broken() -> None:
        raise OSError("no such file")

    warming = Warming(tasks=tasks, somebody_is_in=lambda: False)
    with qtbot.waitSignal(warming.ended, timeout=5000):
        warming.begin([lambda: done.append("a"), broken, lambda: done.append("b")])
    assert done == ["a", "b"]
    tasks.close()


def test_nothing_more_is_read_ahead_once_somebody_is_in(qtbot: QtBot) -> None:
    tasks, done = Tasks(), list[str]()
    warming = Warming(tasks=tasks, somebody_is_in=lambda: bool(done))
    with qtbot.waitSignal(warming.ended, timeout=5000):
        warming.begin([lambda: done.append("a"), lambda: done.append("b")])
    assert done == ["a"]
    tasks.close()


_OPENED = """
import sys, gc, linecache
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from ui.app import build
from ui.qt.tasks import Tasks
app, folder, tasks = QApplication([]), Path(sys.argv[1]), Tasks()
shell, loop = build(app, folder=folder, tasks=tasks), QEventLoop()
shell._warming.ended.connect(loop.quit)
QTimer.singleShot(30_000, loop.quit)
QTimer.singleShot(0, shell.begin)
loop.exec()
assert gc.get_freeze_count() > 50_000, gc.get_freeze_count()
assert not linecache.cache, list(linecache.cache)[:5]
fulls = gc.get_stats()[2]["collections"]
known = set(sys.modules)
from emr_desktop.facility.service import unlock
shell._open(unlock(folder, username="mkuu", password=sys.argv[2]))
while not tasks.is_idle or shell.frame.current_screen == "":
    app.processEvents()
new = sorted(name for name in set(sys.modules) - known)
assert not new, new
assert gc.get_stats()[2]["collections"] == fulls
print("well")
shell.close()
"""


@pytest.mark.slow
def test_a_log_in_imports_nothing_and_has_no_full_collection_in_it(data_folder: Path, password: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OPENED, str(data_folder), password],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("well")
