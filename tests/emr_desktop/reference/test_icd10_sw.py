"""Swahili titles of ICD-10 codes: all that the forms count and the made-up facility records has one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import emr_desktop.demo
import emr_desktop.reference
from emr_desktop.reference.catalogue import concepts, diagnosis_name, severity_name
from emr_desktop.reference.icd10 import icd10_codes, icd10_title
from emr_desktop.reference.icd10_sw import ENGLISH_MARK, _titles, swahili_title

REFERENCE = Path(emr_desktop.reference.__file__).parent
DEMO = Path(emr_desktop.demo.__file__).parent


def _codes_in(*paths: Path) -> set[str]:
    found: set[str] = set()
    for path in paths:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            found |= {code for code in re.split(r"[ ;|]+", row.get("icd10") or "") if code[1:3].isdigit()}
    return found


def test_every_code_of_a_form_and_of_the_made_up_facility_is_said_in_swahili() -> None:
    forms = _codes_in(*REFERENCE.glob("forms/*/*/rows.csv"), *REFERENCE.glob("surveillance/*.csv"))
    assert len(forms) > 700
    assert [code for code in sorted(forms) if swahili_title(code).endswith(ENGLISH_MARK)] == []
    by_concept = {concept.icd10 for concept in concepts().values()}
    demo = _codes_in(*DEMO.glob("*.csv")) - by_concept
    assert [code for code in sorted(demo) if "(" in swahili_title(code) and code not in _titles()[0]] == []


def test_every_title_stands_for_a_code_there_is() -> None:
    exact, groups = _titles()
    assert [code for code in exact if icd10_title(code) is None] == []
    assert all(first < last and first[0].isupper() for first, last, _ in groups)
    for code in icd10_codes():
        assert swahili_title(code).strip()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("A00", "Kipindupindu"),
        ("J06.9", "Maambukizi makali ya njia ya juu ya hewa"),  # unspecified: the category
        ("A01.1", "Homa ya matumbo na paratifodi (Paratyphoid fever A)"),
        ("T36.0", "Sumu ya dawa (Poisoning: Penicillins)"),
        ("M36.8", "Magonjwa ya tishu unganishi (Systemic disorders of connective tissue in other diseases"),
        ("Q99.9", "Kasoro za kuzaliwa nazo (Chromosomal abnormality, unspecified)"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_code_without_a_title_is_called_by_its_group_with_the_english_beside(code: str, said: str) -> None:
    assert swahili_title(code).startswith(said)


def test_a_recorded_code_is_swahili_in_swahili_and_english_in_english() -> None:
    assert diagnosis_name("A00", None, language="sw") == "Kipindupindu"
    assert diagnosis_name("A00", None, language="en") == "Cholera"
    assert diagnosis_name("A00", None, language="xx") == "Cholera"


def test_a_severity_where_none_is_asked_for_is_said_in_general_words() -> None:
    assert severity_name("B54", "severe", language="sw") == "Kali"
    assert severity_name("B54", "severe", language="en") == "Severe"
    assert severity_name("A09", "severe", language="sw") == "Upungufu mkubwa wa maji"
    assert severity_name("B54", "odd", language="sw") == "odd"
