"""The columns of a form: bands by parts, in blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from emr_desktop.forms.conditions import Condition, all_hold
from emr_desktop.forms.facts import Fact


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
    """Columns named ``band.part``: age bands by sex, or bands of another fact with a single part.

    Every visit (or other thing: see ``counts``) fits exactly one column of the first block, and of each other
    block one or none (the loader checks). Totals add the first block alone: what the others hold is in it
    already.
    """

    code: str
    blocks: tuple[ColumnBlock, ...]
    bands: tuple[ColumnHeading, ...]
    parts: tuple[ColumnHeading, ...]
    dhis2_option_combos: Mapping[str, str]
    counts: str = "visits"  # the source whose facts the conditions are written in
    _known: dict[tuple[Fact, ...], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(f"{band.code}.{part.code}" for band in self.bands for part in self.parts)

    def totalled_of(self, open_columns: frozenset[str]) -> tuple[ColumnHeading, ...]:
        """The bands that a row's total adds: all of them where nothing of the first block is open."""
        in_first = any(code.split(".")[0] == band.code for band in self.totalled for code in open_columns)
        return self.totalled if in_first or not open_columns else self.bands

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
