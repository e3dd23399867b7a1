"""Watches how long the event loop was kept from its work: what a person feels as a window that hangs."""

from __future__ import annotations

import gc
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 5
_PLACES = 8
_SCHEDULE = Path("/proc/thread-self/schedstat")


@dataclass(frozen=True)
class Stall:
    """How long the loop did not turn, and where the program stood when it was looked at."""

    ms: float
    where: str = ""
    cpu_ms: float = 0.0  # processor time of the window's thread in it
    queue_ms: float = (
        0.0  # it could have run, but other programs had the processor; the rest it waited for us
    )

    pace: float = 1.0  # how slow the processor was, see tests/ui/pace.py

    @property
    def own_ms(self) -> float:
        """Without the time in which other programs, or other threads of ours, had the processor."""
        return self.ms - self.queue_ms


@dataclass
class StallWatch:
    """``with StallWatch() as watch: ...; assert watch.worst_ms <= 100``.

    A timer beats in the event loop; what lies between two beats beyond its interval is the time in which
    no key would have been heard. A thread beside it notes where the program stands during a long one.

    Attributes:
        noted_from_ms: shorter ones are not noted.
        look_ms: how often it is looked where the program stands.
        pace: tells how slow the processor is, for each one that is noted.
        with_garbage: whether Python's collections count. In tests they look at what all tests before have
            left, and at the program, which is put aside in the program itself (``ui/qt/memory.py``).
        stalls: those that were noted, in their order.
    """

    noted_from_ms: float = 50.0
    look_ms: float = _BEAT_MS
    pace: Callable[[], float] = lambda: 1.0
    with_garbage: bool = True
    stalls: list[Stall] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._owner = QObject()
        self._timer = QTimer(self._owner)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last, self._cpu, self._queued = 0.0, 0.0, 0.0
        self._seen: Counter[str] = Counter()
        self._collecting = (0.0, 0.0)
        self._running = False
        self._paused = False
        self._watched = threading.get_ident()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @property
    def worst_ms(self) -> float:
        """The longest time no key would have been heard; 0 when none was long enough to be noted."""
        return max((stall.ms for stall in self.stalls), default=0.0)

    @property
    def worst(self) -> Stall:
        return max(self.stalls, key=lambda stall: stall.ms, default=Stall(0.0))

    def __enter__(self) -> StallWatch:
        self._last, self._cpu, self._queued = time.perf_counter(), time.thread_time(), _queued_ms()
        self._running = True
        self._timer.start()
        self._thread.start()
        if not self.with_garbage:
            gc.callbacks.append(self._collect)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beat()
        if not self.with_garbage:
            gc.callbacks.remove(self._collect)
        self._running = False
        self._timer.stop()
        self._thread.join(timeout=2)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done meanwhile is the test's own work and keeps nobody waiting."""
        self.hold()
        try:
            yield
        finally:
            self.go_on()

    def hold(self) -> None:
        """What comes now keeps nobody waiting, until ``go_on``."""
        self._beat()
        self._paused = True

    def go_on(self) -> None:
        """Watch again, from now."""
        self._paused = False
        self._last, self._cpu, self._queued = time.perf_counter(), time.thread_time(), _queued_ms()

    def _beat(self) -> None:
        now, cpu, queued = time.perf_counter(), time.thread_time(), _queued_ms()
        took = (now - self._last) * 1000 - _BEAT_MS
        if not self._paused and took >= self.noted_from_ms:
            spent = (cpu - self._cpu) * 1000
            waited = min(queued - self._queued, took - spent)
            seen = dict(self._seen)  # the other thread goes on looking
            where = max(seen, key=lambda place: seen[place], default="")
            self.stalls.append(Stall(took, where, spent, waited, self.pace()))
            now, cpu, queued = time.perf_counter(), time.thread_time(), _queued_ms()
        self._seen.clear()
        self._last, self._cpu, self._queued = now, cpu, queued

    def _collect(self, phase: str, _told: dict[str, int]) -> None:
        if threading.get_ident() != self._watched:
            return
        now, cpu = time.perf_counter(), time.thread_time()
        if phase == "start":
            self._collecting = (now, cpu)
        else:
            self._last += now - self._collecting[0]
            self._cpu += cpu - self._collecting[1]

    def _look(self) -> None:
        while self._running:
            time.sleep(self.look_ms / 1000)
            waiting = (time.perf_counter() - self._last) * 1000
            if waiting >= self.noted_from_ms and not self._paused:
                self._seen["".join(traceback.format_list(_standing(self._watched)))] += 1


def _queued_ms() -> float:
    """How long the calling thread has waited for a processor, where the system tells it (Linux)."""
    try:
        return int(_SCHEDULE.read_text().split()[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0


def _standing(thread: int) -> list[traceback.FrameSummary]:
    """The last few places of a thread's stack.

    Its frames are let go at once: one that is held after it ended keeps its painter, and the window crashes.
    """
    frame, places = sys._current_frames().get(thread), []
    while frame is not None and len(places) < _PLACES:
        places.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    del frame
    return [
        traceback.FrameSummary(path, line, name, lookup_line=False) for path, line, name in reversed(places)
    ]
