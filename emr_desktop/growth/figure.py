"""What a growth chart consists of, in days, cm and kg: the screen and the paper paint the same figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from emr_desktop.charting.axis import Axis, ticks_between
from emr_desktop.growth.rows import Assessment, Score
from emr_desktop.growth.standards import LAST_DAY, STANDING_FROM_DAY, Standard, standard
from emr_desktop.growth.zscores import RESTRICTED, value_at

CURVES = (-3, -2, 0, 2, 3)
DAYS_A_MONTH = 30.4375
_LYING_IS_LONGER_CM = 0.7


@dataclass(frozen=True)
class Curve:
    """One line of the standard; two strokes where lying changes to standing."""

    z: int
    strokes: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Mark:
    """One measurement on the chart."""

    x: float
    y: float
    on: date
    score: Score
    today: bool


@dataclass(frozen=True)
class Figure:
    indicator: str  # of rows.INDICATORS
    table: str  # the WHO table that the curves are of
    sex: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...]  # oldest first
    outside: int  # measurements that lie beyond this chart's edges


def figure(
    indicator: str, *, sex: str, age_days: int, earlier: Sequence[Assessment], today: Assessment | None
) -> Figure:
    """Draw up the chart of one indicator for a child of this age.

    Args:
        indicator: of ``rows.INDICATORS``.
        sex: ``M`` or ``F``.
        age_days: today; younger than two years the chart ends at two years, later at five.
        earlier: of the visits before, oldest first; what has no score of this indicator is left out.
        today: of the visit on screen, which may not be saved yet.
    """
    young = age_days < STANDING_FROM_DAY
    table = indicator
    if indicator == "weight_for_length_height":
        table = "weight_for_length" if young else "weight_for_height"
    tables = standard(table, sex)
    by_age = table.endswith("_for_age")
    last = float(STANDING_FROM_DAY - 1 if young else LAST_DAY) if by_age else tables.xs[-1]
    curves = tuple(Curve(z, _strokes(tables, z, last, by_age=by_age)) for z in CURVES)
    marks = [
        mark
        for assessment, is_today in (*((one, False) for one in earlier), (today, True))
        if assessment is not None and (mark := _mark(assessment, indicator, table, is_today)) is not None
    ]
    x = _age_axis(last) if by_age else Axis(tables.xs[0], last, ticks_between(tables.xs[0], last, 5), "cm")
    seen = [mark for mark in marks if x.low <= mark.x <= x.high]
    heights = [y for curve in curves for stroke in curve.strokes for _, y in stroke]
    y = _y_axis(heights, [mark.y for mark in seen], _UNITS[indicator])
    return Figure(indicator, table, sex, x, y, curves, tuple(seen), len(marks) - len(seen))


_UNITS = {
    "weight_for_age": "kg",
    "length_height_for_age": "cm",
    "weight_for_length_height": "kg",
    "bmi_for_age": "kg/m²",
    "head_circumference_for_age": "cm",
}


def _strokes(
    tables: Standard, z: int, last: float, *, by_age: bool
) -> tuple[tuple[tuple[float, float], ...], ...]:
    points = [
        (x, value_at(z, lms, restricted=tables.indicator in RESTRICTED))
        for x, lms in zip(tables.xs, tables.rows, strict=True)
        if x <= last
    ]
    if not by_age or tables.indicator in ("weight_for_age", "head_circumference_for_age"):
        return (tuple(points),)
    lying = tuple(point for point in points if point[0] < STANDING_FROM_DAY)
    standing = tuple(point for point in points if point[0] >= STANDING_FROM_DAY)
    return tuple(stroke for stroke in (lying, standing) if stroke)


def _mark(assessment: Assessment, indicator: str, table: str, is_today: bool) -> Mark | None:
    score = assessment.score(indicator)
    if score is None:
        return None
    x = score.x
    if score.table != table:  # a child measured lying then, on the chart of those who stand
        x += -_LYING_IS_LONGER_CM if table == "weight_for_height" else _LYING_IS_LONGER_CM
    return Mark(x, score.value, assessment.measured.on, score, is_today)


def _age_axis(last: float) -> Axis:
    months = round(last / DAYS_A_MONTH)
    step = 2 if months <= 24 else 6
    return Axis(
        0.0, last, tuple(min(month * DAYS_A_MONTH, last) for month in range(0, months + 1, step)), "months"
    )


def _y_axis(curves: Sequence[float], marks: Sequence[float], unit: str) -> Axis:
    low, high = min((*curves, *marks)), max((*curves, *marks))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (high - low) / step <= 14)
    low, high = max(0.0, math.floor(low / step) * step), math.ceil(high / step) * step
    return Axis(low, high, ticks_between(low, high, step), unit)
