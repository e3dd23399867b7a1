"""What a visit is counted by, and the limits of what it may hold."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.identity import new_id
from emr_desktop.reference.catalogue import medicines
from emr_desktop.visits.counting import malaria_test, normal_result, number_in
from emr_desktop.visits.rows import LabEntry, VisitForm, VitalsEntry
from emr_desktop.visits.rules import doubts, normal_icd10, problems, quantity_for


@pytest.mark.parametrize("written", ["positive", "POS", " Chanya ", "+", "+ve", "Positive"])
def test_ways_of_writing_positive(written: str) -> None:
    assert normal_result(written) == "positive"


@pytest.mark.parametrize("written", ["negative", "neg", "HASI", "-", "−", "-ve"])
def test_ways_of_writing_negative(written: str) -> None:
    assert normal_result(written) == "negative"


@pytest.mark.parametrize(("written", "kept"), [("7,9 ", "7,9"), ("", None), ("  ", None), (None, None)])
def test_other_results_are_kept_as_written(written: str | None, kept: str | None) -> None:
    assert normal_result(written) == kept


@pytest.mark.parametrize(
    ("result", "value"), [("7.9", 7.9), ("7,9", 7.9), ("nan", None), ("inf", None), ("x", None), (None, None)]
)
def test_the_number_in_a_result(result: str | None, value: float | None) -> None:
    assert number_in(result) == value


RESULTS = [None, "", "positive", "hasi", "+", "neg", "invalid"]


@pytest.mark.parametrize(("slide", "rapid"), list(product(RESULTS, RESULTS)))
def test_a_positive_slide_goes_before_a_positive_rapid_test_before_a_negative(
    slide: str | None, rapid: str | None
) -> None:
    shown = malaria_test((LabEntry(test="mrdt", result=rapid), LabEntry(test="bs", result=slide)))
    if slide in ("positive", "+"):
        assert shown == "bs_positive"
    elif rapid in ("positive", "+"):
        assert shown == "mrdt_positive"
    elif {slide, rapid} & {"hasi", "neg"}:
        assert shown == "negative"
    else:
        assert shown is None


def test_other_tests_say_nothing_about_malaria() -> None:
    assert malaria_test((LabEntry(test="upt", result="positive"),)) is None


@given(st.sampled_from([0.25, 0.5, 1, 1.5, 2, 0.1, 0.3, 2.5, 5]), st.integers(1, 6), st.integers(1, 60))
def test_the_quantity_is_enough_and_not_a_unit_more(dose: float, per_day: int, days: int) -> None:
    quantity = quantity_for(dose, per_day, days)
    tenths = round(dose * 100) * per_day * days
    assert quantity * 100 >= tenths > (quantity - 1) * 100


def test_a_tenth_three_times_for_ten_days_is_three() -> None:
    assert quantity_for(0.1, 3, 10) == 3


def test_a_pack_lasts_whatever_the_dose() -> None:
    pack = next(one for one in medicines().values() if not one.quantity_from_dose)
    assert quantity_for(2, 3, 7, pack) == 1


@pytest.mark.parametrize(
    ("dose", "per_day", "days"), [(0, 1, 1), (-1, 1, 1), (1, 0, 1), (1, 1, 0), (float("nan"), 1, 1)]
)
def test_a_quantity_needs_positive_numbers(dose: float, per_day: int, days: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        quantity_for(dose, per_day, days)


@pytest.mark.parametrize(
    ("typed", "kept"), [("b54", "B54"), ("a090", "A09.0"), (" A09.0", "A09.0"), ("J18", "J18")]
)
def test_codes_are_kept_in_their_usual_spelling(typed: str, kept: str) -> None:
    assert normal_icd10(typed) == kept


def _visit(**vitals: float) -> VisitForm:
    return VisitForm(
        id=new_id(),
        patient_id=new_id(),
        visit_date=date(2026, 11, 18),
        vitals=VitalsEntry(**vitals),  # type: ignore[arg-type]
    )


GROWN, BABY = date(1990, 1, 1), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("born", "vitals", "refused", "asked"),
    [
        (GROWN, {"weight_kg": 61}, [], []),
        (GROWN, {"weight_kg": 610}, ["vitals.weight_kg"], []),
        (GROWN, {"weight_kg": 150}, [], ["vitals.weight_kg"]),
        (BABY, {"weight_kg": 3.4}, [], []),
        (BABY, {"weight_kg": 34}, ["vitals.weight_kg"], []),
        (GROWN, {"temperature_c": 83.4}, ["vitals.temperature_c"], []),
        (GROWN, {"temperature_c": float("nan")}, ["vitals.temperature_c"], []),
        (GROWN, {"systolic": 80, "diastolic": 120}, ["vitals.diastolic"], []),
        (GROWN, {"systolic": 120, "diastolic": 120}, ["vitals.diastolic"], []),
        (GROWN, {"systolic": 120}, [], []),
        (GROWN, {"muac_cm": -1}, ["vitals.muac_cm"], []),
    ],
)
def test_measurements_are_judged_by_age(
    born: date, vitals: dict[str, float], refused: list[str], asked: list[str]
) -> None:
    form = _visit(**vitals)
    assert [problem.field for problem in problems(form, birth_date=born, today=form.visit_date)] == refused
    assert [doubt.field for doubt in doubts(form, birth_date=born) if doubt.field not in refused] == asked
