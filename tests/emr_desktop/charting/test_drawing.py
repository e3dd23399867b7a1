"""Axes with numbers that read well, and shapes that stay in their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.charting.axis import count_axis, percent_axis
from emr_desktop.charting.chart import Category, Chart, HeatChart, Series
from emr_desktop.charting.drawing import draw, elided
from emr_desktop.charting.shapes import Box, Dot, Stroke, Words


def _measure(text: str) -> float:
    return 5.0 * len(text)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), max_size=20))
def test_an_axis_of_counts_begins_at_zero_and_holds_every_value(values: list[int | None]) -> None:
    axis = count_axis(values)
    assert axis.low == axis.ticks[0] == 0
    assert axis.ticks[-1] == axis.high
    assert all(value <= axis.high for value in values if value is not None)
    assert 2 <= len(axis.ticks) <= 6
    assert all(tick == round(tick) for tick in axis.ticks)
    step = axis.ticks[1]
    assert str(int(step)).rstrip("0") in ("1", "2", "5")


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [(0, (0, 1, 2, 3, 4, 5)), (7, (0, 2, 4, 6, 8)), (11_319, (0, 5000, 10000, 15000))],
)
def test_ticks_are_numbers_that_read_well(largest: int, ticks: tuple[int, ...]) -> None:
    assert count_axis([largest]).ticks == ticks


_values = st.lists(st.one_of(st.none(), st.integers(0, 5000).map(float)), min_size=1, max_size=53)


@given(values=_values, lying=st.booleans(), look=st.sampled_from(["solid", "line", "limit", "hatched"]))
def test_nothing_is_drawn_outside_the_room_and_every_value_can_be_pointed_at(
    values: list[float | None], lying: bool, look: str
) -> None:
    categories = tuple(Category(f"n{at}", f"name {at}") for at in range(len(values)))
    chart = Chart(
        "t",
        categories,
        (Series("a", "A", tuple(values), "solid" if lying else look),),
        lying=lying,
        marked=frozenset({0}),
        mark_name="above",
    )
    drawing = draw(chart, width=400, height=160, size=8, measure=_measure)
    assert [area.at for area in drawing.areas] == list(range(len(values)))
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert shape.x >= -0.01
            assert shape.x + shape.width <= 400.01
            assert -0.01 <= shape.y <= shape.y + shape.height <= 160.01
        elif isinstance(shape, Stroke):
            assert all(-0.01 <= x <= 400.01 and -0.01 <= y <= 160.01 for x, y in shape.points)
        elif isinstance(shape, Dot):
            assert 0 <= shape.x <= 400
        elif isinstance(shape, Words):
            assert shape.text


def test_stacked_bars_touch_and_add_up() -> None:
    chart = Chart(
        "t",
        (Category("a", "a"),),
        (Series("x", "X", (30.0,), "solid"), Series("y", "Y", (20.0,), "soft")),
    )
    lower, upper = (
        shape
        for shape in draw(chart, width=200, height=100, size=8, measure=_measure).shapes
        if isinstance(shape, Box) and shape.width > 20
    )
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert lower.height / upper.height == pytest.approx(1.5)
    assert chart.said(0) == "a. X: 30; Y: 20"


def test_a_gap_in_a_line_is_not_bridged() -> None:
    chart = Chart(
        "t",
        tuple(Category("", str(at)) for at in range(5)),
        (Series("a", "A", (1.0, 2.0, None, 4.0, 5.0), "line"),),
    )
    strokes = [
        shape
        for shape in draw(chart, width=200, height=100, size=8, measure=_measure).shapes
        if isinstance(shape, Stroke) and shape.look == "line"
    ]
    assert [len(stroke.points) for stroke in strokes] == [2, 2]


def test_an_empty_chart_says_why() -> None:
    chart = Chart("t", (), (), empty="There is no visit in the record yet.")
    drawing = draw(chart, width=60, height=100, size=8, measure=_measure)
    assert " ".join(shape.text for shape in drawing.shapes if isinstance(shape, Words)) == chart.empty
    assert drawing.areas == ()


def test_the_darkest_cell_is_the_largest() -> None:
    chart = HeatChart("t", (Category("a", "A"),), (Category("8", "8"), Category("9", "9")), ((2, 8),))
    boxes = [
        shape
        for shape in draw(chart, width=200, height=60, size=8, measure=_measure).shapes
        if isinstance(shape, Box)
    ]
    assert [box.strength for box in boxes] == [0.25, 1.0]
    assert chart.said(1) == "A, 9: 8"


def test_a_long_name_is_cut_and_per_cent_end_at_a_hundred() -> None:
    assert elided("Malaria", 30, _measure) == "Malar…"
    assert percent_axis().high == 100
