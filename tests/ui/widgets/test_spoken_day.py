"""A day, the way people type it."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.errors import ValidationError
from ui.widgets.spoken_day import day_words, read_day

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "ahead", "expected"),
    [
        ("", True, None),
        ("25/12/2026", True, date(2026, 12, 25)),
        ("25.12.26", True, date(2026, 12, 25)),
        ("2026-12-25", False, date(2026, 12, 25)),
        ("25/12", True, date(2026, 12, 25)),
        ("2/1", True, date(2027, 1, 2)),
        ("25/12", False, date(2025, 12, 25)),
        ("leo", True, TODAY),
        ("Kesho", True, TODAY + timedelta(days=1)),
        ("jana", False, TODAY - timedelta(days=1)),
        ("7", True, TODAY + timedelta(days=7)),
        ("+7", True, TODAY + timedelta(days=7)),
        ("2w", True, TODAY + timedelta(days=14)),
        ("wiki 2", True, TODAY + timedelta(days=14)),
        ("mwezi 1", True, TODAY + timedelta(days=28)),
        ("3m", True, TODAY + timedelta(days=84)),
    ],
)
def test_what_is_understood(text: str, ahead: bool, expected: date | None) -> None:
    assert read_day(text, "due_on", today=TODAY, ahead=ahead) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7", "day.unreadable"),
        ("31/2/2026", "day.no_such_day"),
        ("29/2", "day.no_such_day"),
        ("x", "day.unreadable"),
    ],
)
def test_what_is_not_is_told_at_its_field(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        read_day(text, "seen_on", today=TODAY)
    assert (wrong.value.field, wrong.value.code) == ("seen_on", code)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)), st.booleans())
def test_every_day_is_read_back_as_it_is_written(day: date, ahead: bool) -> None:
    assert read_day(day_words(day), "day", today=TODAY, ahead=ahead) == day


@given(st.text(max_size=12), st.booleans())
def test_no_text_breaks_it(text: str, ahead: bool) -> None:
    with suppress(ValidationError):
        read_day(text, "day", today=TODAY, ahead=ahead)
