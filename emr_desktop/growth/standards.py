"""The WHO child growth standards as tables of L, M and S, read once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.tables import read_table

LAST_DAY = 1826  # of the tables by age: five years
STANDING_FROM_DAY = 731  # two years: until then children are measured lying


@dataclass(frozen=True)
class Lms:
    """Power, median and coefficient of variation at one age or length."""

    power: float
    median: float
    spread: float


@dataclass(frozen=True)
class Standard:
    """One indicator for one sex, its rows in rising order of ``x`` (days of age, or cm)."""

    indicator: str
    sex: str
    xs: tuple[float, ...]
    rows: tuple[Lms, ...]

    def at(self, x: float) -> Lms | None:
        """L, M and S at ``x``, on a straight line between two rows; None outside the table."""
        if not self.xs[0] <= x <= self.xs[-1]:
            return None
        place = bisect_left(self.xs, x)
        after = self.rows[place]
        if self.xs[place] == x:
            return after
        before = self.rows[place - 1]
        share = (x - self.xs[place - 1]) / (self.xs[place] - self.xs[place - 1])
        return Lms(
            before.power + (after.power - before.power) * share,
            before.median + (after.median - before.median) * share,
            before.spread + (after.spread - before.spread) * share,
        )


@cache
def _standards() -> dict[tuple[str, str], Standard]:
    found: dict[tuple[str, str], list[tuple[float, Lms]]] = {}
    for row in read_table("growth/who_lms.csv"):
        lms = Lms(float(row["l"]), float(row["m"]), float(row["s"]))
        found.setdefault((row["indicator"], row["sex"]), []).append((float(row["x"]), lms))
    return {
        key: Standard(*key, tuple(x for x, _ in rows), tuple(lms for _, lms in rows))
        for key, rows in found.items()
    }


def standard(indicator: str, sex: str) -> Standard:
    """The table of one indicator (``weight_for_age``, ``weight_for_length`` ...) and sex (``M``, ``F``).

    Raises:
        KeyError: there is no such table.
    """
    return _standards()[indicator, sex]
