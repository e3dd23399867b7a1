"""Watches every test of a window for what would keep a person waiting: a tenth of a second in the event loop.

Counted is the processor time of the window's thread between two turns of the loop, at the pace of a quiet
machine, so that what else runs fails nobody; and only inside the loop or a key press, because what a test
does itself keeps nobody waiting.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.ui.pace import Pace
from tests.ui.stall_watch import Stall, StallWatch

LIMIT_MS = 100.0

# What takes longer, how long it may take (ms), and why.
KNOWN = {
    "log-in": (
        160.0,
        "the first screen is built, laid out and painted in one turn; 500 ms are allowed for all",
    ),
}

_METHODS: tuple[tuple[Any, str], ...] = ((QEventLoop, "exec"), (QAbstractButton, "click"))
_STATIC: tuple[tuple[Any, str], ...] = (
    (QCoreApplication, "processEvents"),
    (QApplication, "processEvents"),
    (QTest, "keyClick"),
    (QTest, "keyClicks"),
    (QTest, "mouseClick"),
    (QTest, "qWait"),
)


class LoopWatch:
    """Between ``begin`` and ``end``: what stalled the loop, by processor time."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._watch: StallWatch | None = None
        self._inside = 0

    def begin(self) -> None:
        self._pace.note()
        self._watch = StallWatch(
            noted_from_ms=LIMIT_MS / 2, look_ms=25, pace=self._pace.factor, with_garbage=False
        )
        self._watch.__enter__()
        self._watch.hold()

    def end(self) -> list[Stall]:
        """Those that took longer than a person may wait."""
        watch, self._watch = self._watch, None
        if watch is None:
            return []
        watch.__exit__(None, None, None)
        return watch.stalls

    @contextmanager
    def inside(self) -> Iterator[None]:
        """The loop turns, or a key is pressed."""
        watch = self._watch
        self._inside += 1
        if watch is not None and self._inside == 1:
            watch.go_on()
        try:
            yield
        finally:
            self._inside -= 1
            if watch is not None and self._inside == 0:
                watch.hold()

    @contextmanager
    def known(self, what: str) -> Iterator[None]:
        """What happens meanwhile is named in ``KNOWN`` and may take as long as stands there."""
        watch, (limit, _because) = self._watch, KNOWN[what]
        before = len(watch.stalls) if watch is not None else 0
        yield
        if watch is not None:
            watch.stalls[before:] = [
                stall for stall in watch.stalls[before:] if stall.cpu_ms / stall.pace > limit
            ]

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Hear of every way into the loop, for as long as ``patch`` lasts."""
        for owner, name in _METHODS:
            patch.setattr(owner, name, self._told(getattr(owner, name)))
        for owner, name in _STATIC:
            patch.setattr(owner, name, staticmethod(self._told(getattr(owner, name))))

    def _told(self, entry: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(entry)
        def call(*given: Any, **named: Any) -> Any:
            with self.inside():
                return entry(*given, **named)

        return call


def allowed_ms(node: pytest.Item) -> float:
    """``@pytest.mark.stalls(150, because="...")`` lets one test wait longer, with the reason."""
    marker = node.get_closest_marker("stalls")
    if marker is None:
        return LIMIT_MS
    assert str(marker.kwargs["because"]).strip(), "a stall needs a reason"
    return float(marker.args[0])


def told(stalls: list[Stall], limit: float) -> str:
    """What to say about those that are too long; empty when none is."""
    return "\n".join(
        f"the window heard no key for {stall.cpu_ms / stall.pace:.0f} ms of its own processor time"
        f" ({stall.cpu_ms:.0f} ms at {1 / stall.pace:.0%} of the pace):\n{stall.where}"
        for stall in stalls
        if stall.cpu_ms / stall.pace > limit
    )
