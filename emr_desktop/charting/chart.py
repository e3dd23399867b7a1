"""What a chart says, whoever paints it: categories, series of values, an axis, words in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from emr_desktop.charting.axis import Axis, count_axis

LOOKS = ("solid", "soft", "hatched", "line", "faint_line", "limit")


@dataclass(frozen=True)
class Category:
    """A place on the axis of categories; an empty ``label`` is not written, ``name`` is said in full."""

    label: str
    name: str


@dataclass(frozen=True)
class Series:
    """One value for each category; None where there is none. ``look`` is one of ``LOOKS``.

    Bars are ``solid``, ``soft`` or ``hatched``: they stand on each other, in this order.
    ``line`` has a dot at each value, ``faint_line`` is thinner and without dots, ``limit`` is dashed.
    """

    code: str
    name: str
    values: tuple[float | None, ...]
    look: str

    @property
    def is_bars(self) -> bool:
        return self.look in ("solid", "soft", "hatched")


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        title: the heading, also what a screen reader says first.
        categories: months, weeks, days, diagnoses, villages.
        series: what is drawn over them.
        lying: bars lie, with the names of the categories at their left.
        marked: categories that carry a triangle, because they are above a limit.
        mark_name: what the triangle means.
        empty: what to say in place of a chart; empty when there is something to draw.
        unit: put behind every number that is read out (``%``).
        axis: of the values; None: from zero, as far as the values need it.
        legend: whether the series are named above the chart.
    """

    title: str
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    lying: bool = False
    marked: frozenset[int] = frozenset()
    mark_name: str = ""
    empty: str = ""
    unit: str = ""
    axis: Axis | None = None
    legend: bool = True

    @cached_property
    def scale(self) -> Axis:
        """The axis of the values."""
        if self.axis is not None:
            return self.axis
        lines = [value for series in self.series if not series.is_bars for value in series.values]
        return count_axis((*self.stacks, *lines), most_ticks=4)

    @cached_property
    def stacks(self) -> tuple[float, ...]:
        """How high the bars of each category stand together."""
        bars = [series for series in self.series if series.is_bars]
        return tuple(sum(series.values[at] or 0 for series in bars) for at in range(len(self.categories)))

    def said(self, at: int) -> str:
        """A category read out: its name and every value of it."""
        values = [
            f"{series.name}: {number_text(value)}{self.unit}"
            for series in self.series
            if (value := series.values[at]) is not None
        ]
        mark = [self.mark_name] if at in self.marked and self.mark_name else []
        return f"{self.categories[at].name}. " + "; ".join((*values, *mark))


@dataclass(frozen=True)
class HeatChart:
    """A table of counts whose cells are the darker the larger they are; the number stands in each."""

    title: str
    rows: tuple[Category, ...]
    columns: tuple[Category, ...]
    values: tuple[tuple[int, ...], ...]  # row by row
    empty: str = ""

    @cached_property
    def largest(self) -> int:
        return max((value for line in self.values for value in line), default=0)

    def said(self, at: int) -> str:
        """A cell read out; cells are numbered row by row."""
        line, place = divmod(at, len(self.columns))
        return f"{self.rows[line].name}, {self.columns[place].name}: {self.values[line][place]}"


def number_text(value: float) -> str:
    """``1,240``, ``7.5``: what stands at an axis, over a bar and in a sentence."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def thinned(labels: Sequence[str], every: int) -> tuple[str, ...]:
    """Keep the first and each ``every``-th label; the others are not written."""
    return tuple(label if place % every == 0 else "" for place, label in enumerate(labels))
