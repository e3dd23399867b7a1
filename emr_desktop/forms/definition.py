"""A form as its definition files describe it, and the one rule that says where a counted thing goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from emr_desktop.forms.columns import ColumnBlock, ColumnHeading, ColumnSet
from emr_desktop.forms.conditions import Condition, all_hold
from emr_desktop.forms.facts import (
    BY_BEGINNING,
    BY_HAND,
    CODE_OF_SOURCE,
    CONCEPT_MARK,
    PATIENT_FACTS,
    WITHOUT_VISIT,
    Fact,
    base_of,
)

__all__ = [
    "FALLBACK",
    "ColumnBlock",
    "ColumnHeading",
    "ColumnSet",
    "DerivedLine",
    "Doubt",
    "FormDefinition",
    "ListedRows",
    "PaperTitles",
    "Place",
    "RowRule",
    "Section",
    "SumCheck",
    "bare_code",
]

FALLBACK = "*"


@dataclass(frozen=True)
class RowRule:
    """One printed row: what it counts, by which codes, under which conditions, in which cells."""

    row: str
    section: str
    en: str
    sw: str
    counts: str  # a key of ``facts.SOURCES``
    # ICD-10 prefixes and @concepts, or whole codes of tests or medicines; FALLBACK takes what no other takes
    codes: tuple[str, ...]
    group: str | None  # rows of one group share their codes
    when: tuple[Condition, ...]
    open_columns: frozenset[str]
    dhis2_data_element: str | None
    line: int  # in the definition file


@dataclass(frozen=True)
class Section:
    code: str
    en: str
    sw: str
    printed: bool
    layer: str = ""  # a thing counts in one row of each layer: malaria by disease and once more by test


@dataclass(frozen=True)
class DerivedLine:
    """A printed sum of rows, such as ``2+3``; nothing is counted into it."""

    row: str
    after: str
    en: str
    sw: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.row.split("+"))


@dataclass(frozen=True)
class SumCheck:
    """Two sums that must compare in every column: ``1 <= 2+3``; ``visits`` is the visits in scope."""

    left: str
    relation: str  # = or <=
    right: str


@dataclass(frozen=True)
class Doubt:
    """What is counted in a row but should be looked at again."""

    code: str
    row: str
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class ListedRows:
    """Rows that are what was seen in the period: one for each of the commonest values of a fact."""

    counts: str  # visits, diagnoses, ...
    fact: str  # village, icd10
    top: int  # how many rows at most
    others_en: str
    others_sw: str
    not_said_en: str = ""
    not_said_sw: str = ""
    letters: int = 0  # how much of the value makes a row: 3 of B50.9 is B50; 0 is all of it


@dataclass(frozen=True)
class PaperTitles:
    book: str
    title_en: str
    title_sw: str
    edition_en: str
    edition_sw: str
    sent_on: bool = False  # the foot asks when it was sent to the national system too


@dataclass(frozen=True)
class Place:
    """Where one counted thing goes; ``row`` is None when no row takes it."""

    row: str | None
    column: str
    is_open: bool


@dataclass(frozen=True)
class FormDefinition:
    """One edition of one form."""

    form: str
    edition: str
    is_default: bool
    official: bool
    period_type: str
    name_en: str
    name_sw: str
    titles: PaperTitles
    columns: ColumnSet
    sections: tuple[Section, ...]
    rows: tuple[RowRule, ...]
    derived: tuple[DerivedLine, ...]
    checks: tuple[SumCheck, ...]
    doubts: tuple[Doubt, ...]
    scope: Mapping[str, tuple[Condition, ...]]  # source -> conditions before any row is chosen
    count_choices: Mapping[str, Mapping[str, tuple[Condition, ...]]]  # new, all -> source -> conditions
    listed: ListedRows | None = None  # then ``rows`` are made for each period
    listed_values: tuple[str, ...] = ()  # what they were made from
    order: int = 100  # where it stands in a list of forms
    zero_report: bool = False  # a form without a case says so in words
    unmapped: str = ""  # what has no row is ``listed`` as misplaced, ``left_out``, or may not be ("")
    valid_from: date | None = None  # the first day on which the edition was in use; None: always
    valid_to: date | None = None  # the last one
    _candidates: dict[tuple[str, str, str, str], tuple[RowRule, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What the rows count, in the order in which it first appears."""
        return tuple(dict.fromkeys(rule.counts for rule in self.rows if rule.counts != BY_HAND))

    @cached_property
    def bases(self) -> Mapping[str, tuple[str, ...]]:
        """What is read, in one pass each -> the sources that are counted from it."""
        found: dict[str, tuple[str, ...]] = {}
        for source in self.sources:
            found[base_of(source)] = (*found.get(base_of(source), ()), source)
        return found

    def is_valid_on(self, day: date) -> bool:
        """Whether the edition was in use on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @cached_property
    def layers(self) -> Mapping[str, str]:
        """Section -> its layer."""
        return {section.code: section.layer for section in self.sections}

    @cached_property
    def _layers_of(self) -> Mapping[str, tuple[str, ...]]:
        """Source -> the layers in which its rows lie; the main one, which has no name, first."""
        found: dict[str, set[str]] = {}
        for rule in self.rows:
            found.setdefault(rule.counts, set()).add(self.layers.get(rule.section, ""))
        return {source: tuple(sorted(layers)) for source, layers in found.items()}

    @cached_property
    def rules(self) -> Mapping[str, RowRule]:
        return {rule.row: rule for rule in self.rows}

    @cached_property
    def asks_patients(self) -> bool:
        """Whether any row asks for a fact that lies with the patient."""
        asked = {condition.field for rule in self.rows for condition in rule.when}
        limits = [*self.scope.values(), *(one for by in self.count_choices.values() for one in by.values())]
        asked |= {condition.field for conditions in limits for condition in conditions}
        return bool(PATIENT_FACTS & (asked | ({self.listed.fact} if self.listed else set())))

    def conditions(self, source: str, count: str) -> tuple[Condition, ...]:
        """What limits a source before any row is chosen; a way of counting the form lacks adds no limit."""
        source = base_of(source)
        wanted = () if source in WITHOUT_VISIT else self.scope["visits"]
        wanted += () if source == "visits" else self.scope.get(source, ())
        return wanted + self.count_choices.get(count, {}).get(source, ())

    def facts_used(self, source: str) -> tuple[str, ...]:
        """What is read of a thing: the facts that its place depends on, or that of what is read with it."""
        together = self.bases.get(base_of(source), (source,))
        rows = [name for each in together for name in self.row_facts(each)]
        return tuple(dict.fromkeys((*self.columns.facts_used, *rows)))

    @cached_property
    def _asked(self) -> tuple[Condition, ...]:
        columns = self.columns
        asked: tuple[ColumnBlock | ColumnHeading | RowRule, ...] = (
            *columns.blocks,
            *columns.bands,
            *columns.parts,
            *self.rows,
        )
        return tuple(condition for one in asked for condition in one.when)

    @cached_property
    def age_cuts(self) -> tuple[int, ...]:
        """The ages in months at which any condition changes its answer, ascending."""
        cuts = {condition.cut for condition in self._asked if condition.field == "age_months"}
        return tuple(sorted(cut for cut in cuts if cut))

    def limits(self, name: str) -> tuple[int, ...]:
        """The numbers that a fact is compared with, ascending."""
        found = {condition.limit for condition in self._asked if condition.field == name}
        return tuple(sorted(limit for limit in found if limit is not None))

    def row_facts(self, source: str) -> tuple[str, ...]:
        """The facts that decide which rows take a thing; its column is decided by those of the columns."""
        names = [condition.field for rule in self.rows if rule.counts == source for condition in rule.when]
        if (code := CODE_OF_SOURCE.get(source)) is not None:
            names.append(code)
        if any(code.startswith(CONCEPT_MARK) for code in self.codes_of(source)):
            names.append("concept")
        return tuple(dict.fromkeys(names))

    def codes_of(self, source: str) -> tuple[str, ...]:
        """Every code that a row of a source names."""
        return tuple(code for rule in self.rows if rule.counts == source for code in rule.codes)

    def asked_codes(self, base: str) -> tuple[str, ...] | None:
        """The only codes that are counted, where a form leaves out all others; None: every code may be."""
        sources = self.bases.get(base, ())
        if self.unmapped != "left_out" or base in BY_BEGINNING or base not in CODE_OF_SOURCE:
            return None
        codes = {code for source in sources for code in self.codes_of(source)}
        return None if FALLBACK in codes or not codes else tuple(sorted(codes))

    def places(self, source: str, facts: Mapping[str, Fact]) -> tuple[Place, ...]:
        """Where one visit, diagnosis or test with these facts is counted.

        A visit may belong in several rows, a diagnosis, test or treatment in one of each layer. In each row
        there is the place in the first block, and those in the other blocks that the row has open; a row with
        nothing open in the first block counts in the others alone.
        """
        columns = self.columns.columns_of(facts)
        return tuple(
            Place(None, column, False)
            if rule is None
            else Place(rule.row, column, column in rule.open_columns)
            for rule in self._rules_of(source, facts)
            for column in (columns if rule is not None else columns[:1])
            if rule is None
            or column in rule.open_columns
            or (column == columns[0] and rule.row not in self._outside_first)
        )

    @cached_property
    def _outside_first(self) -> frozenset[str]:
        """Rows that count a part alone, such as the low ones of a test that another row counts whole."""
        first = {f"{band.code}.{part.code}" for band in self.columns.totalled for part in self.columns.parts}
        return frozenset(
            rule.row for rule in self.rows if rule.open_columns and not rule.open_columns & first
        )

    def rules_for_code(self, source: str, code: str, concept: str = "") -> tuple[RowRule, ...]:
        """The rows that may take a code if their conditions hold, in the order in which they are asked."""
        return tuple(
            dict.fromkeys(
                rule
                for layer in self._layers_of[source]
                for rule in self._rules_for(source, layer, code, concept)
            )
        )

    def _rules_of(self, source: str, facts: Mapping[str, Fact]) -> tuple[RowRule | None, ...]:
        if source not in CODE_OF_SOURCE:
            return tuple(rule for rule in self.rows if rule.counts == source and all_hold(rule.when, facts))
        code = str(facts[CODE_OF_SOURCE[source]] or "")
        found = ((layer, self._row_of(source, layer, code, facts)) for layer in self._layers_of[source])
        # What has no row in the main layer is misplaced, unless the form leaves it out; the others choose.
        return tuple(
            rule for layer, rule in found if rule is not None or (not layer and self.unmapped != "left_out")
        )

    def _row_of(self, source: str, layer: str, code: str, facts: Mapping[str, Fact]) -> RowRule | None:
        concept = str(facts.get("concept") or "") if source in BY_BEGINNING else ""
        key = (source, layer, code, concept)
        candidates = self._candidates.get(key)
        if candidates is None:
            candidates = self._candidates[key] = self._rules_for(source, layer, code, concept)
        return next((rule for rule in candidates if all_hold(rule.when, facts)), None)

    def _rules_for(self, source: str, layer: str, code: str, concept: str) -> tuple[RowRule, ...]:
        """The rules that may take a code, in the order in which they are asked.

        A clinical concept before any code; of ICD-10 the longest prefix first (R40 beats R), codes of tests
        and medicines whole (``hb`` is not ``hbsag``); of rows that share a code, those with conditions
        before the one without; the fallback last.
        """
        bare = bare_code(code)
        shortest = 1 if source in BY_BEGINNING else len(bare)
        written = [bare[:length] for length in range(len(bare), shortest - 1, -1)]
        if concept:
            written.insert(0, bare_code(CONCEPT_MARK + concept))
        return tuple(
            rule for each in (*written, FALLBACK) for rule in self._by_code.get((source, layer, each), ())
        )

    @cached_property
    def _by_code(self) -> Mapping[tuple[str, str, str], tuple[RowRule, ...]]:
        codes_of_group: dict[tuple[str, str], list[str]] = {}
        for rule in self.rows:
            if rule.group is not None:
                codes_of_group.setdefault((rule.counts, rule.group), []).extend(rule.codes)
        found: dict[tuple[str, str, str], list[RowRule]] = {}
        for rule in self.rows:
            codes = rule.codes if rule.group is None else codes_of_group[rule.counts, rule.group]
            layer = self.layers.get(rule.section, "")
            for code in codes:
                found.setdefault((rule.counts, layer, bare_code(code)), []).append(rule)
        return {key: tuple(sorted(rules, key=lambda rule: not rule.when)) for key, rules in found.items()}


def bare_code(code: str) -> str:
    """An ICD-10 code or prefix without its dot: ``B37.2`` and ``B372`` are the same."""
    return code.replace(".", "").upper()
