"""Where the register puts a thing: read from the definition as it is written, row after row.

``FormDefinition.places`` answers the same question for the summary, by indexes and with a memory. Nothing of
that is used here, so that a fault in either of the two shows as a difference between register and summary:
no index, no memory, conditions judged and codes compared anew for every thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import FALLBACK, FormDefinition, RowRule
from emr_desktop.forms.facts import BY_BEGINNING, CODE_OF_SOURCE, CONCEPT_MARK, WITHOUT_VISIT, Fact, base_of

_BY_FALLBACK, _BY_CODE, _BY_CONCEPT = 1, 2, 3
Strength = tuple[int, int]  # how a row takes a code, and by how many letters


@dataclass(frozen=True)
class _WrittenRow:
    rule: RowRule
    layer: str
    codes: tuple[str, ...]  # its own and those of its group, without dots, in capitals


class WrittenForm:
    """A definition as it is printed: rows in their order, each with all the codes it answers to."""

    def __init__(self, definition: FormDefinition) -> None:
        self._definition = definition
        self._rows = [_WrittenRow(rule, self._layer(rule), self._codes(rule)) for rule in definition.rows]

    def wants(self, source: str, count: str, facts: Mapping[str, Fact]) -> bool:
        """Whether the form counts a thing at all, in a way of counting, before any row is chosen."""
        base, definition = base_of(source), self._definition
        limits: list[Condition] = []
        if base not in WITHOUT_VISIT:
            limits += definition.scope["visits"]
        if base != "visits" and base in definition.scope:
            limits += definition.scope[base]
        if count in definition.count_choices and base in definition.count_choices[count]:
            limits += definition.count_choices[count][base]
        return fits(limits, facts)

    def cells(self, source: str, facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
        """The open cells, row and column, in which a thing with these facts is counted."""
        columns = list(self._columns(facts))
        for rule in self._rules(source, facts):
            for column in columns:
                if column in rule.open_columns:
                    yield rule.row, column

    def _columns(self, facts: Mapping[str, Fact]) -> Iterator[str]:
        columns = self._definition.columns
        part = ""
        for one in reversed(columns.parts):  # the first that fits stays
            if fits(one.when, facts):
                part = one.code
        for band in columns.bands:
            for block in columns.blocks:
                if block.code == band.block and fits(block.when, facts) and fits(band.when, facts):
                    yield f"{band.code}.{part}"

    def _rules(self, source: str, facts: Mapping[str, Fact]) -> list[RowRule]:
        if source not in CODE_OF_SOURCE:
            return [
                row.rule for row in self._rows if row.rule.counts == source and fits(row.rule.when, facts)
            ]
        code = letters(str(facts[CODE_OF_SOURCE[source]] or ""))
        concept = ""
        if source in BY_BEGINNING and facts.get("concept"):
            concept = letters(f"{CONCEPT_MARK}{facts['concept']}")
        best: dict[str, tuple[tuple[Strength, bool], RowRule]] = {}  # layer -> the row that takes it
        for row in self._rows:
            if row.rule.counts != source:
                continue
            strength = _strength(row.codes, code, concept, beginning=source in BY_BEGINNING)
            if strength is None or not fits(row.rule.when, facts):
                continue
            # Of two rows by the same code the one with conditions; of equals the one that is printed first.
            rank = (strength, bool(row.rule.when))
            if row.layer not in best or rank > best[row.layer][0]:
                best[row.layer] = (rank, row.rule)
        return [rule for _, rule in best.values()]

    def _layer(self, rule: RowRule) -> str:
        for section in self._definition.sections:
            if section.code == rule.section:
                return section.layer
        return ""

    def _codes(self, rule: RowRule) -> tuple[str, ...]:
        shared = [
            code
            for other in self._definition.rows
            if other is rule
            or (rule.group is not None and (other.counts, other.group) == (rule.counts, rule.group))
            for code in other.codes
        ]
        return tuple(letters(code) for code in shared)


def _strength(codes: tuple[str, ...], code: str, concept: str, *, beginning: bool) -> Strength | None:
    """The strongest way in which one of the codes of a row takes a code; None: none does."""
    if FALLBACK not in codes and concept not in codes and not code.startswith(codes):
        return None
    found: Strength | None = None
    for written in codes:
        if written == FALLBACK:
            way: Strength = (_BY_FALLBACK, 0)
        elif concept and written == concept:
            way = (_BY_CONCEPT, 0)
        elif written == code or (beginning and code.startswith(written)):
            way = (_BY_CODE, len(written))
        else:
            continue
        if found is None or way > found:
            found = way
    return found


def letters(code: str) -> str:
    """A code as it is compared: no dots, capitals."""
    return "".join(letter for letter in code if letter != ".").upper()


def fits(conditions: tuple[Condition, ...] | list[Condition], facts: Mapping[str, Fact]) -> bool:
    """Whether facts meet every condition; what was not said is smaller or greater than nothing."""
    for condition in conditions:
        fact, values = facts[condition.field], condition.values
        if condition.operator in ("=", "!="):
            if any(_same(fact, value) for value in values) != (condition.operator == "="):
                return False
            continue
        limit = values[0]
        if not isinstance(fact, (int, float)) or not isinstance(limit, (int, float)):
            return False
        if fact < limit:
            good = condition.operator in ("<", "<=")
        elif fact > limit:
            good = condition.operator in (">", ">=")
        else:
            good = condition.operator in ("<=", ">=")
        if not good:
            return False
    return True


def _same(fact: Fact, value: Fact) -> bool:
    if fact is None or value is None:
        return fact is value
    return fact == value
