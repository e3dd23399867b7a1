"""One measured figure beside its target, and the ways a list of timings is summed up."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """A line of the table.

    ``target`` is the most it may be; None for what is only told. ``cpu`` is the processor time behind a value
    of the wall clock, in the same unit: what it would be on a machine that does nothing else and never waits.
    """

    what: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""
    cpu: float | None = None

    @property
    def verdict(self) -> str:
        """``ok``, ``over``, or ``waiting``: over by the wall clock, within it by processor time."""
        if self.target is None:
            return ""
        if self.value <= self.target:
            return "ok"
        return "waiting" if self.cpu is not None and self.cpu <= self.target else "over"


@dataclass(frozen=True)
class Spent:
    """One try: seconds on the wall clock, and seconds of this process's processor time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Sum:
    """Many tries, in milliseconds."""

    p50: float
    p95: float
    slowest: float
    cpu_p50: float
    cpu_p95: float
    tries: int


def timed(work: Callable[[], object]) -> Spent:
    """Do it once and say what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def summed(tries: Sequence[Spent]) -> Sum:
    walls = sorted(one.wall * 1000 for one in tries)
    cpus = sorted(one.cpu * 1000 for one in tries)
    return Sum(
        p50=median(walls),
        p95=percentile(walls, 95),
        slowest=walls[-1],
        cpu_p50=median(cpus),
        cpu_p95=percentile(cpus, 95),
        tries=len(walls),
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The smallest value that ``percent`` of the values do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def paired_ratio(
    first: Callable[[], float], second: Callable[[], float], *, rounds: int
) -> tuple[float, ...]:
    """Measure two things in turn and give the middle of first/second, and both middles.

    A, B, B, A, ...: what else the machine does meanwhile falls on both, and the middle leaves out its peaks.
    """
    firsts, seconds, ratios = [], [], []
    for number in range(rounds):
        if number % 2:
            other, one = second(), first()
        else:
            one, other = first(), second()
        firsts.append(one)
        seconds.append(other)
        ratios.append(one / other)
    return median(ratios), median(firsts), median(seconds)


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the garbage collector from falling on whichever of two things happens to be running."""
    gc.collect()
    by_itself = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if by_itself:
            gc.enable()
