"""A form month on its way, and how what became of it is told: problem, conflicts, differences, receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.payload import requests_in
from sync.problems import Kind, Problem
from sync.receipts import CHANGED, NEW, ReceiptLine, lines_of
from sync.targets.dhis2.answers import Conflict, Summary, commonest_code, headline
from sync.targets.dhis2.client import OrgUnit
from sync.targets.dhis2.comparison import Comparison, Difference, compare
from sync.targets.dhis2.mapping import CellMapping, Figures, Place, values_in, values_of
from sync.targets.dhis2.metadata import Snapshot

CONFLICTS_KEPT = 50


@dataclass(frozen=True, kw_only=True)
class FormMonth:
    """One form of one period on its way.

    Attributes:
        mapping: where its cells go.
        figures: the cells as they were queued.
        period: as the form has it.
        facility_code: HFR code.
        training: mark the values as made up.
        complete_on: ISO date for the completion; None for a period that is not to be completed yet.
        payload: the frozen requests, when there was an attempt before.
        sent_before: they may be there already: read back first.
        snapshot: how the server described the data set when the mapping was checked.
        ours: values that were sent from here before, by place; other figures there are somebody else's.
        seen: other figures at the server that a person saw, by ``row|column``, and sends ours all the same.
    """

    mapping: CellMapping
    figures: Figures
    period: str
    facility_code: str
    training: bool
    complete_on: str | None
    payload: bytes | None = None
    sent_before: bool = False
    snapshot: Snapshot | None = None
    ours: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the server answered, when it answered to the end."""

    problem: Problem | None  # None: acknowledged
    counts: dict[str, int]
    completed: bool
    org_unit: OrgUnit | None
    conflicts: tuple[dict[str, Any], ...] = ()
    differences: tuple[dict[str, Any], ...] = ()
    receipt: tuple[ReceiptLine, ...] = ()


def names_of(month: FormMonth) -> dict[Place, str]:
    """The form's name, ``row|column``, of each place."""
    return {value.place: value.cell.name for value in values_of(month.mapping, month.figures)}


def somebody_elses(
    here: Mapping[Place, str], there: Mapping[Place, str], ours: Mapping[Place, frozenset[str]]
) -> tuple[Difference, ...]:
    """The values at the server that would be overwritten although they did not come from here."""
    return tuple(
        each
        for each in compare(here, there).differences
        if each.there is not None and each.there not in ours.get(each.place, frozenset())
    )


def unseen(month: FormMonth, foreign: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Those that nobody was shown as they are now: they came, or changed, since a person decided."""
    names = names_of(month)
    return tuple(each for each in foreign if month.seen.get(names.get(each.place, "")) != each.there)


def held_back(
    month: FormMonth,
    foreign: tuple[Difference, ...],
    here: Mapping[Place, str],
    before: Mapping[Place, str],
    org_unit: OrgUnit | str,
) -> Sent:
    """Nothing was sent: somebody else wrote figures there, and a person has to see that first."""
    names = names_of(month)
    seen = Comparison(foreign, 0)
    problem = Problem(kind=Kind.MEANING, code="delivery.server_has_other", params={"count": len(foreign)})
    return Sent(
        problem=problem,
        counts={"accepted": 0, "unchanged": 0, "refused": 0},
        completed=False,
        org_unit=known_unit(org_unit),
        differences=differences_as_lines(seen, names, most=None),
    )


def receipt_of(
    month: FormMonth,
    here: Mapping[Place, str],
    before: Mapping[Place, str] | None,
    *,
    conflicts: tuple[dict[str, Any], ...] = (),
    seen: Comparison | None = None,
) -> tuple[ReceiptLine, ...]:
    names = names_of(month)
    refused = {cell: str(each["text"]) for each in conflicts for cell in each["cells"]}
    missing = [] if seen is None else [names[each.place] for each in seen.differences if each.place in names]
    return lines_of(
        {names[place]: value for place, value in here.items() if place in names},
        before=None if before is None else {names[at]: value for at, value in before.items() if at in names},
        refused=refused,
        missing=missing,
    )


def counts_of(summaries: list[Summary], receipt: tuple[ReceiptLine, ...]) -> dict[str, int]:
    """How many values were taken, were there already, and were refused.

    Since 2.43 a server counts the same as taken; it was asked before, so that the receipt knows better.
    """
    accepted = sum(summary.accepted for summary in summaries)
    unchanged = sum(summary.unchanged for summary in summaries)
    taken = sum(line.state in (NEW, CHANGED) for line in receipt)
    if accepted > taken:
        accepted, unchanged = taken, unchanged + accepted - taken
    return {
        "accepted": accepted,
        "unchanged": unchanged,
        "refused": sum(summary.refused for summary in summaries),
    }


def problem_of(
    summaries: list[Summary],
    seen: Comparison,
    names: Mapping[Place, str],
    lines: tuple[dict[str, Any], ...] = (),
) -> Problem | None:
    """Why a form month did not arrive whole; None: it did.

    Args:
        summaries: what the server said of each request.
        seen: what was read back.
        names: the form's name of each place.
        lines: the conflicts with the cells they hit, from ``conflicts_with_cells``.
    """
    conflicts = tuple(conflict for summary in summaries for conflict in summary.conflicts)
    if conflicts:
        commonest = commonest_code(conflicts)
        hit = {cell for line in lines if line["code"] == commonest for cell in line["cells"]}
        refused = sum(summary.refused for summary in summaries)
        return headline(conflicts, min(len(hit), refused) or refused)
    if seen.equal:
        return None
    if not all(summary.understood for summary in summaries):
        return Problem(kind=Kind.MEANING, code="delivery.answer_not_understood")
    first = seen.differences[0]
    return Problem(
        kind=Kind.MEANING,
        code="delivery.readback_differs",
        params={"count": len(seen.differences), "first": names.get(first.place, first.place.data_element)},
    )


def conflicts_with_cells(
    summaries: list[Summary], payload: bytes, names: Mapping[Place, str]
) -> tuple[dict[str, Any], ...]:
    lines: list[dict[str, Any]] = []
    for summary, request in zip(summaries, requests_in(payload), strict=True):
        places = list(values_in(request))
        for conflict in summary.conflicts:
            lines.append(_conflict_line(conflict, places, names))
    return tuple(lines[:CONFLICTS_KEPT])


def _conflict_line(conflict: Conflict, places: list[Place], names: Mapping[Place, str]) -> dict[str, Any]:
    hit = [places[index] for index in conflict.indexes if 0 <= index < len(places)]
    if not hit or len(hit) == len(places):
        # Since 2.43 one wrong key refuses the whole request: the text says which it is.
        named = [
            each
            for each in places
            if each.data_element in conflict.text or each.category_option_combo in conflict.text
        ]
        hit = named or hit
    cells = [names.get(place, f"{place.data_element}.{place.category_option_combo}") for place in hit]
    return {"code": conflict.code, "text": conflict.text, "cells": cells[:CONFLICTS_KEPT]}


def differences_as_lines(
    seen: Comparison, names: Mapping[Place, str], *, most: int | None = CONFLICTS_KEPT
) -> tuple[dict[str, Any], ...]:
    """What is not there as it is here, for people: ``cell here there``."""
    return tuple(
        {"cell": names.get(each.place), "here": each.here, "there": each.there}
        for each in seen.differences[:most]
    )


def known_unit(org_unit: OrgUnit | str | None) -> OrgUnit | None:
    return org_unit if isinstance(org_unit, OrgUnit) else None
