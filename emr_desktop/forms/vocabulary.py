"""Whether the codes and words in a definition are ones that the record can hold at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from emr_desktop.forms.amounts import pack_size
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import FALLBACK, FormDefinition, RowRule
from emr_desktop.forms.facts import BY_BEGINNING, CODE_OF_SOURCE, CONCEPT_MARK, SOURCES
from emr_desktop.forms.problems import Problem
from emr_desktop.reference.catalogue import concepts, exemptions, icd10_title, lab_tests, medicines
from emr_desktop.reference.icd10 import icd10_codes
from emr_desktop.reference.procedures import procedures
from emr_desktop.reference.tables import read_table
from emr_desktop.visits.rules import VISIT_TYPES


def check_words(
    conditions: Iterable[Condition], source: str, *, line: int = 0, words: str = ""
) -> Iterator[Problem]:
    """Words of conditions that are codes must be codes that exist.

    Args:
        conditions: as they were read.
        source: what is counted.
        line: where they stand in the rows file; 0 when in the head.
        words: what stands there in the head.
    """
    for condition in conditions:
        vocabulary = SOURCES[source][condition.field].vocabulary
        for value in condition.values:
            if vocabulary and value is not None and not _is_known(vocabulary, str(value)):
                yield Problem("value_unknown", line=line, words=words, params={"word": value})


def check_known_codes(definition: FormDefinition, rule: RowRule) -> Iterator[Problem]:
    """The codes of a row must be in the reference data; of ICD-10 one code at least must begin so."""
    if rule.counts not in CODE_OF_SOURCE:
        return
    for code in rule.codes:
        params: dict[str, object] = {"icd10": code, "row": rule.row}
        if code == FALLBACK:
            continue
        if rule.counts in BY_BEGINNING and not code.startswith(CONCEPT_MARK):
            if not _begins_a_code(code):
                yield Problem("icd10_unknown", line=rule.line, params=params)
        elif code.startswith(CONCEPT_MARK):
            if code.removeprefix(CONCEPT_MARK) not in concepts():
                yield Problem("concept_unknown", line=rule.line, params=params)
        elif not _is_known(CODE_OF_SOURCE[rule.counts], code):
            yield Problem(f"{CODE_OF_SOURCE[rule.counts]}_unknown", line=rule.line, params=params)
        elif rule.counts == "packs" and pack_size(code) is None:
            yield Problem("pack_unknown", line=rule.line, params=params)
    yield from _check_results(definition, rule)


def _check_results(definition: FormDefinition, rule: RowRule) -> Iterator[Problem]:
    """A result that none of the row's tests can have would never be counted."""
    if rule.counts != "tests":
        return
    together = [
        other
        for other in definition.rows
        if other is rule or (other.counts == "tests" and rule.group is not None and other.group == rule.group)
    ]
    tests = [lab_tests()[code] for other in together for code in other.codes if code in lab_tests()]
    if not tests or any(test.kind != "choice" for test in tests):
        return
    choices = {choice for test in tests for choice in test.choices}
    for condition in rule.when:
        for value in condition.values if condition.field == "result" else ():
            if value is not None and value not in choices:
                params: dict[str, object] = {"word": value, "row": rule.row}
                yield Problem("result_unknown", line=rule.line, params=params)


@cache
def _codes(vocabulary: str) -> frozenset[str]:
    if vocabulary == "outcome_detail":
        return frozenset(row["code"] for row in read_table("outcome_details.csv"))
    known: dict[str, Iterable[str]] = {
        "visit_type": VISIT_TYPES,
        "test": lab_tests(),
        "medicine": medicines(),
        "procedure": procedures(),
        "concept": concepts(),
        "exemption": exemptions(),
    }
    return frozenset(known[vocabulary])


def _is_known(vocabulary: str, word: str) -> bool:
    return icd10_title(word) is not None if vocabulary == "icd10" else word in _codes(vocabulary)


@cache
def _begins_a_code(prefix: str) -> bool:
    # Nearly every beginning is a code itself; only a few letters have to be looked for.
    dotted = f"{prefix[:3]}.{prefix[3:]}" if len(prefix) > 3 and "." not in prefix else prefix
    return icd10_title(dotted) is not None or any(code.startswith(dotted) for code in icd10_codes())
