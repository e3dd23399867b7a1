"""Orders as prescribers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.prescribing.shorthand import Often, Shorthand, read_days, read_often, read_shorthand
from emr_desktop.reference.catalogue import frequencies


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2 tds 5/7", ("2", "tds", "5")),
        ("1x3x5", ("1", "3", "5")),
        ("1 × 3 × 5", ("1", "3", "5")),
        ("1 3 5", ("1", "3", "5")),
        ("2x2", ("2", "2", "")),
        ("2.5ml bd 5d", ("2.5", "bd", "5")),
        ("2,5 ml bd x5", ("2.5", "bd", "5")),
        ("1 nocte 2/52", ("1", "nocte", "14")),
        ("1 usiku wiki 2", ("1", "usiku", "14")),
        ("1 kila siku 1/12", ("1", "kila siku", "30")),
        ("2tds5/7", ("2", "tds", "5")),
        ("1/2 bd 3", ("0.5", "bd", "3")),
        ("1½ od", ("1.5", "od", "")),
        ("2 stat", ("2", "stat", "")),
        ("1 tds prn 3", ("1", "tds prn", "3")),
        ("1 q8h 3", ("1", "q8h", "3")),
    ],
)
def test_an_order_written_in_one_go_is_understood(text: str, order: tuple[str, str, str]) -> None:
    assert read_shorthand(text) == Shorthand(*order)


@pytest.mark.parametrize(
    "text", ["", "2", "2.5", "0.5", "x", "tds", "2 of them", "2 tds many", "x3x5", "2 3"]
)
def test_a_plain_dose_and_what_nobody_understands_is_left_alone(text: str) -> None:
    assert read_shorthand(text) is None


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("3", Often(3)),
        ("TDS", Often(3, "tds")),
        ("q6h", Often(4, "q6h")),
        ("usiku", Often(1, "nocte")),
        ("4 prn", Often(4, as_needed=True)),
        ("bd prn", Often(2, "bd", as_needed=True)),
        ("prn", Often(None, as_needed=True)),
        ("stat", Often(1, "stat", once=True)),
    ],
)
def test_how_often_is_a_number_or_a_code(text: str, often: Often) -> None:
    assert read_often(text) == often


def test_no_two_frequencies_are_typed_alike() -> None:
    typed = [word for each in frequencies().values() for word in each.typed]
    assert len(typed) == len(set(typed))
    assert all(read_often(word) is not None for word in typed)


@given(
    dose=st.integers(1, 9),
    often=st.sampled_from(sorted(frequencies())),
    days=st.integers(1, 90),
    end=st.sampled_from(["{}", "{}/7", "{}d", "x{}", "siku {}"]),
)
def test_whatever_is_written_comes_back_the_same(dose: int, often: str, days: int, end: str) -> None:
    found = read_shorthand(f"{dose} {often} {end.format(days)}")
    assert found is not None
    assert (found.dose, found.often, read_days(found.days)) == (str(dose), often, days)


@given(st.text(max_size=24))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_shorthand(text)
    read_often(text)
    read_days(text)
