"""The dose that is suggested: never without its data, never a draft, never above the safety limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.doses import suggest
from emr_desktop.prescribing.rows import NoDose, Order, Subject, Suggestion
from emr_desktop.prescribing.tables import RuleBook, rules_of

TODAY = date(2026, 11, 18)
MEDICINES = sorted({rule["medicine"] for rule in rules_of("dose")})
DIAGNOSES = sorted({code for rule in rules_of("dose") for code in rule.codes("icd10")})
APPROVED = RuleBook({rule.id: "approved" for rule in rules_of("dose")})


@pytest.mark.parametrize(
    ("weight", "tablets"),
    [(5, 1), (9.2, 1), (14.9, 1), (15, 2), (24.9, 2), (25, 3), (34.9, 3), (35, 4), (80, 4)],
)
def test_alu_is_given_by_the_published_weight_bands(
    subject: Callable[..., Subject], book: RuleBook, weight: float, tablets: int
) -> None:
    dose = suggest(subject(weight_kg=weight, diagnoses=("B54",)), "alu20120", book)
    assert isinstance(dose, Suggestion)
    assert (dose.dose, dose.per_day, dose.days, dose.state, dose.by) == (tablets, 2, 3, "approved", "weight")


def test_a_14_month_old_of_9_kg_gets_138_mg_of_paracetamol_as_5_8_ml_once_the_rule_is_approved(
    subject: Callable[..., Subject], book: RuleBook, approved_book: RuleBook
) -> None:
    child = subject(age_months=14, weight_kg=9.2, diagnoses=("B54",))
    assert suggest(child, "par120sy", book) == NoDose(why="prescribing.dose_draft")
    dose = suggest(child, "par120sy", approved_book)
    assert isinstance(dose, Suggestion)
    assert (dose.per_kg, dose.wanted, dose.dose, dose.state) == (15, 138, 5.8, "decided")


@pytest.mark.parametrize(("weight", "mg"), [(12, 36), (20, 60), (20.5, 49.2), (60, 144), (80, 192)])
def test_artesunate_is_3_mg_a_kg_up_to_20_kg_then_2_4_and_never_capped(
    subject: Callable[..., Subject], book: RuleBook, weight: float, mg: float
) -> None:
    dose = suggest(subject(weight_kg=weight, diagnoses=("B50.8",)), "art60inj", book)
    assert isinstance(dose, Suggestion)
    assert dose.wanted == pytest.approx(mg)
    assert not dose.capped
    assert dose.per_day is None  # at 0, 12 and 24 hours: the clinician writes it


def test_what_is_missing_is_said_instead_of_a_dose(subject: Callable[..., Subject], book: RuleBook) -> None:
    def why(**said: object) -> str | None:
        answer = suggest(subject(**said), "alu20120", book)
        assert isinstance(answer, NoDose)
        return answer.why

    assert why(weight_kg=20) == "prescribing.dose_needs_diagnosis"
    assert why(diagnoses=("B54",)) == "prescribing.dose_needs_weight"
    assert why(weight_kg=20, diagnoses=("J18.9",)) == "prescribing.dose_other_diagnosis"
    assert why(weight_kg=4, diagnoses=("B54",)) == "prescribing.dose_other_weight"
    assert suggest(subject(), "becl100ih", book) == NoDose()


def test_an_age_serves_where_no_weight_is_only_after_approval(
    subject: Callable[..., Subject], approved_book: RuleBook
) -> None:
    child = subject(age_months=40, diagnoses=("B54",))
    dose = suggest(child, "alu20120", approved_book)
    assert isinstance(dose, Suggestion)
    assert (dose.dose, dose.by, dose.band) == (2, "age", (37, 97))
    weighed = suggest(subject(age_months=40, weight_kg=14, diagnoses=("B54",)), "alu20120", approved_book)
    assert isinstance(weighed, Suggestion)
    assert (weighed.dose, weighed.by) == (1, "weight")


def test_a_part_too_small_for_the_product_is_refused_with_a_hint(
    subject: Callable[..., Subject], approved_book: RuleBook
) -> None:
    answer = suggest(subject(age_months=40, weight_kg=10), "par500", approved_book)
    assert answer == NoDose(why="prescribing.dose_below_smallest", params={"wanted": 150, "unit": "mg"})


def test_a_withdrawn_dose_rule_suggests_nothing(subject: Callable[..., Subject]) -> None:
    gone = RuleBook({rule.id: "withdrawn" for rule in rules_of("dose")})
    answer = suggest(subject(weight_kg=20, diagnoses=("B54",)), "alu20120", gone)
    assert answer == NoDose(why="prescribing.dose_draft")


@given(
    medicine=st.sampled_from(MEDICINES),
    diagnosis=st.sampled_from(DIAGNOSES),
    months=st.integers(0, 1000),
    weights=st.tuples(st.floats(2, 120), st.floats(2, 120)),
)
def test_more_weight_never_gets_less_of_a_medicine_within_one_way_of_dosing(
    medicine: str, diagnosis: str, months: int, weights: tuple[float, float]
) -> None:
    light, heavy = sorted(weights)
    doses = []
    for weight in (light, heavy):
        patient = Subject(sex="M", age_months=months, on=TODAY, weight_kg=weight, diagnoses=(diagnosis,))
        doses.append(suggest(patient, medicine, APPROVED))
    first, second = doses
    if not (isinstance(first, Suggestion) and isinstance(second, Suggestion)):
        return
    same_way = first.rule == second.rule or (first.by == second.by == "weight")
    if same_way:
        assert first.dose <= second.dose


@given(
    medicine=st.sampled_from(MEDICINES),
    diagnosis=st.sampled_from(DIAGNOSES),
    months=st.integers(0, 1000),
    weight=st.none() | st.floats(2, 120),
)
def test_no_suggested_dose_breaks_the_safety_limits(
    medicine: str, diagnosis: str, months: int, weight: float | None
) -> None:
    if weight is not None and not _believable(months, weight):
        return
    patient = Subject(sex="M", age_months=months, on=TODAY, weight_kg=weight, diagnoses=(diagnosis,))
    dose = suggest(patient, medicine, APPROVED)
    if isinstance(dose, NoDose):
        return
    order = Order(medicine=medicine, dose=dose.dose, per_day=dose.per_day, days=dose.days)
    over = [
        each
        for each in examine(patient, [order], APPROVED)
        if each.severity == "serious" and each.code.startswith("prescribing.dose")
    ]
    assert over == []


def _believable(months: int, weight: float) -> bool:
    """Weights that somebody of this age may have."""
    if months < 144:
        return 2 + months * 0.1 <= weight <= 8 + months * 0.5
    return weight >= 35


@given(medicine=st.sampled_from(MEDICINES), months=st.integers(0, 1000))
def test_no_weight_based_dose_without_a_weight(medicine: str, months: int) -> None:
    for diagnosis in DIAGNOSES[:12]:
        patient = Subject(sex="M", age_months=months, on=TODAY, diagnoses=(diagnosis,))
        dose = suggest(patient, medicine, APPROVED)
        if isinstance(dose, Suggestion):
            assert dose.by == "age"
