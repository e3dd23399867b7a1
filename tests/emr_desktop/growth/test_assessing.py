"""What follows from weight, height, MUAC and age: which table, which class, and what is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.growth.assessing import doubts
from emr_desktop.growth.classes import bmi, class_of, has_classes, muac_class
from emr_desktop.growth.rows import INDICATORS, Assessment, NotScored, Score
from emr_desktop.growth.standards import standard
from emr_desktop.growth.zscores import value_at
from emr_desktop.reference.tables import read_table

Assessed = Callable[..., Assessment]


def code_of(assessment: Assessment, indicator: str) -> str:
    found = assessment.indicators[indicator]
    assert isinstance(found, NotScored)
    return found.code


def score_of(assessment: Assessment, indicator: str) -> Score:
    found = assessment.score(indicator)
    assert found is not None
    return found


def class_name(score: Score) -> str | None:
    return score.named.code if score.named else None


@pytest.mark.parametrize(
    ("sex", "age_days", "measured", "indicator", "z"),
    [  # what WHO's own program gives
        ("F", 1522, {"weight_kg": 17}, "weight_for_age", 0.24),
        ("M", 987, {"height_cm": 72.86, "lying": True}, "length_height_for_age", -6.09),
        ("M", 44, {"height_cm": 50}, "length_height_for_age", -3.28),
    ],
)
def test_it_agrees_with_whos_program(
    assessed: Assessed, sex: str, age_days: int, measured: dict[str, object], indicator: str, z: float
) -> None:
    assert score_of(assessed(sex, age_days, **measured), indicator).z == z


def test_before_two_years_lengths_are_used_and_after_it_heights(assessed: Assessed) -> None:
    for age_days, table in ((730, "weight_for_length"), (731, "weight_for_height")):
        score = score_of(assessed("M", age_days, weight_kg=11, height_cm=85), "weight_for_length_height")
        assert (score.table, score.x) == (table, 85)


@pytest.mark.parametrize(
    ("age_days", "lying", "used"), [(730, False, 85.7), (800, True, 84.3), (730, True, 85), (800, False, 85)]
)
def test_a_child_measured_the_other_way_is_corrected_by_seven_millimetres(
    assessed: Assessed, age_days: int, lying: bool, used: float
) -> None:
    found = assessed("F", age_days, weight_kg=11, height_cm=85, lying=lying)
    assert score_of(found, "length_height_for_age").value == pytest.approx(used)
    assert score_of(found, "weight_for_length_height").x == pytest.approx(used)
    assert score_of(found, "bmi_for_age").value == pytest.approx(bmi(11, used))


@pytest.mark.parametrize(
    ("age_days", "measured", "codes"),
    [
        (300, {}, ("needs_weight", "needs_height", "needs_weight_and_height")),
        (300, {"weight_kg": 8}, (None, "needs_height", "needs_height")),
        (300, {"height_cm": 70}, ("needs_weight", None, "needs_weight")),
        (300, {"weight_kg": 8, "height_cm": 44.9}, (None, None, "length_outside")),
        (900, {"weight_kg": 8, "height_cm": 121}, (None, None, "length_outside")),
        (300, {"weight_kg": 8, "height_cm": 70, "oedema": True}, ("oedema", None, "oedema")),
        (1827, {"weight_kg": 18, "height_cm": 109}, ("too_old", "too_old", "too_old")),
        (-1, {"weight_kg": 3, "height_cm": 50}, ("not_born", "not_born", "not_born")),
    ],
)
def test_what_cannot_be_worked_out_says_why(
    assessed: Assessed, age_days: int, measured: dict[str, object], codes: tuple[str | None, ...]
) -> None:
    found = assessed("M", age_days, **measured)
    for indicator, code in zip(INDICATORS, codes, strict=False):
        if code is None:
            score_of(found, indicator)
        else:
            assert code_of(found, indicator) == f"growth.{code}"
    if age_days == 300:
        assert code_of(found, "head_circumference_for_age") == "growth.needs_head"


def test_the_head_is_judged_when_it_was_measured(assessed: Assessed) -> None:
    found = score_of(assessed("F", 200, head_cm=38), "head_circumference_for_age")
    assert found.z < -3
    assert class_name(found) == "very_small_head"


@pytest.mark.parametrize(
    ("indicator", "z", "code"),
    [
        ("weight_for_age", -3.01, "severely_underweight"),
        ("weight_for_age", -3.0, "underweight"),
        ("weight_for_age", -2.01, "underweight"),
        ("weight_for_age", -2.0, None),
        ("weight_for_age", 3.5, None),
        ("length_height_for_age", -3.01, "severely_stunted"),
        ("length_height_for_age", -2.5, "stunted"),
        ("length_height_for_age", -2.0, None),
        ("weight_for_length_height", -3.01, "severely_wasted"),
        ("weight_for_length_height", -3.0, "wasted"),
        ("weight_for_length_height", -2.0, None),
        ("weight_for_length_height", 2.0, None),
        ("weight_for_length_height", 2.01, "overweight"),
        ("weight_for_length_height", 3.01, "obese"),
    ],
)
def test_z_scores_have_their_names(indicator: str, z: float, code: str | None) -> None:
    named = class_of(indicator, z, 20)
    assert (named.code if named else None) == code


@pytest.mark.parametrize(
    ("muac_cm", "age_months", "code"),
    [
        (11.4, 6, "muac_sam"),
        (11.5, 6, "muac_mam"),
        (12.4, 59, "muac_mam"),
        (12.5, 59, None),
        (11.0, 5, None),
        (11.0, 60, None),
    ],
)
def test_muac_is_classed_from_six_months_to_five_years(
    muac_cm: float, age_months: int, code: str | None
) -> None:
    named = muac_class(muac_cm, age_months)
    assert (named.code if named else None) == code
    assert has_classes("muac_cm", age_months) is (6 <= age_months < 60)


@pytest.mark.parametrize(
    ("index", "code"),
    [
        (15.9, "very_thin_adult"),
        (16, "thin_adult"),
        (18.4, "thin_adult"),
        (18.5, None),
        (24.9, None),
        (25, "overweight_adult"),
        (30, "obese_adult"),
    ],
)
def test_the_bmi_of_an_adult_has_its_name(index: float, code: str | None) -> None:
    named = class_of("bmi_kg_m2", index, 30 * 12)
    assert (named.code if named else None) == code


def test_the_bmi_of_a_schoolchild_has_a_number_and_no_name(assessed: Assessed) -> None:
    found = assessed("F", 3650, weight_kg=30, height_cm=135)
    assert found.bmi == pytest.approx(16.46, abs=0.01)
    assert found.bmi_class is None
    assert not has_classes("bmi_kg_m2", found.age_months)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ({"weight_kg": 8.2, "height_cm": 78.4}, "mam"),
        ({"weight_kg": 7.2, "height_cm": 78.4}, "sam"),
        ({"weight_kg": 10, "height_cm": 78.4, "muac_cm": 12}, "mam"),
        ({"weight_kg": 8.2, "height_cm": 78.4, "muac_cm": 11.2}, "sam"),
        ({"weight_kg": 10, "height_cm": 78.4, "muac_cm": 14, "oedema": True}, "sam"),
        ({"weight_kg": 10, "height_cm": 78.4, "muac_cm": 14}, None),
        ({}, None),
    ],
)
def test_acute_malnutrition_is_the_worst_of_what_was_found(
    assessed: Assessed, measured: dict[str, object], expected: str | None
) -> None:
    assert assessed("M", 620, **measured).malnutrition == expected


def test_a_weight_that_cannot_be_at_this_age_is_asked_about(assessed: Assessed) -> None:
    found = doubts(assessed("M", 620, weight_kg=25, height_cm=80))
    assert {(each.field, each.code) for each in found} >= {
        ("vitals.weight_kg", "growth.unlikely_weight_for_age"),
        ("vitals.weight_kg", "growth.unlikely_weight_for_length_height"),
        ("vitals.height_cm", "growth.unlikely_weight_for_length_height"),
    }


def test_weight_and_height_that_do_not_go_together_are_asked_about(assessed: Assessed) -> None:
    found = doubts(assessed("F", 900, weight_kg=9, height_cm=99))
    assert {each.code for each in found} == {"growth.unlikely_weight_for_length_height"}


@given(st.floats(-4.4, 4.4), st.floats(-4.4, 4.4), st.integers(0, 1826), st.sampled_from("MF"))
def test_what_lies_within_whos_limits_is_never_asked_about_alone(
    assessed: Assessed, weight_z: float, height_z: float, age_days: int, sex: str
) -> None:
    ages = standard("weight_for_age", sex).at(age_days), standard("length_height_for_age", sex).at(age_days)
    assert ages[0] is not None
    assert ages[1] is not None
    weight = value_at(weight_z, ages[0], restricted=True)
    height = value_at(height_z, ages[1], restricted=False)
    assert doubts(assessed(sex, age_days, weight_kg=weight)) == ()
    assert doubts(assessed(sex, age_days, height_cm=height)) == ()


def test_every_class_has_a_known_level_and_state() -> None:
    rows = list(read_table("growth/classes.csv"))
    assert {row["level"] for row in rows} == {"danger", "look"}
    assert {row["state"] for row in rows} == {"form", "who", "unconfirmed"}
    for row in rows:
        assert sum(bool(row[bound]) for bound in ("below", "above", "at_least")) == 1
