"""The line above which a week is worth asking about. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, stdev

from emr_desktop.indicators.definition import AlertRules


@dataclass(frozen=True)
class Threshold:
    """``value`` None: too little is known. ``basis``: ``years weeks none``; ``known`` says how many."""

    value: float | None
    basis: str
    known: int

    def is_above(self, count: int, rules: AlertRules) -> bool:
        """Whether a week with so many cases is called above the line."""
        return self.value is not None and count > self.value and count >= rules.least_cases


def threshold(monday: date, counts: Mapping[date, int], begun: date, rules: AlertRules) -> Threshold:
    """Work the line out for one week.

    Args:
        monday: the first day of the week; it and later weeks are not looked at.
        counts: cases by the Monday of their week; a week that is not in it had none.
        begun: the first day of the record: earlier weeks, and the one it lies in, are not zero but unknown.
        rules: years, weeks and deviations.
    """
    first_known = begun + timedelta(days=-begun.weekday() % 7)
    same: list[int] = []
    years = 0
    for back in range(1, rules.years + 1):
        weeks = [
            week
            for step in range(-rules.around, rules.around + 1)
            if (week := same_week(monday, back) + timedelta(weeks=step)) >= first_known
        ]
        if len(weeks) == 2 * rules.around + 1:
            years += 1
            same += [counts.get(week, 0) for week in weeks]
    if years >= rules.least_years:
        return Threshold(_line(same, rules.deviations), "years", years)
    latest = [
        counts.get(week, 0)
        for back in range(rules.gap + 1, rules.gap + 1 + rules.weeks)
        if (week := monday - timedelta(weeks=back)) >= first_known
    ]
    if len(latest) >= rules.least_weeks:
        return Threshold(_line(latest, rules.deviations), "weeks", len(latest))
    return Threshold(None, "none", 0)


def same_week(monday: date, years_back: int) -> date:
    """The Monday of the same ISO week of an earlier year; week 53 is the last week there."""
    year, week, _ = monday.isocalendar()
    try:
        return date.fromisocalendar(year - years_back, week, 1)
    except ValueError:
        return date.fromisocalendar(year - years_back, 52, 1)


def _line(values: Sequence[int], deviations: float) -> float:
    """Median plus deviations; the deviation is that of a sample (n-1)."""
    spread = stdev(values) if len(values) > 1 else 0.0
    return median(values) + deviations * spread
