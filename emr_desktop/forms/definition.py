"""A form as its definition files describe it, and the one rule that says where a counted thing goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from emr_desktop.forms.conditions import Condition, all_hold
from emr_desktop.forms.facts import BY_HAND, PATIENT_FACTS, Fact

FALLBACK = "*"

# Which fact of a source the codes of a row are compared with.
CODE_OF_SOURCE: Mapping[str, str] = {"diagnoses": "icd10", "tests": "test", "treatments": "medicine"}


@dataclass(frozen=True)
class ColumnHeading:
    """One band or part of the columns, with the facts that belong in it; a band lies in one block."""

    code: str
    en: str
    sw: str
    when: tuple[Condition, ...]
    block: str = ""


@dataclass(frozen=True)
class ColumnBlock:
    """Bands that stand for themselves: everybody is in the first block, the dead in one of deaths too."""

    code: str
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class ColumnSet:
    """Columns named ``band.part``: age bands by sex.

    Every visit fits exactly one column of the first block, and of each other block one or none (the loader
    checks). Totals add the first block alone: what the others hold is in it already.
    """

    code: str
    blocks: tuple[ColumnBlock, ...]
    bands: tuple[ColumnHeading, ...]
    parts: tuple[ColumnHeading, ...]
    dhis2_option_combos: Mapping[str, str]
    _known: dict[tuple[Fact, ...], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(f"{band.code}.{part.code}" for band in self.bands for part in self.parts)

    @cached_property
    def totalled(self) -> tuple[ColumnHeading, ...]:
        """The bands that a total adds."""
        return tuple(band for band in self.bands if band.block == self.blocks[0].code)

    def columns_of(self, facts: Mapping[str, Fact]) -> tuple[str, ...]:
        """The columns that a visit with these facts belongs in, that of the first block first."""
        key = tuple(facts[name] for name in self.facts_used)
        columns = self._known.get(key)
        if columns is None:
            part = next(part for part in self.parts if all_hold(part.when, facts))
            columns = self._known[key] = tuple(
                f"{band.code}.{part.code}"
                for block in self.blocks
                if all_hold(block.when, facts)
                for band in self.bands
                if band.block == block.code and all_hold(band.when, facts)
            )
        return columns

    @cached_property
    def facts_used(self) -> tuple[str, ...]:
        """The facts that decide the columns."""
        headings: tuple[ColumnBlock | ColumnHeading, ...] = (*self.blocks, *self.bands, *self.parts)
        return tuple(dict.fromkeys(condition.field for heading in headings for condition in heading.when))


@dataclass(frozen=True)
class RowRule:
    """One printed row: what it counts, by which codes, under which conditions, in which cells."""

    row: str
    section: str
    en: str
    sw: str
    counts: str  # visits, diagnoses, tests, treatments
    codes: tuple[
        str, ...
    ]  # ICD-10 prefixes, or whole codes of tests or medicines; FALLBACK takes what no other row takes
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
    _candidates: dict[tuple[str, str, str], tuple[RowRule, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What the rows count, in the order in which it first appears."""
        return tuple(dict.fromkeys(rule.counts for rule in self.rows if rule.counts != BY_HAND))

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
        wanted = self.scope["visits"] + (() if source == "visits" else self.scope.get(source, ()))
        return wanted + self.count_choices.get(count, {}).get(source, ())

    def facts_used(self, source: str) -> tuple[str, ...]:
        """The facts on which the place of a counted thing depends."""
        return tuple(dict.fromkeys((*self.columns.facts_used, *self.row_facts(source))))

    @cached_property
    def age_cuts(self) -> tuple[int, ...]:
        """The ages in months at which any condition changes its answer, ascending."""
        columns = self.columns
        asked: tuple[ColumnBlock | ColumnHeading | RowRule, ...] = (
            *columns.blocks,
            *columns.bands,
            *columns.parts,
            *self.rows,
        )
        conditions = [condition for one in asked for condition in one.when]
        cuts = {condition.cut for condition in conditions if condition.field == "age_months"}
        return tuple(sorted(cut for cut in cuts if cut))

    def row_facts(self, source: str) -> tuple[str, ...]:
        """The facts that decide which rows take a thing; its column is decided by those of the columns."""
        names = [condition.field for rule in self.rows if rule.counts == source for condition in rule.when]
        if (code := CODE_OF_SOURCE.get(source)) is not None:
            names.append(code)
        return tuple(dict.fromkeys(names))

    def places(self, source: str, facts: Mapping[str, Fact]) -> tuple[Place, ...]:
        """Where one visit, diagnosis or test with these facts is counted.

        A visit may belong in several rows, a diagnosis, test or treatment in one of each layer. In each row
        there is the place in the first block, and those in the other blocks that the row has open.
        """
        columns = self.columns.columns_of(facts)
        return tuple(
            Place(None, column, False)
            if rule is None
            else Place(rule.row, column, column in rule.open_columns)
            for rule in self._rules_of(source, facts)
            for column in (columns if rule is not None else columns[:1])
            if rule is None or column == columns[0] or column in rule.open_columns
        )

    def rules_for_code(self, source: str, code: str) -> tuple[RowRule, ...]:
        """The rows that may take a code if their conditions hold, in the order in which they are asked."""
        return tuple(
            dict.fromkeys(
                rule for layer in self._layers_of[source] for rule in self._rules_for(source, layer, code)
            )
        )

    def _rules_of(self, source: str, facts: Mapping[str, Fact]) -> tuple[RowRule | None, ...]:
        if source not in CODE_OF_SOURCE:
            return tuple(rule for rule in self.rows if rule.counts == source and all_hold(rule.when, facts))
        code = str(facts[CODE_OF_SOURCE[source]])
        found = ((layer, self._row_of(source, layer, code, facts)) for layer in self._layers_of[source])
        # What has no row in the main layer is misplaced, unless the form leaves it out; the others choose.
        return tuple(
            rule for layer, rule in found if rule is not None or (not layer and self.unmapped != "left_out")
        )

    def _row_of(self, source: str, layer: str, code: str, facts: Mapping[str, Fact]) -> RowRule | None:
        key = (source, layer, code)
        candidates = self._candidates.get(key)
        if candidates is None:
            candidates = self._candidates[key] = self._rules_for(source, layer, code)
        return next((rule for rule in candidates if all_hold(rule.when, facts)), None)

    def _rules_for(self, source: str, layer: str, code: str) -> tuple[RowRule, ...]:
        """The rules that may take a code, in the order in which they are asked.

        Of ICD-10 the longest prefix first (R40 beats R), codes of tests and medicines whole (``hb`` is not
        ``hbsag``); of rows that share a code, those with conditions before the one without; the fallback
        last.
        """
        bare = bare_code(code)
        shortest = 1 if source == "diagnoses" else len(bare)
        written = [bare[:length] for length in range(len(bare), shortest - 1, -1)]
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
