"""What a person may type for a birth: dates in both languages, ages, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.errors import ValidationError
from ui.widgets.typed_birth import TypedBirth, read_birth

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("12/3/2021", date(2021, 3, 12)),
        ("12-03-2021", date(2021, 3, 12)),
        ("12.3.21", date(2021, 3, 12)),
        ("12 3 2021", date(2021, 3, 12)),
        ("12032021", date(2021, 3, 12)),
        ("2021-03-12", date(2021, 3, 12)),
        ("12 Mac 2021", date(2021, 3, 12)),
        ("12 Machi 2021", date(2021, 3, 12)),
        ("12 mar 21", date(2021, 3, 12)),
        ("1 Agosti 1990", date(1990, 8, 1)),
        ("1 aug 1990", date(1990, 8, 1)),
        ("5 Desemba 1980", date(1980, 12, 5)),
        ("29/2/2020", date(2020, 2, 29)),
        ("1/1/80", date(1980, 1, 1)),
        ("18/11/2026", TODAY),
    ],
)
def test_dates_are_understood_in_both_languages(text: str, born: date) -> None:
    assert read_birth(text, today=TODAY) == TypedBirth(birth_date=born)


@pytest.mark.parametrize(
    ("text", "years", "months"),
    [
        ("5", 5, None),
        ("5y", 5, None),
        ("5 years", 5, None),
        ("miaka 5", 5, None),
        ("mwaka 1", 1, None),
        ("8m", 0, 8),
        ("miezi 8", 0, 8),
        ("mwezi 1", 0, 1),
        ("18m", 1, 6),
        ("1y6m", 1, 6),
        ("1y 6m", 1, 6),
        ("mwaka 1 na miezi 6", 1, 6),
        ("0", 0, None),
    ],
)
def test_ages_are_understood_in_both_languages(text: str, years: int, months: int | None) -> None:
    assert read_birth(text, today=TODAY) == TypedBirth(age_years=years, age_months=months, estimated=True)


@pytest.mark.parametrize(
    ("text", "days"), [("3w", 21), ("wiki 3", 21), ("10d", 10), ("siku 10", 10), ("2w 3d", 17), ("0d", 0)]
)
def test_weeks_and_days_give_an_estimated_day(text: str, days: int) -> None:
    assert read_birth(text, today=TODAY) == TypedBirth(
        birth_date=TODAY - timedelta(days=days), estimated=True
    )


def test_a_month_or_a_year_alone_is_an_estimate_in_its_middle() -> None:
    assert read_birth("3/2021", today=TODAY) == TypedBirth(birth_date=date(2021, 3, 15), estimated=True)
    assert read_birth("Mac 2021", today=TODAY) == TypedBirth(birth_date=date(2021, 3, 15), estimated=True)
    assert read_birth("1984", today=TODAY) == TypedBirth(birth_date=date(1984, 7, 1), estimated=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("juzi", "birth.unreadable"),
        ("5x", "birth.unreadable"),
        ("5y 3w", "birth.unreadable"),
        ("12/3", "birth.unreadable"),
        ("30/2/2021", "birth.no_such_day"),
        ("29/2/2021", "birth.no_such_day"),
        ("1/13/2021", "birth.no_such_day"),
        ("19/11/2026", "birth.in_future"),
        ("1/1/1890", "birth.too_long_ago"),
        ("140", "birth.too_long_ago"),
        ("140y", "birth.too_long_ago"),
    ],
)
def test_what_cannot_be_a_birth_is_refused_with_the_reason(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_birth(text, today=TODAY)
    assert (refused.value.field, refused.value.code) == ("birth_date", code)


def test_an_empty_box_is_nothing() -> None:
    assert read_birth("   ", today=TODAY) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
def test_every_day_is_read_back_as_it_is_written_here(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d%m%Y}"):
        assert read_birth(text, today=TODAY) == TypedBirth(birth_date=day)


@given(st.text(max_size=20))
def test_no_text_ever_breaks_the_reading(text: str) -> None:
    try:
        found = read_birth(text, today=TODAY)
    except ValidationError:
        return
    assert found is None or found.birth_date is None or found.birth_date <= TODAY
