"""Limits of measurements: whole from birth to old age, and wide enough for living people."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.reference.catalogue import vital_range
from emr_desktop.reference.tables import read_table

NAMES = (
    "weight_kg",
    "height_cm",
    "temperature_c",
    "systolic",
    "diastolic",
    "pulse",
    "respiration",
    "spo2",
    "muac_cm",
    "head_cm",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_ages_follow_each_other_without_hole_or_overlap(name: str) -> None:
    bands = [row for row in read_table("vital_ranges.csv") if row["name"] == name]
    assert bands[0]["from_months"] == "0"
    assert int(bands[-1]["to_months"]) >= 130 * 12
    for earlier, later in pairwise(bands):
        assert earlier["to_months"] == later["from_months"]


@given(name=st.sampled_from(NAMES), age_months=st.integers(0, 130 * 12 - 1))
def test_what_is_asked_lies_inside_what_is_refused(name: str, age_months: int) -> None:
    limits = vital_range(name, age_months)
    assert limits is not None
    assert limits.refuse_below <= limits.ask_below < limits.ask_above <= limits.refuse_above


def test_an_unknown_measurement_has_no_limits() -> None:
    assert vital_range("shoe_size", 12) is None


@pytest.mark.parametrize(
    ("name", "age_months", "value"),
    [
        ("weight_kg", 360, 700),
        ("weight_kg", 6, 80),
        ("weight_kg", 360, 3),
        ("temperature_c", 30, 98.6),
        ("temperature_c", 30, 3.7),
        ("height_cm", 400, 1.7),
        ("spo2", 400, 980),
        ("systolic", 400, 1200),
        ("muac_cm", 20, 125),
    ],
)
def test_a_slip_of_the_hand_is_refused(name: str, age_months: int, value: float) -> None:
    limits = vital_range(name, age_months)
    assert limits is not None
    assert not limits.refuse_below <= value <= limits.refuse_above


# -3 SD of girls and boys, +3 SD of girls and boys, the outermost: WHO child growth standards.
GROWTH = [
    ("height_cm", 0, 43.6, 60.5),
    ("height_cm", 1, 48.3, 63.9),
    ("height_cm", 2, 51.0, 67.5),
    ("height_cm", 6, 58.9, 75.7),
    ("height_cm", 11, 65.2, 82.9),
    ("height_cm", 23, 76.7, 97.0),
    ("height_cm", 36, 83.6, 108.0),
    ("height_cm", 48, 89.8, 116.6),
    ("height_cm", 59, 94.7, 123.9),
    ("weight_kg", 0, 2.0, 6.5),
    ("weight_kg", 1, 2.9, 7.8),
    ("weight_kg", 2, 3.4, 9.0),
    ("weight_kg", 6, 5.1, 11.4),
    ("weight_kg", 11, 6.1, 13.3),
    ("weight_kg", 23, 8.1, 17.1),
    ("weight_kg", 36, 9.6, 21.3),
    ("weight_kg", 48, 10.9, 25.5),
    ("weight_kg", 59, 12.0, 29.5),
    ("head_cm", 0, 30.3, 40.8),
    ("head_cm", 6, 38.3, 47.2),
    ("head_cm", 23, 42.9, 52.3),
    ("head_cm", 59, 45.7, 54.9),
]


@pytest.mark.parametrize(("name", "age_months", "low", "high"), GROWTH)
def test_a_child_within_three_standard_deviations_raises_no_question(
    name: str, age_months: int, low: float, high: float
) -> None:
    limits = vital_range(name, age_months)
    assert limits is not None
    assert limits.ask_below <= low
    assert high <= limits.ask_above


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weight_kg", 58),
        ("weight_kg", 110),
        ("height_cm", 149),
        ("temperature_c", 36.4),
        ("temperature_c", 40.2),
        ("systolic", 185),
        ("diastolic", 112),
        ("pulse", 128),
        ("respiration", 32),
        ("spo2", 91),
        ("muac_cm", 24),
    ],
)
def test_a_sick_adult_of_every_day_raises_no_question(name: str, value: float) -> None:
    limits = vital_range(name, 30 * 12)
    assert limits is not None
    assert limits.ask_below <= value <= limits.ask_above
