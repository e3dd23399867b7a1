"""A day at one desk in the real window: log-in, every screen, a hundred visits, and what stays in memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from figures import Figure, Spent, summed, timed
from machine import resident_mb
from measured_facility import ROOT, standing_clock
from sizes import Size

_SWITCH_MS, _RECEPTION_MS, _DAY_MB, _GROWTH_MB = 100.0, 500.0, 250.0, 10.0
_BEGINS = 20  # visits after which what is loaded once was loaded
_ROUNDS = 6
_TYPING_MS = 3000


def day_figures(size: Size) -> list[Figure]:
    """Let another process work for a day, so that nothing measured before is in its memory."""
    visits = 100 if size.visits >= 100_000 else 40
    answer = subprocess.run(
        [sys.executable, __file__, str(visits)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=1800,
    )
    if answer.returncode:
        raise AssertionError(f"the day ended with {answer.returncode}:\n{answer.stderr}")
    told: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
    figures = [
        Figure(
            "log-in to a usable reception",
            told["reception"]["wall"] + told["unlock_ms"],
            "ms",
            _RECEPTION_MS,
            f"{told['unlock_ms']:.0f} of it the check of the password",
            told["reception"]["cpu"],
        )
    ]
    for kind, words in (("first", "first opening of a screen"), ("later", "going back to a screen, p95")):
        slowest = max(told[kind], key=lambda name: told[kind][name]["wall"])
        each = ", ".join(f"{name} {spent['wall']:.0f}" for name, spent in told[kind].items())
        spent = told[kind][slowest]
        figures.append(Figure(f"{words}, the slowest", spent["wall"], "ms", _SWITCH_MS, each, spent["cpu"]))
    figures += [
        Figure(f"resident after {visits} visits", told["rss_mb"], "MB", _DAY_MB),
        Figure(
            f"  grown since the first {_BEGINS}",
            told["rss_mb"] - told["begun_mb"],
            "MB",
            _GROWTH_MB,
            f"{told['pace_s']:.2f} s a visit with keys",
        ),
    ]
    return figures


def work_for_a_day(visits: int) -> dict[str, Any]:
    """Log in, go through the screens, write visits with keys."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.app import build
    from ui.qt.tasks import Tasks

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "training"
        _make_training_facility(folder)
        tasks = Tasks()
        shell = build(application, folder=folder, tasks=tasks, clock=standing_clock())
        shell.resize(1366, 768)
        shell.show()
        loaded = QEventLoop()
        shell.ready.connect(loaded.quit)
        QTimer.singleShot(0, shell.begin)
        loaded.exec()
        QTimer.singleShot(_TYPING_MS, loaded.quit)  # a person types; what is needed next is loaded meanwhile
        loaded.exec()
        from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD
        from emr_desktop.facility.service import unlock

        unlocking = time.perf_counter()
        work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD, clock=standing_clock())
        unlocking = time.perf_counter() - unlocking

        def rest() -> None:
            until = time.monotonic() + 0.15  # what begins only when the window is idle belongs to nobody
            while not tasks.is_idle or time.monotonic() < until:
                application.processEvents()
                time.sleep(0.001)

        def log_in() -> None:
            shell._open(work)
            while not tasks.is_idle or shell.frame is None or not shell.frame.current_screen:
                application.processEvents()
            application.processEvents()

        reception = timed(log_in)
        frame = shell.frame
        assert frame is not None
        rest()

        def go(name: str) -> Spent:
            def until_it_is_painted() -> None:
                frame.go_to(name)
                application.processEvents()

            spent = timed(until_it_is_painted)
            rest()
            return spent

        first = {name: go(name) for name in frame.screen_names[1:]}
        later: dict[str, list[Spent]] = {name: [] for name in frame.screen_names}
        for _ in range(_ROUNDS):
            for name in frame.screen_names:
                later[name].append(go(name))
        begun, pace = _write(frame, tasks, application.processEvents, visits)
        return {
            "unlock_ms": unlocking * 1000,
            "reception": _told(reception),
            "first": {name: _told(spent) for name, spent in first.items()},
            "later": {
                name: {"wall": summed(spent).p95, "cpu": summed(spent).cpu_p95}
                for name, spent in later.items()
            },
            "begun_mb": begun,
            "rss_mb": resident_mb(),
            "pace_s": pace,
        }


def _make_training_facility(folder: Path) -> None:
    """In a process of its own: what making it takes is not in the memory of the day."""
    subprocess.run(
        [sys.executable, "-c", _MAKE, str(folder)],
        check=True,
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


_MAKE = """
import sys
from pathlib import Path
from emr_desktop.demo.facility import make_demo
from measured_facility import standing_clock
from sizes import LAST_DAY, SEED
make_demo(Path(sys.argv[1]), seed=SEED, months=2, per_day=40, until=LAST_DAY, clock=standing_clock())
"""


def _write(frame: Any, tasks: Any, turn: Callable[[], None], visits: int) -> tuple[float, float]:
    """Write visits; gives what was resident when the first were written, and the seconds of one."""
    from draining import grown_up
    from opening import Window
    from PySide6.QtCore import QCoreApplication, QEvent

    frame.go_to("consultation")
    desk = Window(frame.clinic, frame.view("consultation"), tasks, turn)
    desk.rest()
    patients, begun, took = cycle(grown_up(frame.clinic)), 0.0, []
    for number in range(visits):
        if number == _BEGINS:
            begun = resident_mb()
        started = time.perf_counter()
        desk.write_visit(next(patients)[0])
        # No loop runs here: what keys let go of waits for one, as it never does in the program.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        took.append(time.perf_counter() - started)
    return begun, median(took)


def _told(spent: Spent) -> dict[str, float]:
    return {"wall": spent.wall * 1000, "cpu": spent.cpu * 1000}


if __name__ == "__main__":
    print(json.dumps(work_for_a_day(int(sys.argv[1]))))
