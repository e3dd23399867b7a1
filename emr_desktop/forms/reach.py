"""Rows whose codes all belong to other rows: their longer beginnings win, and nothing is left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from emr_desktop.forms.definition import FormDefinition, RowRule, bare_code
from emr_desktop.forms.facts import BY_BEGINNING, CONCEPT_MARK
from emr_desktop.forms.problems import Problem
from emr_desktop.reference.icd10 import icd10_codes


def check_reach(definition: FormDefinition) -> Iterator[Problem]:
    """Name each row of a source counted by beginnings for which no known code is left."""
    whole: dict[tuple[str, str], list[str]] = {}  # source and layer -> beginnings that some row takes whole
    open_groups = _groups_that_take_all(definition.rows)
    for rule in definition.rows:
        if rule.counts in BY_BEGINNING and (not rule.when or (rule.counts, rule.group) in open_groups):
            key = (rule.counts, definition.layers.get(rule.section, ""))
            whole.setdefault(key, []).extend(_beginnings(rule))
    for rule in definition.rows:
        beginnings = _beginnings(rule) if rule.counts in BY_BEGINNING else []
        if not beginnings or len(beginnings) < len(rule.codes):
            continue  # codes of its own that beginnings cannot take: concepts, what is left over
        taken = whole.get((rule.counts, definition.layers.get(rule.section, "")), [])
        if not any(_something_is_left(beginning, taken) for beginning in beginnings):
            yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})


def _groups_that_take_all(rows: Iterable[RowRule]) -> set[tuple[str, str | None]]:
    return {(rule.counts, rule.group) for rule in rows if rule.group is not None and not rule.when}


def _beginnings(rule: RowRule) -> list[str]:
    return [
        bare_code(code) for code in rule.codes if code[:1].isalpha() and not code.startswith(CONCEPT_MARK)
    ]


def _something_is_left(beginning: str, taken: Iterable[str]) -> bool:
    longer = tuple(each for each in taken if each != beginning and each.startswith(beginning))
    if not longer:
        return True
    codes = _bare_codes()
    for place in range(bisect_left(codes, beginning), len(codes)):
        if not codes[place].startswith(beginning):
            return False
        if not codes[place].startswith(longer):
            return True
    return False


@cache
def _bare_codes() -> tuple[str, ...]:
    return tuple(sorted(bare_code(code) for code in icd10_codes()))
