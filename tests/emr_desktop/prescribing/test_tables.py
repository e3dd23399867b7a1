"""The rule files: whole, honest about their evidence, and pointing at things that exist."""

from __future__ import annotations

import pytest

from emr_desktop.prescribing.tables import (
    RULE_FILES,
    RuleBook,
    all_rules,
    ingredients,
    reasons,
    rules_of,
    substances,
    weight_days,
)
from emr_desktop.reference.catalogue import icd10_title, lab_tests, medicines

SUPPLIES = ("Tests and supplies often dispensed or counted",)
NO_MEDICINE = {"condomm", "condomf"}
POINTS_AT = {
    "cross_reaction": ("from", "to"),
    "interaction": ("a", "b"),
    "duplicate": ("class",),
    "pregnancy": ("substance",),
    "age": ("substance",),
    "condition": ("substance",),
    "indication": ("substance",),
    "maximum": ("ingredient",),
    "dose": ("ingredient",),
    "handling": (),
}


def test_every_medicine_of_the_formulary_says_what_it_holds() -> None:
    without = [
        code
        for code, medicine in medicines().items()
        if code not in ingredients() and medicine.group not in SUPPLIES and code not in NO_MEDICINE
    ]
    assert without == []
    assert set(ingredients()) <= set(medicines())


def test_every_ingredient_and_class_is_known() -> None:
    held = {one.code for all_held in ingredients().values() for one in all_held}
    classes = {code for substance in substances().values() for code in substance.classes}
    assert held <= set(substances())
    assert {code for code in classes if substances()[code].kind != "class"} == set()


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len(all_rules()) == sum(len(rules_of(kind)) for kind in RULE_FILES)


@pytest.mark.parametrize("kind", RULE_FILES)
def test_rules_point_at_things_that_exist(kind: str) -> None:
    lost = [
        (rule.id, rule[column])
        for rule in rules_of(kind)
        for column in POINTS_AT[kind]
        if rule[column] and rule[column] not in substances()
    ]
    assert lost == []


@pytest.mark.parametrize("kind", RULE_FILES)
def test_every_rule_tells_its_evidence_source_and_state(kind: str) -> None:
    for rule in rules_of(kind):
        assert rule.evidence in {"S", "T", "M"}, rule.id
        assert rule.source, rule.id
        assert rule.state in {"approved", "draft"}, rule.id
        if kind != "dose":
            assert rule.severity in {"serious", "mild"}, rule.id


def test_nothing_from_general_knowledge_alone_is_in_force_as_shipped() -> None:
    assert [rule.id for rule in all_rules().values() if rule.evidence == "M" and rule.state != "draft"] == []


def test_of_the_doses_only_the_published_malaria_bands_are_in_force_as_shipped() -> None:
    in_force = {rule["medicine"] for rule in rules_of("dose") if rule.state == "approved"}
    assert in_force == {"alu20120", "art60inj"}


def test_rules_that_speak_do_so_in_both_languages() -> None:
    for kind in RULE_FILES:
        for rule in rules_of(kind):
            for column in ("text", "note"):
                told = (rule.columns.get(f"{column}_en", ""), rule.columns.get(f"{column}_sw", ""))
                assert bool(told[0]) == bool(told[1]), rule.id
                assert not told[0] or told[0] != told[1], rule.id


def test_diagnoses_and_tests_named_by_rules_exist() -> None:
    for kind, columns in (
        ("condition", ("icd10",)),
        ("indication", ("icd10",)),
        ("dose", ("icd10",)),
        ("age", ("except",)),
    ):
        for rule in rules_of(kind):
            for column in columns:
                assert all(icd10_title(code) is not None for code in rule.codes(column)), rule.id
    for rule in rules_of("indication"):
        assert set(rule.codes("tests")) <= set(lab_tests())


def test_dose_rules_are_either_for_each_kilogram_or_in_units() -> None:
    for rule in rules_of("dose"):
        assert rule["medicine"] in medicines(), rule.id
        assert bool(rule["mg_per_kg"]) != bool(rule["units"]), rule.id
        if rule["mg_per_kg"]:
            held = {one.code: one for one in ingredients()[rule["medicine"]]}
            assert held[rule["ingredient"]].amount, rule.id
            assert rule.number("step"), rule.id


def test_ages_of_the_weight_table_follow_each_other() -> None:
    starts = [start for start, _, _ in weight_days()]
    ends = [end for _, end, _ in weight_days()]
    assert starts == [0, *ends[:-1]]


def test_reasons_are_offered_for_findings_that_exist() -> None:
    from ui.messages import catalogue

    for reason in reasons().values():
        assert all(f"prescribing.{code}" in catalogue() for code in reason.codes), reason.code


def test_a_decision_goes_before_what_ships() -> None:
    rule = next(rule for rule in rules_of("dose") if rule.state == "draft")
    other = next(rule for rule in rules_of("interaction") if rule.state == "approved")
    book = RuleBook({rule.id: "approved", other.id: "withdrawn"})
    assert book.is_in_force(rule)
    assert not book.is_in_force(other)
