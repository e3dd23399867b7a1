"""Z-scores against WHO's published values, and by what must hold for every one of them."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.growth.standards import Lms, Standard, standard
from emr_desktop.growth.zscores import RESTRICTED, value_at, z_score
from emr_desktop.reference.tables import read_table

INDICATORS = (
    "weight_for_age",
    "length_height_for_age",
    "weight_for_length",
    "weight_for_height",
    "bmi_for_age",
    "head_circumference_for_age",
)
TABLES = [(indicator, sex) for indicator in INDICATORS for sex in "MF"]

# WHO's simplified field tables: -3, -2, 0, +2 and +3 SD, to one decimal.
PUBLISHED = [
    ("weight_for_age", "M", 0, (2.1, 2.5, 3.3, 4.4, 5.0)),
    ("weight_for_age", "F", 0, (2.0, 2.4, 3.2, 4.2, 4.8)),
    ("weight_for_age", "M", 365, (6.9, 7.7, 9.6, 12.0, 13.3)),
    ("weight_for_age", "F", 365, (6.3, 7.0, 8.9, 11.5, 13.1)),
    ("weight_for_age", "M", 1826, (12.4, 14.1, 18.3, 24.2, 27.9)),
    ("weight_for_age", "F", 1826, (12.1, 13.7, 18.2, 24.9, 29.5)),
    ("length_height_for_age", "M", 0, (44.2, 46.1, 49.9, 53.7, 55.6)),
    ("length_height_for_age", "F", 0, (43.6, 45.4, 49.1, 52.9, 54.7)),
    ("length_height_for_age", "M", 365, (68.6, 71.0, 75.7, 80.5, 82.9)),
    ("length_height_for_age", "F", 365, (66.3, 68.9, 74.0, 79.2, 81.7)),
    ("length_height_for_age", "M", 731, (78.0, 81.0, 87.1, 93.2, 96.3)),
    ("length_height_for_age", "M", 1826, (96.1, 100.7, 110.0, 119.2, 123.9)),
    ("length_height_for_age", "F", 1826, (95.2, 99.9, 109.4, 118.9, 123.7)),
    ("weight_for_length", "M", 45, (1.9, 2.0, 2.4, 3.0, 3.3)),
    ("weight_for_height", "M", 65, (5.9, 6.3, 7.4, 8.8, 9.6)),
    ("bmi_for_age", "M", 0, (10.2, 11.1, 13.4, 16.3, 18.1)),
    ("head_circumference_for_age", "M", 0, (30.7, 31.9, 34.5, 37.0, 38.3)),
    ("head_circumference_for_age", "F", 0, (30.3, 31.5, 33.9, 36.2, 37.4)),
    ("head_circumference_for_age", "M", 365, (42.2, 43.5, 46.1, 48.6, 49.9)),
]


def who_between() -> list[tuple[str, str, float, Lms]]:
    with (Path(__file__).parent / "who_between.csv").open(encoding="utf-8", newline="") as lines:
        return [
            (
                row["indicator"],
                row["sex"],
                float(row["x"]),
                Lms(float(row["l"]), float(row["m"]), float(row["s"])),
            )
            for row in csv.DictReader(line for line in lines if not line.startswith("#"))
        ]


def at(tables: Standard, x: float) -> Lms:
    found = tables.at(x)
    assert found is not None
    return found


@pytest.mark.parametrize(("indicator", "sex", "x", "values"), PUBLISHED)
def test_the_curves_go_through_the_published_values(
    indicator: str, sex: str, x: float, values: tuple[float, ...]
) -> None:
    lms = at(standard(indicator, sex), x)
    restricted = indicator in RESTRICTED
    found = tuple(round(value_at(z, lms, restricted=restricted), 1) for z in (-3, -2, 0, 2, 3))
    assert found == values


@pytest.mark.parametrize(("indicator", "sex"), TABLES)
def test_every_median_is_zero_and_every_row_gives_its_own_standard_deviations(
    indicator: str, sex: str
) -> None:
    rows = [
        row for row in read_table("growth/who_lms.csv") if (row["indicator"], row["sex"]) == (indicator, sex)
    ]
    assert len(rows) > 80
    for row in rows:
        power, median, spread = float(row["l"]), float(row["m"]), float(row["s"])
        lms = at(standard(indicator, sex), float(row["x"]))
        assert lms == Lms(power, median, spread)
        assert z_score(median, lms, restricted=True) == 0
        for z in (-3, -2, -1, 1, 2, 3):
            value = median * (1 + power * spread * z) ** (1 / power)  # WHO's formula, written out
            assert z_score(value, lms, restricted=True) == pytest.approx(z, abs=1e-9)


def test_between_the_rows_no_z_score_is_farther_than_half_a_hundredth_from_whos_own() -> None:
    rows = who_between()
    assert len(rows) > 150
    for indicator, sex, x, whos in rows:
        ours = at(standard(indicator, sex), x)
        restricted = indicator in RESTRICTED
        for z in (-5, -3, -2, -1, 0, 1, 2, 3, 5):
            value = value_at(z, whos, restricted=restricted)
            assert z_score(value, ours, restricted=restricted) == pytest.approx(z, abs=0.0055), (
                indicator,
                sex,
                x,
            )


@pytest.mark.parametrize(("indicator", "sex"), TABLES)
def test_outside_its_table_a_standard_says_nothing(indicator: str, sex: str) -> None:
    tables = standard(indicator, sex)
    assert tables.at(tables.xs[0] - 0.1) is None
    assert tables.at(tables.xs[-1] + 0.1) is None


def test_a_height_is_no_longer_a_length_from_day_731() -> None:
    tables = standard("length_height_for_age", "M")
    assert at(tables, 730).median - at(tables, 731).median == pytest.approx(0.67, abs=0.01)
    assert at(tables, 732).median > at(tables, 731).median


places = st.tuples(st.sampled_from(TABLES), st.floats(0, 1))


def lms_at(place: tuple[tuple[str, str], float]) -> Lms:
    tables = standard(*place[0])
    return at(tables, tables.xs[0] + place[1] * (tables.xs[-1] - tables.xs[0]))


@given(place=places, z=st.floats(-8, 8))
def test_value_and_z_score_undo_each_other(place: tuple[tuple[str, str], float], z: float) -> None:
    lms = lms_at(place)
    restricted = place[0][0] in RESTRICTED
    if not restricted:
        z = max(-5.0, min(z, 5.0))
    value = value_at(z, lms, restricted=restricted)
    if value > 0:
        assert z_score(value, lms, restricted=restricted) == pytest.approx(z, abs=1e-6)


@given(place=places, low=st.floats(-6, 6), step=st.floats(0.01, 3))
def test_more_is_always_a_higher_z_score(
    place: tuple[tuple[str, str], float], low: float, step: float
) -> None:
    lms = lms_at(place)
    lower = value_at(low, lms, restricted=True)
    higher = value_at(low + step, lms, restricted=True)
    assert lower < higher
    if lower > 0:
        assert z_score(lower, lms, restricted=True) < z_score(higher, lms, restricted=True)


@given(place=places, z=st.floats(0, 6))
def test_lengths_and_heads_lie_evenly_on_both_sides(place: tuple[tuple[str, str], float], z: float) -> None:
    sex, share = place[0][1], place[1]
    for indicator in ("length_height_for_age", "head_circumference_for_age"):
        lms = lms_at(((indicator, sex), share))
        above = value_at(z, lms, restricted=False) - lms.median
        below = lms.median - value_at(-z, lms, restricted=False)
        assert above == pytest.approx(below, abs=1e-9)


@given(place=places)
def test_beyond_three_the_steps_are_those_between_two_and_three(place: tuple[tuple[str, str], float]) -> None:
    lms = lms_at(place)
    for side in (-1, 1):
        values = [value_at(side * z, lms, restricted=True) for z in (2, 3, 4, 5)]
        steps = [abs(after - before) for before, after in pairwise(values)]
        assert steps == pytest.approx([steps[0]] * 3)


@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_measurement_that_is_nothing_has_no_z_score(value: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        z_score(value, Lms(1, 50, 0.03), restricted=False)


def test_without_a_power_the_logarithm_is_used() -> None:
    straight, nearly = Lms(0, 12, 0.11), Lms(1e-8, 12, 0.11)
    assert z_score(10, straight, restricted=True) == pytest.approx(
        z_score(10, nearly, restricted=True), abs=1e-6
    )
    assert value_at(-2.5, straight, restricted=True) == pytest.approx(value_at(-2.5, nearly, restricted=True))
