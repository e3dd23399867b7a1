"""Ages as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.printing.age import age_words


@pytest.mark.parametrize(
    ("birth", "swahili", "english"),
    [
        (date(2026, 11, 18), "siku 0", "0 days"),
        (date(2026, 11, 17), "siku 1", "1 day"),
        (date(2026, 10, 22), "siku 27", "27 days"),
        (date(2026, 10, 21), "wiki 4", "4 weeks"),
        (date(2026, 8, 18), "miezi 3", "3 months"),
        (date(2025, 11, 19), "miezi 11", "11 months"),
        (date(2024, 11, 18), "miaka 2", "2 years"),
        (date(2023, 8, 14), "miaka 3 miezi 3", "3 years 3 months"),
        (date(2021, 11, 19), "miaka 4 miezi 11", "4 years 11 months"),
        (date(1990, 11, 19), "miaka 35", "35 years"),
        (date(2027, 1, 1), "siku 0", "0 days"),
    ],
)
def test_age_is_told_as_fine_as_it_matters(birth: date, swahili: str, english: str) -> None:
    on = date(2026, 11, 18)
    assert age_words(birth, on, language="sw") == swahili
    assert age_words(birth, on, language="en") == english


def test_an_estimated_age_says_so() -> None:
    words = age_words(date(1960, 7, 1), date(2026, 11, 18), language="sw", estimated=True)
    assert words == "takriban miaka 66"


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_every_age_has_words(birth: date, on: date) -> None:
    assert "{" not in age_words(birth, on, language="sw")
