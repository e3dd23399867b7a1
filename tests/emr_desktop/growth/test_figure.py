"""The figure of a chart: curves of the right table, marks where they belong."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from emr_desktop.growth.figure import DAYS_A_MONTH, figure
from emr_desktop.growth.rows import INDICATORS, Assessment

Assessed = Callable[..., Assessment]


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("sex", ["M", "F"])
@pytest.mark.parametrize("age_days", [0, 400, 730, 731, 1826])
def test_the_curves_lie_one_above_the_other_inside_the_axes(indicator: str, sex: str, age_days: int) -> None:
    drawn = figure(indicator, sex=sex, age_days=age_days, earlier=(), today=None)
    assert [curve.z for curve in drawn.curves] == [-3, -2, 0, 2, 3]
    assert drawn.marks == ()
    for curve in drawn.curves:
        for stroke in curve.strokes:
            assert all(
                drawn.x.low <= x <= drawn.x.high and drawn.y.low <= y <= drawn.y.high for x, y in stroke
            )
    for lower, upper in pairwise(drawn.curves):
        for below, above in zip(lower.strokes, upper.strokes, strict=True):
            assert all(one[1] < other[1] for one, other in zip(below, above, strict=True))
    for axis in (drawn.x, drawn.y):
        assert 3 <= len(axis.ticks) <= 16
        assert axis.ticks[0] >= axis.low - 1e-9
        assert axis.ticks[-1] <= axis.high + 1e-9


def test_a_small_childs_chart_ends_at_two_years_and_a_bigger_ones_at_five() -> None:
    young = figure("weight_for_age", sex="F", age_days=700, earlier=(), today=None)
    older = figure("weight_for_age", sex="F", age_days=800, earlier=(), today=None)
    assert round(young.x.high / DAYS_A_MONTH) == 24
    assert round(older.x.high / DAYS_A_MONTH) == 60


def test_the_curve_breaks_where_lying_becomes_standing() -> None:
    drawn = figure("length_height_for_age", sex="M", age_days=900, earlier=(), today=None)
    lying, standing = drawn.curves[2].strokes
    assert (lying[-1][0], standing[0][0]) == (730, 731)
    assert lying[-1][1] > standing[0][1]


def test_marks_are_the_measurements_that_have_a_score(assessed: Assessed) -> None:
    earlier = (
        assessed("M", 30, weight_kg=4.3),
        assessed("M", 60, height_cm=58),  # no weight
        assessed("M", 90, weight_kg=6),
    )
    today = assessed("M", 120, weight_kg=7)
    drawn = figure("weight_for_age", sex="M", age_days=120, earlier=earlier, today=today)
    assert [(mark.x, mark.y, mark.today) for mark in drawn.marks] == [
        (30, 4.3, False),
        (90, 6, False),
        (120, 7, True),
    ]


def test_a_length_of_long_ago_stands_on_the_chart_of_heights_seven_millimetres_lower(
    assessed: Assessed,
) -> None:
    lying, standing = (
        assessed("F", 700, weight_kg=10, height_cm=82),
        assessed("F", 800, weight_kg=11, height_cm=86),
    )
    drawn = figure("weight_for_length_height", sex="F", age_days=800, earlier=(lying,), today=standing)
    assert drawn.table == "weight_for_height"
    assert [mark.x for mark in drawn.marks] == pytest.approx([81.3, 86])


def test_a_point_far_above_the_curves_stretches_the_axis(assessed: Assessed) -> None:
    heavy = assessed("M", 365, weight_kg=19)
    drawn = figure("weight_for_age", sex="M", age_days=365, earlier=(), today=heavy)
    assert drawn.y.high >= 19


def test_what_lies_beyond_the_chart_is_counted(assessed: Assessed) -> None:
    later = assessed("M", 1000, weight_kg=13)  # a visit of today written back among later ones
    drawn = figure("weight_for_age", sex="M", age_days=365, earlier=(later,), today=None)
    assert (drawn.marks, drawn.outside) == ((), 1)
