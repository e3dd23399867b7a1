"""From the units of a figure to a place on an axis, with numbers at places that read well."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Of ten, a hundred and so on: the steps between two numbers at an axis.
_STEPS = (1, 2, 5, 10)
_FEWEST = 5.0


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high``, with a number at every tick; ``unit`` is what the numbers are."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str = ""

    def part(self, value: float) -> float:
        """How far along the axis a value stands: 0 at ``low``, 1 at ``high``, beyond that outside."""
        return (value - self.low) / (self.high - self.low)


def ticks_between(low: float, high: float, step: float) -> tuple[float, ...]:
    """Every multiple of ``step`` from ``low`` to ``high``."""
    first = math.ceil(low / step)
    return tuple(place * step for place in range(first, math.floor(high / step) + 1))


def count_axis(values: Iterable[float | None], *, most_ticks: int = 5, unit: str = "") -> Axis:
    """An axis for counts: from zero, in whole steps of 1, 2 or 5 tens, with room for the largest value."""
    largest = max((value for value in values if value is not None), default=0.0)
    largest = max(largest, _FEWEST)
    step = next(
        factor * 10**power
        for power in range(12)
        for factor in _STEPS
        if math.ceil(largest / (factor * 10**power)) <= most_ticks
    )
    high = float(math.ceil(largest / step) * step)
    return Axis(0.0, high, ticks_between(0.0, high, step), unit)


def percent_axis() -> Axis:
    """From 0 to 100 per cent."""
    return Axis(0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0), "%")
