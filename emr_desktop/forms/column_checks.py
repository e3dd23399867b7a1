"""Finds what is wrong with a column set: an overlap counts twice, a hole loses somebody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from emr_desktop.forms.columns import ColumnBlock, ColumnHeading, ColumnSet
from emr_desktop.forms.conditions import all_hold
from emr_desktop.forms.facts import SOURCES
from emr_desktop.forms.problems import Problem
from emr_desktop.forms.samples import samples
from emr_desktop.forms.vocabulary import check_words


def check_columns(columns: ColumnSet) -> Iterator[Problem]:
    """Everybody must fit exactly one column of each block that takes them, and everybody the first block."""
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
    everything: tuple[ColumnBlock | ColumnHeading, ...] = (*columns.blocks, *columns.bands, *columns.parts)
    for one in everything:
        yield from check_words(one.when, columns.counts, words=f'code = "{one.code}"')
    for block in columns.blocks:
        inside = tuple(band for band in columns.bands if band.block == block.code)
        yield from _check_headings(columns, block, inside)
    yield from _check_headings(columns, columns.blocks[0], columns.parts)
    for column in columns.dhis2_option_combos:
        if column not in columns.codes:
            yield Problem("column_unknown", words=f'"{column}"', params={"column": column})


def _check_headings(
    columns: ColumnSet, block: ColumnBlock, headings: tuple[ColumnHeading, ...]
) -> Iterator[Problem]:
    if not headings:
        yield Problem("columns_missing")
    conditions = [*block.when, *(condition for heading in headings for condition in heading.when)]
    names = list(dict.fromkeys(condition.field for condition in conditions))
    answers = [
        samples(
            [condition for condition in conditions if condition.field == name], SOURCES[columns.counts][name]
        )
        for name in names
    ]
    for chosen in product(*answers):
        facts = dict(zip(names, chosen, strict=True))
        if not all_hold(block.when, facts):
            continue
        fits = [heading for heading in headings if all_hold(heading.when, facts)]
        params: dict[str, object] = {
            **facts,
            "who": " ".join(f"{name}={_said(value)}" for name, value in facts.items()),
        }
        if not fits:
            yield Problem("column_gap", params=params)
            return
        if len(fits) > 1:
            words = f'code = "{fits[1].code}"'
            yield Problem("column_overlap", words=words, params={**params, "column": fits[1].code})
            return


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
