"""Finds what is wrong with a form definition before anything is counted by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from emr_desktop.forms.conditions import all_hold
from emr_desktop.forms.definition import (
    CODE_OF_SOURCE,
    FALLBACK,
    ColumnHeading,
    ColumnSet,
    FormDefinition,
    RowRule,
    bare_code,
)
from emr_desktop.forms.facts import BY_HAND, SOURCES, Fact

_OLDEST_MONTHS = 150 * 12


@dataclass(frozen=True)
class Problem:
    """``line`` is in the rows file; 0 means the head, on the line that holds ``words``."""

    code: str
    line: int = 0
    words: str = ""
    params: dict[str, object] = field(default_factory=dict)


def check_columns(columns: ColumnSet) -> Iterator[Problem]:
    """Every age and sex must fit exactly one column of each block, and everybody the first block."""
    known = [block.code for block in columns.blocks]
    for block in columns.blocks:
        if known.count(block.code) > 1:
            yield Problem("column_twice", words=f'code = "{block.code}"', params={"column": block.code})
    if columns.blocks[0].when:
        yield Problem("first_block_limited", words=f'code = "{known[0]}"', params={"block": known[0]})
    for band in columns.bands:
        if band.block not in known:
            yield Problem("block_unknown", words=f'code = "{band.code}"', params={"block": band.block})
    for headings in (columns.bands, columns.parts):
        codes = [heading.code for heading in headings]
        for code in codes:
            if codes.count(code) > 1:
                yield Problem("column_twice", words=f'code = "{code}"', params={"column": code})
    for block in columns.blocks:
        yield from _check_headings(tuple(band for band in columns.bands if band.block == block.code))
    yield from _check_headings(columns.parts)
    for column in columns.dhis2_option_combos:
        if column not in columns.codes:
            yield Problem("column_unknown", words=f'"{column}"', params={"column": column})


def _check_headings(headings: tuple[ColumnHeading, ...]) -> Iterator[Problem]:
    if not headings:
        yield Problem("columns_missing")
    cuts = {condition.cut or 0 for heading in headings for condition in heading.when}
    for facts in _people(cuts):
        fits = [heading for heading in headings if all_hold(heading.when, facts)]
        params: dict[str, object] = {"age_months": facts["age_months"], "sex": facts["sex"]}
        if not fits:
            yield Problem("column_gap", params=params)
            return
        if len(fits) > 1:
            yield Problem(
                "column_overlap", words=f'code = "{fits[1].code}"', params={**params, "column": fits[1].code}
            )
            return


def _people(cuts: set[int]) -> Iterator[dict[str, Fact]]:
    """Both sexes at every age where the answer of a condition may change."""
    blank: dict[str, Fact] = dict.fromkeys(SOURCES["visits"])
    for age, sex in product(sorted({0, _OLDEST_MONTHS, *cuts}), "MF"):
        yield blank | {"age_months": age, "sex": sex}


def check_definition(definition: FormDefinition) -> Iterator[Problem]:
    """Everything that would make a form count wrongly without a word."""
    if definition.listed is not None:
        return  # its rows are made by the program
    yield from _check_rows(definition)
    yield from _check_codes(definition)
    yield from _check_groups(definition)
    if definition.unmapped not in ("", "listed", "left_out"):
        yield Problem("unmapped_unknown", words="unmapped =", params={"word": definition.unmapped})
    if not definition.unmapped:
        for source in definition.sources:
            rows = [rule for rule in definition.rows if rule.counts == source]
            if source in CODE_OF_SOURCE and not any(FALLBACK in rule.codes for rule in rows):
                yield Problem("fallback_missing", line=rows[-1].line, params={"source": source})
    yield from _check_references(definition)


def _check_rows(definition: FormDefinition) -> Iterator[Problem]:
    if not definition.rows:
        yield Problem("rows_missing", words="form =")
    seen: dict[str, RowRule] = {}
    sections = {section.code for section in definition.sections}
    for rule in definition.rows:
        if not rule.row:
            yield Problem("row_number_missing", line=rule.line)
        if rule.row in seen:
            yield Problem("row_twice", line=rule.line, params={"row": rule.row, "other": seen[rule.row].line})
        seen[rule.row] = rule
        if rule.section not in sections:
            yield Problem("section_unknown", line=rule.line, params={"word": rule.section})
        if rule.counts == BY_HAND and rule.open_columns:
            yield Problem("by_hand_open", line=rule.line, params={"row": rule.row})
        if not rule.en or not rule.sw:
            yield Problem("name_missing", line=rule.line, params={"row": rule.row})


def _check_codes(definition: FormDefinition) -> Iterator[Problem]:
    taken: dict[tuple[str, str, str], RowRule] = {}
    for rule in definition.rows:
        if rule.counts not in CODE_OF_SOURCE:
            if rule.codes or rule.group:
                yield Problem("codes_not_wanted", line=rule.line, params={"row": rule.row})
            continue
        for code in rule.codes:
            key = (rule.counts, definition.layers.get(rule.section, ""), bare_code(code))
            if key in taken:
                other = taken[key]
                yield Problem(
                    "code_twice", line=rule.line, params={"icd10": code, "row": rule.row, "other": other.row}
                )
            taken[key] = rule
            if rule.counts == "diagnoses" and code != FALLBACK and not _is_prefix(code):
                yield Problem("code_malformed", line=rule.line, params={"icd10": code, "row": rule.row})


def _is_prefix(code: str) -> bool:
    letter, digits = code[:1], code[1:].replace(".", "", 1)
    dot = code.find(".")
    return (
        letter.isascii()
        and letter.isupper()
        and digits.isascii()
        and (digits.isdigit() or digits == "")
        and dot in {-1, 3}
        and not code.endswith(".")
    )


def _check_groups(definition: FormDefinition) -> Iterator[Problem]:
    """Every row must be able to get something: codes, its own or its group's, and a condition of its own."""
    for rule in definition.rows:
        rivals = [
            other
            for other in definition.rows
            if other.counts == rule.counts and other.group == rule.group and rule.group is not None
        ]
        if rule.counts in CODE_OF_SOURCE:
            if not rule.codes and not any(other.codes for other in rivals):
                yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})
            if any(other.line < rule.line and other.when == rule.when for other in rivals):
                yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})
            closed = len(rivals) > 1 and all(other.when for other in rivals)
            if closed and rule is rivals[-1] and definition.unmapped != "left_out":
                yield Problem("group_open_ended", line=rule.line, params={"group": rule.group})
        if not _can_hold(rule):
            yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})


