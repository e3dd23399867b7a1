"""The commonest diseases by age and the villages, out of the forms that list them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.listing import NOT_SAID, OTHERS
from emr_desktop.indicators.counting import Cells, total
from emr_desktop.indicators.definition import age_groups
from emr_desktop.indicators.rows import Bar, Listing
from emr_desktop.reference.catalogue import is_sensitive
from emr_desktop.reference.tables import read_table


def diseases(definition: FormDefinition, cells: Cells, *, most: int) -> Listing:
    """The rows of the form of commonest diagnoses by age group, without those that are sensitive."""
    bars, left_out = [], 0
    for rule in definition.rows:
        if rule.row == OTHERS:
            continue
        if any(touches_sensitive(code) for code in rule.codes):
            left_out += 1
            continue
        parts = tuple(
            sum(total(definition, cells, (rule.row,), column=band) for band in group.bands)
            for group in age_groups()
        )
        if sum(parts):
            bars.append(Bar(rule.row, rule.en, rule.sw, parts))
    return Listing(definition.form, definition.edition, tuple(bars[:most]), left_out)


def villages(definition: FormDefinition, cells: Cells, *, most: int) -> Listing:
    """The villages most people came from, the others together, and those of whom it is not known."""
    named = [rule for rule in definition.rows if rule.row not in (OTHERS, NOT_SAID)]
    figures = [(rule, total(definition, cells, (rule.row,))) for rule in named]
    shown = sorted(figures, key=lambda one: -one[1])[:most]
    bars = [Bar(rule.row, rule.en, rule.sw, (figure,)) for rule, figure in shown if figure]
    rest = sum(figure for _, figure in figures) - sum(bar.total for bar in bars)
    bars += _remaining(definition, cells, rest, len(named) > len(shown))
    return Listing(definition.form, definition.edition, tuple(bars))


def _remaining(definition: FormDefinition, cells: Cells, rest: int, several: bool) -> Sequence[Bar]:
    bars = []
    for row in (OTHERS, NOT_SAID):
        rule = definition.rules.get(row)
        figure = 0 if rule is None else total(definition, cells, (row,))
        if rule is None or not (figure + (rest if row == OTHERS else 0)):
            continue
        if row == OTHERS:
            # Rows that found no room are in this bar too: then no single row stands behind it.
            bars.append(Bar("" if several and rest else row, rule.en, rule.sw, (figure + rest,)))
        else:
            bars.append(Bar(row, rule.en, rule.sw, (figure,)))
    return bars


def touches_sensitive(code: str) -> bool:
    """Whether a category is sensitive, or holds a code that is."""
    return is_sensitive(code) or any(prefix.startswith(code) for prefix in _sensitive())


@cache
def _sensitive() -> tuple[str, ...]:
    return tuple(row["icd10"] for row in read_table("sensitive_codes.csv"))
