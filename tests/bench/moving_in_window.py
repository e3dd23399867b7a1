"""Run by ``moving_in``: the page of files tries a large export, is stopped in the real thing, and goes on."""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from emr_desktop.facility.service import unlock  # noqa: E402
from tests.ui.pace import Pace  # noqa: E402
from tests.ui.stall_watch import StallWatch  # noqa: E402
from ui.app import build  # noqa: E402

_LONGEST_S = 3600


def main() -> None:
    """FOLDER SYSTEM EXPORT."""
    application = QApplication(sys.argv[:1])
    folder, system, export = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    shell = build(application, folder=folder, language="en")
    shell.resize(1366, 768)
    shell.show()
    # As a person comes in: what the program is made of is put aside before, for the collections.
    ready: list[bool] = []
    shell.ready.connect(lambda: ready.append(True))
    QTimer.singleShot(0, shell.begin)
    _until(lambda: bool(ready))
    assert shell.login is not None
    shell.login.unlocked.emit(unlock(folder, username="mkuu", password=os.environ["EMR_PASSWORD"]))
    _until(lambda: shell.frame is not None)
    _until(lambda: False, 5.0)  # the screens that are made beforehand
    shell.frame.go_to("administration")
    view = shell.frame.view("administration")
    view.sections.buttons["data"].click()
    page = view.data
    _until(lambda: page.isVisible())
    seen: list[int] = []
    pace = Pace()
    collected: list[tuple[int, float]] = []
    gc.callbacks.append(_Collections(collected))
    page._progressed.connect(lambda at, _of: seen.append(at))
    page.moving.source.bar.choose(system)
    _until(lambda: False, 1.0)

    def watched(what: str, begin: Any, *, stop_at: int | None = None) -> None:
        seen.clear()
        begun = time.perf_counter()
        pace.note()
        collected.clear()
        with StallWatch(pace=pace.factor) as watch:
            begin()
            _until(lambda: page._bar.isVisible())
            if stop_at is not None:
                _until(lambda: bool(seen) and seen[-1] >= stop_at)
                pressed = time.perf_counter()
                page._stop.click()
            _until(lambda: not page._bar.isVisible())
            ended = time.perf_counter()
            _until(lambda: False, 0.5)
        worst = sorted(watch.stalls, key=lambda stall: -stall.cpu_ms)[:3]
        told = {
            "clock_s": round(ended - begun, 1),
            "steps_shown": len(set(seen)),
            "worst_ms": round(watch.worst_ms),
            # by the processor time of the window's thread, at the pace of a quiet machine
            "worst_own_ms": round(max((stall.cpu_ms / stall.pace for stall in watch.stalls), default=0)),
            "pace": round(pace.factor(), 2),
            "collections_ms": {
                g: round(max(m for n, m in collected if n == g)) for g in {n for n, _ in collected}
            },
            "over_100_ms": sum(stall.ms > 100 for stall in watch.stalls),
            "where": [
                f"{stall.ms:.0f}/{stall.cpu_ms:.0f}/{stall.queue_ms:.0f} {stall.where[-400:]}"
                for stall in worst
            ],
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000,
            "banner": page.banner.text,
        }
        if stop_at is not None:
            told["stopped_after_ms"] = round((ended - pressed) * 1000)
        print(what, json.dumps(told), flush=True)

    watched(f"{system} window: trial, stopped", lambda: page.moving.try_it(export), stop_at=3000)
    watched(f"{system} window: trial", lambda: page.moving.try_it(export))
    watched(f"{system} window: kept, stopped", lambda: _press(page), stop_at=6000)
    watched(f"{system} window: trial again", lambda: page.moving.try_it(export))
    if not page.confirm.isHidden():
        watched(f"{system} window: kept", lambda: _press(page))
    shell.close()


class _Collections:
    """How long each collection took, by the processor time of its thread."""

    def __init__(self, into: list[tuple[int, float]]) -> None:
        self._into, self._begun = into, 0.0

    def __call__(self, phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            self._begun = time.thread_time()
        else:
            self._into.append((about["generation"], (time.thread_time() - self._begun) * 1000))


def _press(page: Any) -> None:
    from PySide6.QtWidgets import QAbstractButton

    yes = next(each for each in page.confirm.findChildren(QAbstractButton) if each.isVisible())
    for each in page.confirm.findChildren(QAbstractButton):
        if "Keep" in each.text():
            yes = each
    yes.click()


def _until(holds: Any, seconds: float = _LONGEST_S) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()


if __name__ == "__main__":
    main()
