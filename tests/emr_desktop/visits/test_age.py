"""Ages against an independent slow definition, and the days that tempt a program to be wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.visits.age import age_text, age_text_of_months, completed_months, completed_years

DATES = st.dates(date(1890, 1, 1), date(2060, 12, 31))


def _slow_months(born: date, on: date) -> int:
    """Walk day by day and count a month whenever its day, or the first of the month after, comes."""
    months, day = 0, born
    while day < on:
        day += timedelta(days=1)
        yesterday = day - timedelta(days=1)
        day_came = day.day == born.day
        day_was_missing = day.day == 1 and yesterday.day < born.day
        months += day_came or day_was_missing
    return months


@given(DATES, st.integers(0, 1600))
def test_completed_months_agree_with_counting_day_by_day(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    assert completed_months(born, on) == _slow_months(born, on)


@given(DATES, st.integers(0, 45_000))
def test_an_age_never_falls_and_grows_by_at_most_one_a_day(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    grown = completed_months(born, on + timedelta(days=1)) - completed_months(born, on)
    assert grown in (0, 1)


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2026, 1, 31), date(2026, 3, 31), 2),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (date(2024, 2, 29), date(2028, 2, 29), 48),
        (date(2021, 10, 5), date(2026, 10, 4), 59),
        (date(2021, 10, 5), date(2026, 10, 5), 60),
        (date(2026, 10, 5), date(2026, 10, 5), 0),
    ],
)
def test_band_edges(born: date, on: date, months: int) -> None:
    assert completed_months(born, on) == months
    assert completed_years(born, on) == months // 12


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not born"):
        completed_months(date(2026, 2, 2), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("born", "en", "sw"),
    [
        (date(2026, 11, 22), "0d", "siku 0"),
        (date(2026, 11, 8), "14d", "siku 14"),
        (date(2026, 10, 20), "4w", "wiki 4"),
        (date(2026, 6, 1), "5m", "miezi 5"),
        (date(2023, 9, 1), "3y 2m", "miaka 3 miezi 2"),
        (date(2022, 10, 1), "4y 1m", "miaka 4 mwezi 1"),
        (date(1992, 1, 1), "34y", "miaka 34"),
    ],
)
def test_an_age_is_said_the_way_people_say_it(born: date, en: str, sw: str) -> None:
    on = date(2026, 11, 22)
    assert (age_text(born, on), age_text(born, on, "sw")) == (en, sw)


def test_an_age_kept_in_months_is_said_too() -> None:
    assert [age_text_of_months(months) for months in (0, 23, 24, 38, 61)] == [
        "0m",
        "23m",
        "2y",
        "3y 2m",
        "5y",
    ]
