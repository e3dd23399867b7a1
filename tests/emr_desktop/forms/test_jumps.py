"""A jump is told with what is usual; small figures, young records and seasons of chance are left alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clock import Clock
from emr_desktop.forms.earlier import periods_before
from emr_desktop.forms.jumps import FEWEST, SMALL, usual
from emr_desktop.forms.periods import parse_period
from emr_desktop.forms.service import FormService

GROWN_UP = date(1990, 1, 1)
FIGURES = st.lists(st.integers(0, 500), min_size=FEWEST, max_size=12)


def test_the_periods_before_come_oldest_first_and_go_over_the_year() -> None:
    codes = [one.code for one in periods_before(parse_period("202602", "month"), 3)]
    assert codes == ["202511", "202512", "202601"]
    assert periods_before(parse_period("2026W1", "week"), 1)[0].code == "2025W52"


def test_a_young_record_has_no_habit() -> None:
    assert usual([20] * (FEWEST - 1)) is None


@given(FIGURES)
def test_what_was_usual_before_is_no_jump(figures) -> None:
    habit = usual(figures)
    assert habit is not None
    assert habit.low <= habit.high
    assert not habit.is_jump(sorted(figures)[len(figures) // 2])


@given(FIGURES, st.integers(0, 5000))
def test_small_figures_are_never_a_jump(figures, now) -> None:
    habit = usual(figures)
    assert habit is not None
    if max(now, habit.high) < SMALL:
        assert not habit.is_jump(now)


def test_one_epidemic_does_not_make_a_habit() -> None:
    habit = usual([20, 22, 18, 25, 21, 300, 19, 24])
    assert habit is not None
    assert (habit.low, habit.high) == (19, 25)
    assert habit.is_jump(74)
    assert not habit.is_jump(28)


@pytest.fixture
def forms(desk) -> FormService:
    return FormService(work=replace(desk.work, clock=Clock(now=lambda: datetime(2026, 12, 2, tzinfo=UTC))))


def _jumps(forms: FormService) -> list[tuple[str, object, object, object, object]]:
    return [
        (
            one.code.removeprefix("form.check."),
            one.params["row"],
            one.params["low"],
            one.params["high"],
            one.fix,
        )
        for one in forms.check("opd", "202611").findings
        if "jump" in one.code
    ]


def _months_of_pressure(desk, *, each: int) -> None:
    for month in range(4, 11):
        for _ in range(each):
            desk.see(date(2026, month, 10), GROWN_UP, diagnoses=("I10",), new_this_year=True)


def test_a_row_that_jumps_up_is_told_with_what_is_usual(desk, forms) -> None:
    _months_of_pressure(desk, each=3)
    for _ in range(20):
        desk.see(date(2026, 11, 10), GROWN_UP, diagnoses=("I10",), new_this_year=True)
    # The attendance jumps too, and explains the disease.
    assert {(way, row) for way, row, *_ in _jumps(forms)} == {("jump_up", "1"), ("jump_up", "2")}
    assert _jumps(forms)[0][2:] == (3, 3, "open_cell")


def test_a_disease_that_jumps_alone_is_told_and_signed_figures_count_as_signed(desk, forms) -> None:
    for month in range(4, 11):
        for _ in range(14):
            desk.see(date(2026, month, 10), GROWN_UP, diagnoses=("J00",), new_problem=True)
    for month in range(4, 8):
        forms.close("opd", f"2026{month:02}")
    for _ in range(14):
        desk.see(date(2026, 11, 10), GROWN_UP, diagnoses=("I10",))
    ways = {(way, low, high) for way, _row, low, high, _fix in _jumps(forms)}
    assert ways == {("jump_up", 0, 0), ("jump_down", 14, 14)}


def test_few_are_no_finding_while_the_month_runs(desk) -> None:
    for month in range(4, 11):
        for _ in range(14):
            desk.see(date(2026, month, 10), GROWN_UP, diagnoses=("J00",))
    assert _jumps(desk.forms) == []
