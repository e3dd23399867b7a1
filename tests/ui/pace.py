"""How slow the processor is now, so that a limit in processor time means the same beside other programs.

Two programs on the two halves of a core share what is in it: the same work then costs twice the processor
time. What a stall took is therefore divided by what a fixed piece of work takes at the same moment.
"""

from __future__ import annotations

import time
from statistics import median, quantiles

# What the piece takes on the machine of docs/figures.md with nothing else running.
_QUIET_MS = 0.6
_TRIES = 5
_FEW = 8


class Pace:
    """``factor()``: 1 on a quiet machine as fast as that one or faster, 2 where all takes twice as long."""

    def __init__(self) -> None:
        self._seen: list[float] = []

    def note(self) -> None:
        """Look once, so that a moment alone is not taken for the pace of a busy hour."""
        self._seen.append(_piece_ms())

    def factor(self) -> float:
        now = [_piece_ms() for _ in range(_TRIES)]
        self._seen += now
        usual = quantiles(self._seen, n=4)[2] if len(self._seen) >= _FEW else 0.0
        return max(1.0, median(now) / _QUIET_MS, usual / _QUIET_MS)


def _piece_ms() -> float:
    begun = time.thread_time()
    kept: dict[int, tuple[int, str]] = {}
    for number in range(6000):
        kept[number % 512] = (number, str(number))
    return (time.thread_time() - begun) * 1000
