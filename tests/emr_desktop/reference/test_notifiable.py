"""The surveillance lists are whole, point at codes and concepts that exist, and find what they should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from emr_desktop.reference import catalogue
from emr_desktop.reference.icd10 import icd10_titles
from emr_desktop.reference.notifiable import cluster_rules, condition_of, conditions, triggers
from emr_desktop.reference.tables import FOLDER

STATES = {"source", "unconfirmed"}


def reached(code: str, concept: str | None = None, months: int = 400, **more: str) -> str | None:
    found = condition_of(code, concept, age_months=months, **more)  # type: ignore[arg-type]
    return found.code if found else None


def test_every_condition_says_everything_in_both_languages() -> None:
    assert len(conditions()) == 24
    for condition in conditions().values():
        assert all((condition.name_en, condition.name_sw, condition.case_en, condition.case_sw)), (
            condition.code
        )
        assert condition.specimen_en
        assert condition.specimen_sw
        assert condition.deadline_hours > 0
        assert condition.state in STATES
        assert condition.case_en != condition.case_sw
        assert max(len(condition.case_en), len(condition.case_sw)) <= 300, condition.code


def test_every_condition_is_reached_by_a_diagnosis() -> None:
    assert {trigger.condition for trigger in triggers()} == set(conditions())
    for trigger in triggers():
        assert bool(trigger.icd10) != bool(trigger.concept), trigger
        assert trigger.state in STATES
        assert not trigger.concept or trigger.concept in catalogue.concepts(), trigger
        codes = [code for code in icd10_titles() if code.startswith(trigger.icd10 or "-")]
        earlier = catalogue.icd10_title(trigger.icd10) is not None
        assert trigger.concept or codes or earlier, trigger
        assert trigger.outcome in ("", "home", "referred", "admitted", "died")
        if trigger.severity:
            assert trigger.severity in catalogue.severities_for(trigger.icd10), trigger


def test_each_line_of_the_list_leads_to_its_own_condition() -> None:
    for trigger in triggers():
        months = trigger.from_months or (0 if trigger.below_months else 300)
        code = trigger.icd10 or catalogue.concepts()[trigger.concept].icd10
        found = condition_of(
            code,
            trigger.concept or None,
            age_months=months,
            severity=trigger.severity or None,
            outcome=trigger.outcome or "home",
        )
        assert found is not None, trigger
        assert found.code == trigger.condition, trigger


@pytest.mark.parametrize(
    ("code", "concept", "months", "more", "condition"),
    [
        ("G82.0", None, 60, {}, "afp"),
        ("G82.0", None, 600, {}, None),
        ("G82.0", "afp", 600, {}, "afp"),
        ("A09", None, 30, {"severity": "severe"}, "cholera"),
        ("A09", None, 10, {"severity": "severe"}, None),
        ("A09", None, 30, {"severity": "some"}, None),
        ("J11.1", "influenza", 200, {}, None),
        ("J11.1", "influenza", 200, {"outcome": "admitted"}, "influenza_new"),
        ("A97.9", "dengue", 200, {}, "dengue"),
        ("A98.4", "ebola", 200, {}, "vhf"),
        ("B18.1", "hepatitis_b", 400, {}, None),
        ("G03.9", "meningitis", 400, {}, "meningitis"),
        ("H10.9", "conjunctivitis", 400, {}, None),
        ("O72.1", None, 300, {"outcome": "died"}, "maternal_death"),
        ("O72.1", None, 300, {}, None),
        ("P21.9", None, 0, {"outcome": "died"}, "perinatal_death"),
        ("T88.1", "aefi", 3, {}, "aefi"),
        ("B54", "malaria", 30, {}, None),
    ],
)
def test_age_severity_and_outcome_decide(
    code: str, concept: str | None, months: int, more: dict[str, str], condition: str | None
) -> None:
    assert reached(code, concept, months, **more) == condition


def test_everyday_diagnoses_are_not_on_the_list() -> None:
    every_day = [one for one in catalogue.concepts().values() if one.frequency == 1]
    assert [one.code for one in every_day if reached(one.icd10, one.code)] == []


def test_cluster_rules_can_be_met() -> None:
    for rule in cluster_rules().values():
        assert rule.icd10
        assert rule.count >= 2
        assert 1 <= rule.days <= 28
        assert rule.state in STATES
        assert rule.name_en != rule.name_sw or rule.code == "dengue_like"
        for prefix in rule.icd10:
            assert any(code.startswith(prefix) for code in (*icd10_titles(), "A90", "A91")), prefix
            if rule.severity:
                assert rule.severity in catalogue.severities_for(prefix), (rule.code, prefix)


def test_no_value_holds_a_stray_column() -> None:
    for path in sorted((Path(FOLDER) / "surveillance").glob("*.csv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        width = len(next(csv.reader(lines[:1])))
        assert {len(row) for row in csv.reader(lines)} == {width}, path.name
