"""Flags by the edges of the ranges, the HIV algorithm, what is asked next."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.laboratory import rules
from emr_desktop.laboratory.rows import Subject
from emr_desktop.reference.catalogue import answer_name, lab_tests
from emr_desktop.reference.laboratory import (
    components_of,
    hiv_algorithm,
    is_sensitive_test,
    orderable,
    orders_with,
    ranges,
)
from emr_desktop.reference.tables import read_table

WOMAN = Subject(sex="F", age_months=28 * 12, pregnant=False)
LINES = [line for lines in ranges().values() for line in lines]

# WHO guideline on haemoglobin cutoffs (2024): who, below what is anaemia, below what severe.
PUBLISHED_HB = [
    (Subject(sex="M", age_months=6), 10.5, 7.0),
    (Subject(sex="F", age_months=23), 10.5, 7.0),
    (Subject(sex="F", age_months=24), 11.0, 7.0),
    (Subject(sex="M", age_months=59), 11.0, 7.0),
    (Subject(sex="M", age_months=5 * 12), 11.5, 8.0),
    (Subject(sex="F", age_months=11 * 12 + 11), 11.5, 8.0),
    (Subject(sex="M", age_months=12 * 12), 12.0, 8.0),
    (Subject(sex="F", age_months=14 * 12 + 11), 12.0, 8.0),
    (Subject(sex="F", age_months=15 * 12, pregnant=False), 12.0, 8.0),
    (Subject(sex="F", age_months=30 * 12), 12.0, 8.0),
    (Subject(sex="M", age_months=15 * 12), 13.0, 8.0),
    (Subject(sex="M", age_months=80 * 12), 13.0, 8.0),
    (Subject(sex="F", age_months=25 * 12, pregnant=True, weeks=10), 11.0, 7.0),
    (Subject(sex="F", age_months=25 * 12, pregnant=True, weeks=20), 10.5, 7.0),
    (Subject(sex="F", age_months=25 * 12, pregnant=True, weeks=32), 11.0, 7.0),
    (Subject(sex="F", age_months=25 * 12, pregnant=True), 11.0, 7.0),
]


@pytest.mark.parametrize(("subject", "anaemia", "severe"), PUBLISHED_HB)
def test_haemoglobin_is_judged_by_the_published_cutoffs(
    subject: Subject, anaemia: float, severe: float
) -> None:
    def flag(value: float) -> str | None:
        return rules.judge("hb", f"{value:.1f}", subject).flag

    assert flag(anaemia) == "normal"
    assert flag(anaemia - 0.1) == "low"
    assert flag(severe) == "low"
    assert flag(severe - 0.1) == "critical_low"
    assert rules.judge("hb", f"{anaemia}", subject).confirmed


@given(st.sampled_from(LINES), st.floats(0.1, 3000, allow_nan=False))
def test_a_flag_says_on_which_side_of_the_range_a_value_lies(line: object, value: float) -> None:
    flag = rules._flag(value, line)  # type: ignore[arg-type]
    low, high = line.low, line.high  # type: ignore[attr-defined]
    if flag == "normal":
        assert low is None or value >= low
        assert high is None or value <= high
    elif flag in ("low", "critical_low"):
        limits = [each for each in (low, line.critical_low) if each is not None]  # type: ignore[attr-defined]
        assert value < max(limits)
    elif flag in ("high", "critical_high"):
        limits = [each for each in (high, line.critical_high) if each is not None]  # type: ignore[attr-defined]
        assert value > min(limits)


@given(st.sampled_from(LINES))
def test_the_limits_themselves_are_normal_and_critical_ones_not_critical(line: object) -> None:
    for edge in (line.low, line.high):  # type: ignore[attr-defined]
        assert edge is None or rules._flag(edge, line) == "normal"  # type: ignore[arg-type]
    for edge in (line.critical_low, line.critical_high):  # type: ignore[attr-defined]
        if edge is not None:
            assert rules._flag(edge, line) not in ("critical_low", "critical_high")  # type: ignore[arg-type]


def test_the_limits_of_every_range_stand_in_order() -> None:
    for line in LINES:
        limits = (line.critical_low, line.low, line.high, line.critical_high)
        given_limits = [limit for limit in limits if limit is not None]
        assert all(one <= other for one, other in pairwise(given_limits)), line
        assert line.from_months < line.to_months
        assert line.source
        test = lab_tests()[line.test]
        assert test.kind == "number"
        assert all(test.lowest <= limit <= test.highest for limit in given_limits), line  # type: ignore[operator]


@given(st.sampled_from(["M", "F"]), st.integers(0, 1499), st.sampled_from([None, True, False]))
def test_everybody_has_a_range_of_haemoglobin(sex: str, months: int, pregnant: bool | None) -> None:
    line = rules.range_for("hb", Subject(sex=sex, age_months=months, pregnant=pregnant))
    assert line is not None
    assert line.low is not None


def test_a_choice_is_judged_by_its_usual_answers() -> None:
    assert rules.judge("mrdt", "positive", WOMAN).flag == "abnormal"
    assert rules.judge("mrdt", "negative", WOMAN).flag == "normal"
    assert rules.judge("widal_to", "titre_80", WOMAN).flag == "normal"
    assert rules.judge("widal_to", "titre_160", WOMAN).flag == "abnormal"
    assert rules.judge("blood_group", "o_pos", WOMAN).flag is None
    assert rules.judge("upt", "positive", WOMAN).flag is None


@pytest.mark.parametrize(
    ("first", "second", "third", "result"),
    [
        ("non_reactive", None, None, "negative"),
        ("reactive", None, None, None),
        ("reactive", "non_reactive", None, "inconclusive"),
        ("reactive", "reactive", None, None),
        ("reactive", "reactive", "non_reactive", "inconclusive"),
        ("reactive", "reactive", "reactive", "positive"),
        ("invalid", None, None, None),
    ],
)
def test_the_hiv_algorithm_needs_three_reactive_tests_for_a_positive(
    first: str, second: str | None, third: str | None, result: str | None
) -> None:
    typed = {"hiv": first, "hiv_second": second or "", "hiv_third": third or ""}
    assert rules.cleaned("hiv", typed).get("hiv_result") == result
    assert rules.hiv_goes_on(rules.cleaned("hiv", typed)) is (result is None)


def test_a_later_test_of_the_algorithm_is_only_asked_after_a_reactive_one() -> None:
    def asked(**values: str) -> list[str]:
        return [part.test for part in rules.asked_parts("hiv", values)]

    assert asked() == ["hiv"]
    assert asked(hiv="non_reactive") == ["hiv"]
    assert asked(hiv="reactive") == ["hiv", "hiv_second"]
    assert asked(hiv="reactive", hiv_second="reactive") == ["hiv", "hiv_second", "hiv_third"]
    # A second test that does not belong there any more is not kept.
    assert "hiv_second" not in rules.cleaned("hiv", {"hiv": "non_reactive", "hiv_second": "reactive"})


def test_nobody_types_the_result_of_the_algorithm() -> None:
    assert rules.cleaned("hiv", {"hiv": "reactive", "hiv_result": "positive"}) == {"hiv": "reactive"}


@pytest.mark.parametrize(
    ("test", "values", "field", "code"),
    [
        ("hb", {"hb": "78"}, "values.hb", "visit.result_impossible"),
        ("hb", {"hb": "moja"}, "values.hb", "visit.result_not_a_number"),
        ("hb", {}, "values.hb", "laboratory.part_missing"),
        ("stool", {}, "values.stool_macro", "laboratory.nothing_entered"),
        ("mrdt", {"mrdt": "labda"}, "values.mrdt", "visit.result_unknown"),
        ("mrdt", {"mrdt": "positive", "hb": "9"}, "values.hb", "laboratory.part_unknown"),
        ("genexpert", {"genexpert_mtb": "low_detected"}, "values.genexpert_rif", "laboratory.part_missing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_part(
    test: str, values: dict[str, str], field: str, code: str
) -> None:
    first = rules.problems(test, rules.cleaned(test, values))[0]
    assert (first.field, first.code) == (field, code)


def test_unlikely_numbers_are_asked_about() -> None:
    assert [doubt.test for doubt in rules.doubts({"hb": "2.9", "glucose": "5"})] == ["hb"]
    assert rules.doubts({"hb": "11,2", "mrdt": "positive"}) == ()


def test_words_of_the_bench_become_codes() -> None:
    assert rules.cleaned("bs", {"bs": "Chanya", "bs_count": "1 "})["bs"] == "positive"
    assert rules.cleaned("hb", {"hb": "9,4"}) == {"hb": "9.4"}


# the data ---------------------------------------------------------------------------------------------------


def test_every_part_is_a_test_and_is_asked_after_a_part_before_it() -> None:
    for code in lab_tests():
        seen: list[str] = []
        for part in components_of(code):
            assert part.test in lab_tests(), (code, part)
            assert lab_tests()[part.test].kind != "panel"
            if part.after is not None:
                assert part.after in seen
                assert set(part.answers) <= set(lab_tests()[part.after].choices)
            seen.append(part.test)
    assert {row["order"] for row in read_table("laboratory/components.csv")} <= set(orderable())


def test_every_test_can_be_ordered_by_itself_or_is_part_of_one_that_can() -> None:
    for code in lab_tests():
        assert any(lab_tests()[order].alone for order in orders_with(code)), code


def test_specimens_methods_and_usual_answers_are_known() -> None:
    for test in lab_tests().values():
        assert set(test.usual) <= set(test.choices)
        assert test.specimen is not None
        assert answer_name("specimen", test.specimen, language="sw") != test.specimen
        if test.method is not None:
            assert answer_name("method", test.method, language="sw") != test.method
        if test.kind == "number":
            assert test.ask_below is None or test.lowest is None or test.lowest <= test.ask_below
            assert test.ask_above is None or test.highest is None or test.ask_above <= test.highest


def test_the_algorithm_names_known_answers_and_every_line_waits_for_confirmation() -> None:
    answers = {*lab_tests()["hiv"].choices, ""}
    for (first, second, third), result in hiv_algorithm().items():
        assert {first, second, third} <= answers
        assert result in lab_tests()["hiv_result"].choices
    for file in ("hiv_algorithm", "components", "ranges"):
        assert all(row["state"] in ("unconfirmed", "source") for row in read_table(f"laboratory/{file}.csv"))
    assert all(row["state"] == "unconfirmed" for row in read_table("laboratory/hiv_algorithm.csv"))


def test_every_hiv_test_is_marked() -> None:
    assert all(is_sensitive_test(code) for code in ("hiv", "hiv_second", "hiv_third", "hiv_result", "crag"))
    assert not is_sensitive_test("mrdt")


def test_a_number_that_is_also_a_word_stays_a_number() -> None:
    assert rules.cleaned("esr", {"esr": "0"}) == {"esr": "0"}
    assert rules.cleaned("hb", {"hb": " 1 "}) == {"hb": "1"}
    assert rules.cleaned("mrdt", {"mrdt": "0"}) == {"mrdt": "negative"}
