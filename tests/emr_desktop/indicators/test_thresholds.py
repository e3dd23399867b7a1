"""The weekly line against a table worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from emr_desktop.indicators.definition import alert_rules
from emr_desktop.indicators.thresholds import same_week, threshold

RULES = replace(
    alert_rules(),
    years=5,
    least_years=3,
    around=0,
    weeks=8,
    least_weeks=6,
    gap=1,
    deviations=2.0,
    least_cases=3,
)
MONDAY = date.fromisocalendar(2026, 20, 1)


def _years(*counts: int) -> dict[date, int]:
    return {date.fromisocalendar(2026 - back, 20, 1): count for back, count in enumerate(counts, 1)}


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        # sorted 3 5 7 8 12: median 7; mean 7; squares 16+4+0+1+25=46; 46/4=11.5; root 3.3912
        ((3, 5, 7, 8, 12), 7 + 2 * 3.391165),
        # median 10, all alike: the line is the median
        ((10, 10, 10, 10, 10), 10.0),
        # sorted 0 0 0 1 4: median 0; mean 1; squares 1+1+1+0+9=12; 12/4=3; root 1.7321
        ((0, 4, 0, 1, 0), 2 * 1.732051),
    ],
)
def test_the_line_is_the_median_and_two_deviations_of_the_same_weeks(
    counts: tuple[int, ...], line: float
) -> None:
    found = threshold(MONDAY, _years(*counts), date(2015, 1, 1), RULES)
    assert found.value == pytest.approx(line, abs=1e-5)
    assert (found.basis, found.known) == ("years", 5)


def test_weeks_at_either_side_belong_to_the_same_weeks() -> None:
    rules = replace(RULES, around=1, years=3)
    counts = {
        date.fromisocalendar(2026 - back, 20 + step, 1): 10 * back + step
        for back in (1, 2, 3)
        for step in (-1, 0, 1)
    }
    # 9 10 11 19 20 21 29 30 31: median 20; squares 3*(100+100)+6=606; 606/8=75.75; root 8.7034
    assert threshold(MONDAY, counts, date(2015, 1, 1), rules).value == pytest.approx(37.4069, abs=1e-3)


def test_a_young_record_uses_the_weeks_before_and_says_so() -> None:
    begun = MONDAY - timedelta(weeks=9)
    counts = {
        MONDAY - timedelta(weeks=back): count for back, count in enumerate((90, 4, 6, 5, 5, 4, 6, 5, 5), 1)
    }
    # the week next before (90) is left out: 4 6 5 5 4 6 5 5: median 5; squares 4; 4/7; root 0.7559
    found = threshold(MONDAY, counts, begun, RULES)
    assert (found.basis, found.known) == ("weeks", 8)
    assert found.value == pytest.approx(5 + 2 * 0.755929, abs=1e-5)


def test_a_few_weeks_give_no_line() -> None:
    found = threshold(MONDAY, {}, MONDAY - timedelta(weeks=5), RULES)
    assert (found.value, found.basis) == (None, "none")
    assert not found.is_above(100, RULES)


def test_the_week_in_which_the_record_begins_is_unknown_and_not_zero() -> None:
    begun = MONDAY - timedelta(weeks=8) + timedelta(days=2)
    assert threshold(MONDAY, {}, begun, RULES).known == 6
    assert threshold(MONDAY, {}, begun - timedelta(days=2), RULES).known == 7


def test_few_cases_are_never_called_above() -> None:
    line = threshold(MONDAY, _years(0, 0, 0, 0, 0), date(2015, 1, 1), RULES)
    assert line.value == 0
    assert [line.is_above(count, RULES) for count in (0, 2, 3)] == [False, False, True]


def test_week_53_has_a_same_week_in_every_year() -> None:
    monday = date.fromisocalendar(2026, 53, 1)
    assert same_week(monday, 1).isocalendar()[:2] == (2025, 52)
    assert same_week(monday, 6).isocalendar()[:2] == (2020, 53)
