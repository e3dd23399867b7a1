"""The register's own placement: it says what the summary's says, and notices when that one is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emr_desktop.forms.columns import ColumnBlock, ColumnHeading, ColumnSet
from emr_desktop.forms.conditions import Condition, all_hold, parse_conditions
from emr_desktop.forms.definition import FormDefinition, PaperTitles, RowRule, Section
from emr_desktop.forms.facts import CODE_OF_SOURCE
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.register_places import WrittenForm, fits

DAY, GROWN_UP = date(2026, 11, 10), date(1990, 1, 1)

CONDITIONS = st.sampled_from(
    (
        "",
        "",
        "sex=F",
        "sex!=F",
        "age_months<60",
        "age_months>=60",
        "age_years<=14",
        "weight_kg>15",
        "weight_kg<=25",
        "new_problem=yes",
        "malaria_test=nothing",
        "malaria_test!=nothing payer=cash|nhif",
        "pregnancy!=pregnant",
    )
)
DIAGNOSIS_CODES = st.sampled_from(
    ("A", "A0", "A09", "A09.1", "a09.12", "B", "B5", "B50", "B50.9", "@malaria", "@typhoid", "*")
)
TEST_CODES = st.sampled_from(("hb", "hbsag", "mrdt", "*"))
FACTS = st.fixed_dictionaries(
    {
        "visit_type": st.sampled_from(("opd", "anc")),
        "sex": st.sampled_from("MF"),
        "age_months": st.sampled_from((0, 11, 12, 59, 60, 179, 180, 700)),
        "new_this_year": st.booleans(),
        "new_problem": st.booleans(),
        "payer": st.sampled_from(("cash", "nhif", "exempt")),
        "exemption": st.none(),
        "outcome": st.sampled_from(("home", "died")),
        "outcome_detail": st.none(),
        "village": st.none(),
        "malaria_test": st.sampled_from((None, "mrdt_positive", "negative")),
        "pregnancy": st.sampled_from((None, "no", "pregnant")),
        "weight_kg": st.sampled_from((None, 14.9, 15.0, 15.5, 25.0, 40.0)),
        "referred_in": st.booleans(),
        "icd10": st.sampled_from(("", "A", "A01", "A09", "A09.1", "A0912", "B50.9", "b50", "C1")),
        "concept": st.sampled_from((None, "malaria", "typhoid", "other")),
        "certainty": st.sampled_from(("confirmed", "provisional")),
        "severity": st.sampled_from((None, "some", "severe")),
        "test": st.sampled_from(("hb", "HB", "hbsag", "mrdt", "other")),
        "result": st.sampled_from((None, "positive")),
        "flag": st.sampled_from((None, "low")),
    }
)


def _when(text: str, source: str = "visits") -> tuple[Condition, ...]:
    return parse_conditions(text, source)


@st.composite
def forms(draw: st.DrawFn) -> FormDefinition:
    blocks = (ColumnBlock("all", ()), ColumnBlock("died", _when("outcome=died")))
    bands = (
        ColumnHeading("young", "", "", _when("age_months<60"), "all"),
        ColumnHeading("old", "", "", _when("age_months>=60"), "all"),
        ColumnHeading("young_died", "", "", _when("age_months<60"), "died"),
        ColumnHeading("old_died", "", "", _when("age_months>=180"), "died"),
    )
    parts = (ColumnHeading("M", "", "", _when("sex=M")), ColumnHeading("F", "", "", _when("sex=F")))
    columns = ColumnSet("any", blocks, bands, parts, {})
    layers = draw(st.lists(st.sampled_from(("", "", "once_more", "third")), min_size=1, max_size=3))
    rows = []
    for number in range(draw(st.integers(1, 8))):
        source = draw(st.sampled_from(("diagnoses", "diagnoses", "diagnoses", "tests", "visits")))
        codes: tuple[str, ...] = ()
        if source in CODE_OF_SOURCE:
            known = DIAGNOSIS_CODES if source == "diagnoses" else TEST_CODES
            codes = tuple(draw(st.lists(known, min_size=0, max_size=3, unique=True)))
        rows.append(
            RowRule(
                row=str(number),
                section=str(draw(st.integers(0, len(layers) - 1))),
                en="",
                sw="",
                counts=source,
                codes=codes,
                group=draw(st.sampled_from((None, None, "g", "h"))) if codes else None,
                when=_when(draw(CONDITIONS), source),
                open_columns=frozenset(draw(st.sets(st.sampled_from(columns.codes)))),
                dhis2_data_element=None,
                line=number,
            )
        )
    scope = {"visits": _when("visit_type=opd")}
    if draw(st.booleans()):
        scope["diagnoses"] = _when("certainty=confirmed", "diagnoses")
    return FormDefinition(
        form="any",
        edition="1",
        is_default=True,
        official=False,
        period_type="month",
        name_en="",
        name_sw="",
        titles=PaperTitles("", "", "", "", ""),
        columns=columns,
        sections=tuple(Section(str(number), "", "", True, layer) for number, layer in enumerate(layers)),
        rows=tuple(rows),
        derived=(),
        checks=(),
        doubts=(),
        scope=scope,
        count_choices={"new": {"diagnoses": _when("new_problem=yes", "diagnoses")}, "all": {}},
        unmapped=draw(st.sampled_from(("", "listed", "left_out"))),
    )


def _summary(definition: FormDefinition, source: str, facts: dict[str, Any]) -> Counter[tuple[str, str]]:
    return Counter(
        (place.row, place.column)
        for place in definition.places(source, facts)
        if place.is_open and place.row is not None
    )


@settings(max_examples=300, deadline=None)
@given(definition=forms(), things=st.lists(FACTS, min_size=1, max_size=8))
def test_both_placements_agree_on_any_form(definition: FormDefinition, things: list[dict[str, Any]]) -> None:
    written = WrittenForm(definition)
    for facts in things:
        for source in definition.sources:
            assert Counter(written.cells(source, facts)) == _summary(definition, source, facts)
            for count in ("new", "all"):
                limits = definition.conditions(source, count)
                assert written.wants(source, count, facts) == all_hold(limits, facts)


@settings(max_examples=50, deadline=None)
@given(facts=FACTS, code=st.from_regex(r"[A-Z][0-9]{2}(\.[0-9])?", fullmatch=True))
def test_both_placements_agree_on_the_shipped_forms(facts: dict[str, Any], code: str) -> None:
    for definition in shipped_forms().values():
        written = WrittenForm(definition)
        for source in ("visits", "diagnoses", "tests"):
            if source in definition.sources:
                one = {**facts, "icd10": code}
                assert Counter(written.cells(source, one)) == _summary(definition, source, one)


@settings(max_examples=300, deadline=None)
@given(facts=FACTS, text=CONDITIONS)
def test_both_judge_conditions_alike(facts: dict[str, Any], text: str) -> None:
    assert fits(_when(text), facts) == all_hold(_when(text), facts)


# The summary broken in one way each: the register notices ------------------------------------------------

RowOf = Callable[[FormDefinition, str, str, str, dict[str, Any]], RowRule | None]


def _asked(definition: FormDefinition, source: str, layer: str, code: str, facts: Any) -> list[RowRule]:
    """The rows that may take a code, in the right order."""
    concept = str(facts.get("concept") or "")
    return list(definition._rules_for(source, layer, code, concept))


def _shortest_prefix(definition: FormDefinition, source: str, layer: str, code: str, facts: Any) -> Any:
    rules = _asked(definition, source, layer, code, facts)
    named = [rule for rule in rules if "*" not in rule.codes]
    return next((rule for rule in (*reversed(named), *rules) if all_hold(rule.when, facts)), None)


def _unconditional_first(definition: FormDefinition, source: str, layer: str, code: str, facts: Any) -> Any:
    rules = sorted(_asked(definition, source, layer, code, facts), key=lambda rule: bool(rule.when))
    return next((rule for rule in rules if all_hold(rule.when, facts)), None)


def _fallback_lost(definition: FormDefinition, source: str, layer: str, code: str, facts: Any) -> Any:
    rules = _asked(definition, source, layer, code, facts)
    return next((rule for rule in rules if "*" not in rule.codes and all_hold(rule.when, facts)), None)


def _see_everything(desk: Any) -> None:
    codes = {code for rule in shipped_forms()["opd", "2014"].rows for code in rule.codes if code[0].isalpha()}
    for number, code in enumerate(sorted(codes)):
        full = code if len(code.replace(".", "")) >= 3 else f"{code}99"[:3]
        desk.see(
            DAY,
            GROWN_UP,
            "MF"[number % 2],
            diagnoses=((full, "confirmed", "severe"),),
            tests=(("mrdt", "positive"),),
        )
    desk.see(DAY, GROWN_UP, diagnoses=("Z99.9",))


def _differing(desk: Any, form: str = "opd", period: str = "202611") -> set[object]:
    return {
        one.params["row"]
        for one in desk.forms.check(form, period).findings
        if one.code == "form.check.register_differs"
    }


@pytest.fixture
def everything(desk: Any) -> Any:
    _see_everything(desk)
    assert _differing(desk) == set()
    return desk


@pytest.mark.parametrize("broken", [_shortest_prefix, _unconditional_first, _fallback_lost])
def test_a_summary_that_takes_the_wrong_row_is_found(
    everything: Any, monkeypatch: pytest.MonkeyPatch, broken: RowOf
) -> None:
    monkeypatch.setattr(FormDefinition, "_row_of", broken)
    assert _differing(everything)


def test_a_summary_that_forgets_layers_is_found(everything: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _differing(everything, "idsr_weekly", "2026W46") == set()
    right = FormDefinition._rules_of

    def first_alone(definition: FormDefinition, source: str, facts: Any) -> Any:
        return right(definition, source, facts)[:1]

    monkeypatch.setattr(FormDefinition, "_rules_of", first_alone)
    assert _differing(everything, "idsr_weekly", "2026W46")  # malaria by its name and once more by its test


def test_a_summary_that_takes_the_wrong_column_is_found(
    everything: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = ColumnSet.columns_of

    def other_sex(columns: ColumnSet, facts: Any) -> tuple[str, ...]:
        return right(columns, {**facts, "sex": "F"})

    monkeypatch.setattr(ColumnSet, "columns_of", other_sex)
    assert _differing(everything)


def test_a_summary_that_judges_a_condition_wrongly_is_found(
    everything: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Condition.holds

    def lax(condition: Condition, facts: Any) -> bool:
        return right(condition, facts) or condition.field == "severity"

    monkeypatch.setattr(Condition, "holds", lax)
    assert _differing(everything)