def _can_hold(rule: RowRule) -> bool:
    """Say whether some person and some words satisfy all conditions of a row at once."""
    for name in {condition.field for condition in rule.when}:
        conditions = [condition for condition in rule.when if condition.field == name]
        fact = SOURCES[rule.counts][name]
        answers: list[Fact]
        if fact.kind == "number":
            answers = list(range(_OLDEST_MONTHS))
        elif fact.kind == "yes_no":
            answers = [True, False]
        else:
            written = [value for condition in conditions for value in condition.values]
            answers = [None, *(fact.values or ()), *written]
        if not any(all_hold(conditions, {name: answer}) for answer in answers):
            return False
    return True


def _check_references(definition: FormDefinition) -> Iterator[Problem]:
    """Rows that the head speaks of must be there."""
    rows = {rule.row for rule in definition.rows}
    spoken_of = [
        *((line.row, part) for line in definition.derived for part in (*line.parts, line.after)),
        *(
            (side, part)
            for check in definition.checks
            for side in (check.left, check.right)
            for part in side.split("+")
            if part != "visits"
        ),
        *((doubt.code, doubt.row) for doubt in definition.doubts),
    ]
    for words, row in spoken_of:
        if row not in rows:
            yield Problem("row_unknown", words=words, params={"row": row})
    for check in definition.checks:
        if check.relation not in {"=", "<="}:
            yield Problem("relation_unknown", words=f'"{check.relation}"', params={"word": check.relation})
    if "new" not in definition.count_choices:
        yield Problem("key_missing", params={"key": "count.new"})
