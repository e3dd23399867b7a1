"""Watches how long the event loop was kept from its work: what a person feels as a window that hangs."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 5


@dataclass(frozen=True)
class Stall:
    """How long the loop did not turn, and where the program stood when it was looked at."""

    ms: float
    where: str = ""
    cpu_ms: float = 0.0  # processor time of the window's thread in it; the rest it waited for the machine


@dataclass
class StallWatch:
    """``with StallWatch() as watch: ...; assert watch.worst_ms <= 100``.

    A timer beats in the event loop; what lies between two beats beyond its interval is the time in which
    no key would have been heard. A thread beside it notes where the program stands during a long one.

    Attributes:
        noted_from_ms: shorter ones are not noted.
        stalls: those that were noted, in their order.
    """

    noted_from_ms: float = 50.0
    stalls: list[Stall] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._owner = QObject()
        self._timer = QTimer(self._owner)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last, self._cpu = 0.0, 0.0
        self._seen = ""
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
        self._last, self._cpu = time.perf_counter(), time.thread_time()
        self._running = True
        self._timer.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beat()
        self._running = False
        self._timer.stop()
        self._thread.join(timeout=2)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is done meanwhile is the test's own work and keeps nobody waiting."""
        self._beat()
        self._paused = True
        try:
            yield
        finally:
            self._paused = False
            self._last, self._cpu = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        took = (now - self._last) * 1000 - _BEAT_MS
        if not self._paused and took >= self.noted_from_ms:
            self.stalls.append(Stall(took, self._seen, (cpu - self._cpu) * 1000))
        self._seen = ""
        self._last, self._cpu = now, cpu

    def _look(self) -> None:
        import sys

        while self._running:
            time.sleep(_BEAT_MS / 1000)
            waiting = (time.perf_counter() - self._last) * 1000
            if waiting >= self.noted_from_ms and not self._seen and not self._paused:
                frame = sys._current_frames().get(self._watched)
                self._seen = "".join(traceback.format_stack(frame)[-6:]) if frame is not None else ""
