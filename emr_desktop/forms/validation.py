"""Finds what is wrong with a form definition before anything is counted by it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from emr_desktop.forms.conditions import Condition, all_hold
from emr_desktop.forms.definition import FALLBACK, FormDefinition, RowRule, bare_code
from emr_desktop.forms.facts import BY_BEGINNING, BY_HAND, CODE_OF_SOURCE, CONCEPT_MARK, SOURCES
from emr_desktop.forms.problems import Problem
from emr_desktop.forms.reach import check_reach
from emr_desktop.forms.samples import can_hold, samples
from emr_desktop.forms.vocabulary import check_known_codes, check_words


def check_definition(definition: FormDefinition) -> Iterator[Problem]:
    """Everything that would make a form count wrongly without a word."""
    if definition.valid_from and definition.valid_to and definition.valid_to < definition.valid_from:
        yield Problem("validity_reversed", words="valid_to =")
    yield from _check_scope_words(definition)
    if definition.listed is not None:
        for fact in definition.columns.facts_used:
            if fact not in SOURCES[definition.listed.counts]:
                params: dict[str, object] = {"row": "*", "source": definition.listed.counts, "fact": fact}
                yield Problem("column_fact_missing", words="counts =", params=params)
        return  # its rows are made by the program
    yield from _check_rows(definition)
    yield from _check_columns_fit(definition)
    yield from _check_codes(definition)
    yield from _check_groups(definition)
    yield from check_reach(definition)
    for rule in definition.rows:
        yield from check_words(rule.when, rule.counts, line=rule.line)
        yield from check_known_codes(definition, rule)
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
            in_letters = rule.counts in BY_BEGINNING and not code.startswith((FALLBACK, CONCEPT_MARK))
            if in_letters and not _is_prefix(code):
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
    groups: dict[tuple[str, str], list[RowRule]] = {}
    for rule in definition.rows:
        if rule.group is not None:
            groups.setdefault((rule.counts, rule.group), []).append(rule)
    for rule in definition.rows:
        rivals = groups.get((rule.counts, rule.group or ""), [])
        if rule.counts in CODE_OF_SOURCE:
            if not rule.codes and not any(other.codes for other in rivals):
                yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})
            if any(other.line < rule.line and other.when == rule.when for other in rivals):
                yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})
            closed = len(rivals) > 1 and all(other.when for other in rivals)
            if closed and rule is rivals[-1] and definition.unmapped != "left_out":
                yield Problem("group_open_ended", line=rule.line, params={"group": rule.group})
        if not _can_be_reached(definition, rule):
            yield Problem("row_unreachable", line=rule.line, params={"row": rule.row})
    for rules in groups.values():
        yield from _check_group(rules)


def _check_group(rules: list[RowRule]) -> Iterator[Problem]:
    """Of rows that share codes, no two may want the same thing, and their numbers may leave no hole."""
    limited = [rule for rule in rules if rule.when]
    for one, other in combinations(limited, 2):
        if can_hold(one.when + other.when, SOURCES[one.counts]):
            yield Problem("rows_overlap", line=other.line, params={"row": other.row, "other": one.row})
    if len(limited) < len(rules):
        return  # one row takes the rest
    fields = SOURCES[rules[0].counts]
    for name in {condition.field for rule in limited for condition in rule.when}:
        if fields[name].kind != "number":
            continue
        alike: dict[frozenset[Condition], list[RowRule]] = {}
        for rule in limited:
            rest = frozenset(condition for condition in rule.when if condition.field != name)
            alike.setdefault(rest, []).append(rule)
        for members in alike.values():
            asked = [
                tuple(condition for condition in rule.when if condition.field == name) for rule in members
            ]
            tried = [each for each in samples([one for all_ in asked for one in all_], fields[name]) if each]
            taken = [any(all_hold(conditions, {name: each}) for conditions in asked) for each in tried]
            for place, each in enumerate(tried):
                if not taken[place] and any(taken[:place]) and any(taken[place:]):
                    params: dict[str, object] = {"group": members[-1].group, "fact": name, "value": each}
                    yield Problem("group_hole", line=members[-1].line, params=params)
                    break


def _can_be_reached(definition: FormDefinition, rule: RowRule) -> bool:
    """Whether anything satisfies the conditions of a row and those before it, in some way of counting."""
    if rule.counts == BY_HAND:
        return True
    return any(
        can_hold(rule.when + definition.conditions(rule.counts, count), SOURCES[rule.counts])
        for count in definition.count_choices or ("new",)
    )


def _check_scope_words(definition: FormDefinition) -> Iterator[Problem]:
    for by_source in (definition.scope, *definition.count_choices.values()):
        for source, conditions in by_source.items():
            yield from check_words(conditions, source, words=f"{source} =")


def _check_columns_fit(definition: FormDefinition) -> Iterator[Problem]:
    """What decides the columns must be known of everything that is counted."""
    for rule in definition.rows:
        for fact in definition.columns.facts_used:
            if rule.counts != BY_HAND and fact not in SOURCES[rule.counts]:
                params: dict[str, object] = {"row": rule.row, "source": rule.counts, "fact": fact}
                yield Problem("column_fact_missing", line=rule.line, params=params)
    asked = definition.columns.facts_used
    for check in definition.checks:
        sides = (*check.left.split("+"), *check.right.split("+"))
        if "visits" in sides and not set(asked) <= set(SOURCES["visits"]):
            yield Problem("visits_not_comparable", words=check.left)


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
