"""The safety checks: what must stop, what is one line, and what is not said without its datum."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.rows import Finding, Order, Subject
from emr_desktop.prescribing.tables import RuleBook, ingredients
from emr_desktop.prescribing.weights import usable_weight

Check = Callable[..., tuple[Finding, ...]]
TODAY = date(2026, 11, 18)
PNEUMONIA = "J18.9"


def serious(found: tuple[Finding, ...]) -> list[str]:
    return [each.rule for each in found if each.severity == "serious"]


def rules(found: tuple[Finding, ...]) -> set[str]:
    return {each.rule for each in found}


def test_a_four_year_old_with_pneumonia_and_penicillin_allergy_is_stopped_at_amoxicillin(
    check: Check, subject: Callable[..., Subject]
) -> None:
    child = subject(age_months=50, weight_kg=15.5, allergies=("Penisilini",), diagnoses=(PNEUMONIA,))
    (stop,) = check(child, Order(medicine="amo250dt", dose=3, per_day=2, days=5))
    assert (stop.code, stop.severity, stop.position) == ("prescribing.allergy", "serious", 0)
    assert stop.needs_reason
    assert not serious(check(subject(age_months=50, weight_kg=15.5, diagnoses=(PNEUMONIA,)), "amo250dt"))


@pytest.mark.parametrize(
    ("allergy", "medicine", "severity"),
    [
        ("penicillin", "benzat24inj", "serious"),
        ("penicillin", "amc625", "serious"),
        ("amoxicillin", "ampclo500", "serious"),  # of the same class
        ("penicillin", "cefal250", "serious"),  # shared side chain
        ("penicillin", "ceft1000inj", "mild"),
        ("septrin", "sp", "serious"),
        ("salfa", "ssd1cr", "serious"),  # on the skin too
        ("salfa", "fur40", "mild"),
        ("aspirini", "dic50", "serious"),
        ("penicillin", "par500", None),
        ("samaki", "amo250", None),
    ],
)
def test_allergies_are_matched_by_substance_and_class(
    check: Check, subject: Callable[..., Subject], allergy: str, medicine: str, severity: str | None
) -> None:
    found = [
        each
        for each in check(subject(allergies=(allergy,)), medicine)
        if each.code in {"prescribing.allergy", "prescribing.cross_reaction"}
    ]
    assert [each.severity for each in found] == ([] if severity is None else [severity])


def test_an_allergy_nobody_understands_is_said_to_be_unchecked(
    check: Check, subject: Callable[..., Subject]
) -> None:
    found = check(subject(allergies=("dawa ya kijani",)), "amo250")
    assert ("prescribing.allergy_unknown", "info") in {(each.code, each.severity) for each in found}


def test_a_pregnant_woman_with_uti_is_challenged_at_ciprofloxacin_and_late_nitrofurantoin(
    check: Check, subject: Callable[..., Subject]
) -> None:
    woman = {"sex": "F", "diagnoses": ("N39.0",), "pregnancy": "pregnant"}
    assert serious(check(subject(**woman, pregnancy_weeks=20), "cip500")) == ["preg_quinolone"]
    assert serious(check(subject(**woman, pregnancy_weeks=37), "nitro100")) == ["preg_nitro_late"]
    assert serious(check(subject(**woman, pregnancy_weeks=20), "nitro100")) == []
    assert serious(check(subject(**woman, pregnancy_weeks=20), "amo250")) == []


def test_pregnancy_is_asked_for_and_nothing_fires_while_it_is_not_known(
    check: Check, subject: Callable[..., Subject]
) -> None:
    ill = {"diagnoses": ("N39.0",)}
    found = check(subject(sex="F", **ill), "cip500")
    assert [(each.code, each.severity) for each in found] == [("prescribing.missing_pregnancy", "info")]
    weeks = check(subject(sex="F", pregnancy="pregnant", **ill), "nitro100")
    assert [each.code for each in weeks] == ["prescribing.missing_weeks"]
    assert check(subject(sex="F", pregnancy="no", **ill), "cip500") == ()
    assert check(subject(sex="M", **ill), "cip500") == ()
    assert check(subject(sex="F", age_months=50 * 12, **ill), "cip500") == ()


def test_a_positive_urine_test_counts_as_pregnant(check: Check, subject: Callable[..., Subject]) -> None:
    woman = subject(sex="F", tests=(("upt", "positive"),))
    assert serious(check(woman, "los50")) == ["preg_ace"]


@pytest.mark.parametrize(
    ("weeks", "medicine", "rule"),
    [
        (10, "alb400", "preg_albendazole"),
        (20, "alb400", None),
        (10, "sp", "preg_sp_first"),
        (16, "sp", None),
        (30, "dic50", "preg_nsaid_late"),
        (20, "dox100", "preg_tetracycline"),
        (20, "cap25", "preg_ace"),
    ],
)
def test_trimesters_decide(
    check: Check, subject: Callable[..., Subject], weeks: int, medicine: str, rule: str | None
) -> None:
    woman = subject(sex="F", pregnancy="pregnant", pregnancy_weeks=weeks)
    assert serious(check(woman, medicine)) == ([] if rule is None else [rule])


def test_breast_feeding_has_rules_of_its_own(check: Check, subject: Callable[..., Subject]) -> None:
    assert serious(check(subject(sex="F", pregnancy="breastfeeding"), "tra50")) == ["bf_opioid"]
    assert "preg_quinolone" not in rules(check(subject(sex="F", pregnancy="breastfeeding"), "cip500"))


def test_alu_without_a_positive_test_needs_a_reason(check: Check, subject: Callable[..., Subject]) -> None:
    patient: dict[str, Any] = {"diagnoses": ("B54",), "weight_kg": 60}
    assert check(subject(**patient), "alu20120")[0].code == "prescribing.test_missing"
    waiting = check(subject(**patient, tests=(("mrdt", None),)), "alu20120")
    assert waiting[0].code == "prescribing.test_missing"
    negative = check(subject(**patient, tests=(("mrdt", "negative"),)), "alu20120")
    assert (negative[0].code, negative[0].severity) == ("prescribing.test_negative", "serious")
    for test in ("mrdt", "bs"):
        assert check(subject(**patient, tests=((test, "positive"),)), "alu20120") == ()


def test_sp_in_pregnancy_care_is_no_treatment_and_needs_no_test(
    check: Check, subject: Callable[..., Subject]
) -> None:
    woman = subject(sex="F", pregnancy="pregnant", pregnancy_weeks=20)
    assert check(woman, "sp") == ()


def test_a_child_under_the_age_floor_is_stopped_but_not_for_cholera(
    check: Check, subject: Callable[..., Subject]
) -> None:
    assert serious(check(subject(age_months=60, diagnoses=(PNEUMONIA,)), "dox100")) == ["age_tetracycline"]
    assert serious(check(subject(age_months=60, diagnoses=("A00.9",)), "dox100")) == []
    assert serious(check(subject(age_months=96, diagnoses=(PNEUMONIA,)), "dox100")) == []
    assert serious(check(subject(age_months=100), "asa300")) == ["age_aspirin"]


def test_paracetamol_over_the_maximum_stops(
    check: Check, subject: Callable[..., Subject], order: Callable[..., Order]
) -> None:
    adult = subject(weight_kg=70)
    assert serious(check(adult, order("par500", 2, 4, 3))) == []
    assert serious(check(adult, order("par500", 3, 3, 3))) == ["max_paracetamol"]  # 1.5 g at a time
    assert serious(check(adult, order("par500", 2, 5, 3))) == ["max_paracetamol"]  # 5 g a day
    child = subject(age_months=24, weight_kg=12)
    (found,) = check(child, order("par120sy", 20, 3, 3))
    assert (found.code, found.params["given"], found.params["most"]) == ("prescribing.dose_single", 480, 300)


def test_two_products_of_one_ingredient_are_added_up(
    check: Check, subject: Callable[..., Subject], order: Callable[..., Order]
) -> None:
    found = check(subject(weight_kg=70), order("par500", 2, 4), order("par120sy", 20, 4))
    assert {"dup_ingredient", "max_paracetamol"} <= set(serious(found))


def test_a_child_without_a_weight_is_not_judged_by_weight_but_asked_to_be_weighed(
    check: Check, subject: Callable[..., Subject], order: Callable[..., Order]
) -> None:
    found = check(subject(age_months=24), order("par120sy", 20, 3))
    assert [(each.code, each.severity) for each in found] == [("prescribing.missing_weight", "info")]


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("ibu400", "dic50", "dup_nsaid"),
        ("amo250", "penv250", "dup_penicillin"),
        ("cap25", "los50", "dup_raas"),
        ("amo250", "amc625", "dup_ingredient"),
        ("par500", "par500", "dup_ingredient"),
    ],
)
def test_a_duplicate_class_or_generic_stops(
    check: Check, subject: Callable[..., Subject], first: str, second: str, rule: str
) -> None:
    found = check(subject(), first, second)
    assert serious(found) == [rule]
    assert found[0].position == 1  # said at the later line
    assert found[0].other == first


@pytest.mark.parametrize("medicine", ["phb30", "ors", "insol"])
def test_two_strengths_that_make_up_a_dose_are_no_duplicate(
    check: Check, subject: Callable[..., Subject], medicine: str
) -> None:
    assert "dup_ingredient" not in rules(check(subject(), medicine, medicine))


def test_interactions_are_found_in_either_order(check: Check, subject: Callable[..., Subject]) -> None:
    for sheet in (("cot480", "sp"), ("sp", "cot480")):
        assert "int_cotrim_sp" in serious(check(subject(), *sheet))
    assert "int_alu_rifampicin" in serious(check(subject(tests=(("bs", "positive"),)), "alu20120", "rh"))


def test_an_antibiotic_for_a_cold_or_watery_diarrhoea_is_one_line(
    check: Check, subject: Callable[..., Subject]
) -> None:
    for code in ("J00", "J06.9", "A09", "A09.9"):
        found = check(subject(diagnoses=(code,)), "amo250")
        assert [each.severity for each in found] == ["mild"], code
    assert check(subject(diagnoses=("J00", PNEUMONIA)), "amo250") == ()
    assert [each.code for each in check(subject(), "amo250")] == ["prescribing.missing_diagnosis"]


def test_kidneys_liver_and_other_illnesses_are_respected(
    check: Check, subject: Callable[..., Subject]
) -> None:
    assert serious(check(subject(diagnoses=("N18.9",)), "ibu400")) == ["kid_nsaid"]
    assert serious(check(subject(diagnoses=("J45.9",)), "propr40")) == ["con_asthma_beta"]
    assert serious(check(subject(diagnoses=("K74.6",)), "inh300")) == ["liv_isoniazid"]


def test_a_weight_that_is_too_old_for_a_growing_child_is_no_weight(
    subject: Callable[..., Subject],
) -> None:
    def weighed(age_months: int, days: int) -> float | None:
        return usable_weight(
            subject(age_months=age_months, weight_kg=7, weight_date=TODAY - timedelta(days=days))
        )

    assert weighed(6, 10) == 7
    assert weighed(6, 40) is None
    assert weighed(400, 300) == 7
    assert usable_weight(subject(weight_kg=7, weight_date=TODAY + timedelta(days=1))) is None


def test_a_withdrawn_rule_is_silent(subject: Callable[..., Subject]) -> None:
    book = RuleBook({"allergy_same": "withdrawn", "cross_in_penicillin": "withdrawn"})
    assert examine(subject(allergies=("penicillin",)), [Order(medicine="amo250")], book)[0].severity == "info"


MEDICINES = st.sampled_from(sorted(ingredients()))
NUMBERS = st.none() | st.floats(min_value=0.1, max_value=40)
SHEETS = st.lists(
    st.builds(
        lambda medicine, dose, per_day: Order(medicine=medicine, dose=dose, per_day=per_day),
        MEDICINES,
        NUMBERS,
        NUMBERS,
    ),
    max_size=8,
)


@given(sheet=SHEETS, months=st.integers(0, 1200), sex=st.sampled_from("MF"))
def test_nothing_fires_without_its_datum(sheet: list[Order], months: int, sex: str) -> None:
    bare = Subject(sex=sex, age_months=months, on=TODAY)
    for found in examine(bare, sheet, RuleBook()):
        if found.severity == "info":
            continue
        assert found.code not in {
            "prescribing.allergy",
            "prescribing.cross_reaction",
            "prescribing.pregnant",
            "prescribing.pregnant_weeks",
            "prescribing.breastfeeding",
            "prescribing.condition",
            "prescribing.not_needed",
        }
        if found.code.startswith("prescribing.dose"):
            assert found.params["weight"] is None


@given(
    sheet=SHEETS,
    months=st.integers(0, 1200),
    weight=st.none() | st.floats(min_value=1, max_value=200),
    weeks=st.none() | st.integers(1, 44),
)
def test_any_sheet_is_checked_without_a_crash_and_every_finding_points_at_its_line(
    sheet: list[Order], months: int, weight: float | None, weeks: int | None
) -> None:
    woman = Subject(
        sex="F",
        age_months=months,
        on=TODAY,
        weight_kg=weight,
        pregnancy="pregnant",
        pregnancy_weeks=weeks,
        allergies=("penicillin", "salfa"),
        diagnoses=("N18.9", "J45.9"),
    )
    for found in examine(woman, sheet, RuleBook()):
        if found.position is not None:
            assert sheet[found.position].medicine == found.medicine
        else:
            assert found.severity == "info"


def test_a_long_sheet_is_checked_within_20_ms(check: Check, subject: Callable[..., Subject]) -> None:
    sheet = ("amo250", "par500", "ibu400", "met200", "cip500", "dox100", "alu20120", "aml5", "los50", "pred5")
    patient = subject(
        sex="F", allergies=("penicillin", "salfa"), diagnoses=("N18.9",), weight_kg=60, pregnancy="pregnant"
    )
    orders = [Order(medicine=each, dose=1, per_day=3, days=5) for each in sheet]
    check(patient, *orders)  # the tables are read once, in the worker
    best = min(_timed(lambda: check(patient, *orders)) for _ in range(5))
    assert best < 0.020, best


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_after_a_severe_reaction_a_relative_of_the_medicine_stops(
    check: Check, subject: Callable[..., Subject]
) -> None:
    mild = check(subject(allergies=("penicillin",)), "ceft1000inj")
    assert [each.severity for each in mild if each.code == "prescribing.cross_reaction"] == ["mild"]
    known = subject(allergies=("penicillin",), severe_allergies=("penicillin",))
    severe = check(known, "ceft1000inj")
    assert [each.severity for each in severe if each.code == "prescribing.cross_reaction"] == ["serious"]
