"""Carries one form month to DHIS2: find the facility, push, read back, and only then call it complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sync.journal import Journal, Step
from sync.payload import requests_in
from sync.problems import Failed, Kind, Problem
from sync.targets.dhis2.answers import Conflict, Summary, headline
from sync.targets.dhis2.client import DataSet, Dhis2Client, OrgUnit, completion
from sync.targets.dhis2.comparison import Comparison, compare
from sync.targets.dhis2.mapping import (
    CellMapping,
    Figures,
    Place,
    dhis2_period,
    render,
    values_in,
    values_of,
)

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
    """

    mapping: CellMapping
    figures: Figures
    period: str
    facility_code: str
    training: bool
    complete_on: str | None
    payload: bytes | None = None
    sent_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the server answered, when it answered to the end."""

    problem: Problem | None  # None: acknowledged
    counts: dict[str, int]
    completed: bool
    org_unit: OrgUnit | None
    conflicts: tuple[dict[str, Any], ...] = ()
    differences: tuple[dict[str, Any], ...] = ()


class Dhis2Channel:
    """One server for one pass; remembers what it was told about the facility and the data sets."""

    def __init__(self, *, client: Dhis2Client) -> None:
        self._client = client
        self._org_units: dict[str, OrgUnit | None] = {}
        self._data_sets: dict[str, DataSet | None] = {}

    def deliver(self, month: FormMonth, *, freeze: Callable[[bytes], None], journal: Journal) -> Sent:
        """Bring a form month there and see that it is there.

        Args:
            month: what to send.
            freeze: called with the bytes before the first of them leaves; must keep them.
            journal: filled as it goes.

        Raises:
            Failed: with the problem; ``journal`` says how far it came.
        """
        org_unit, payload = self._prepared(month, journal)
        here = values_in(payload)
        if not here:
            raise Failed(Problem(kind=Kind.MEANING, code="delivery.nothing_mapped"))
        if month.sent_before:
            seen = self._read_back(month, org_unit, here, journal, step="verify")
            if seen.equal and seen.proven:
                counts = {"accepted": len(here), "unchanged": 0, "refused": 0}
                return self._completed(month, org_unit, counts, journal)
        freeze(payload)
        summaries = [
            self._push(line, month, values=line.count(b'"dataElement"'), journal=journal)
            for line in requests_in(payload)
        ]
        seen = self._read_back(month, org_unit, here, journal, step="read_back")
        counts = {
            "accepted": sum(summary.accepted for summary in summaries),
            "unchanged": sum(summary.unchanged for summary in summaries),
            "refused": sum(summary.refused for summary in summaries),
        }
        names = names_of(month)
        conflicts = conflicts_with_cells(summaries, payload, names)
        problem = _problem(summaries, seen, names)
        if problem is not None:
            return Sent(
                problem=problem,
                counts=counts,
                completed=False,
                org_unit=_known(org_unit),
                conflicts=conflicts,
                differences=differences_as_lines(seen, names),
            )
        return self._completed(month, org_unit, counts, journal)

    def preview(
        self, month: FormMonth, *, journal: Journal
    ) -> tuple[list[Summary], Comparison, OrgUnit | None, bytes]:
        """Let the server check a form month without keeping it, and compare with what it has.

        Raises:
            Failed: as ``deliver``.
        """
        org_unit, payload = self._prepared(month, journal)
        here = values_in(payload)
        if not here:
            raise Failed(Problem(kind=Kind.MEANING, code="delivery.nothing_mapped"))
        summaries = [
            self._push(line, month, values=line.count(b'"dataElement"'), journal=journal, dry_run=True)
            for line in requests_in(payload)
        ]
        seen = self._read_back(month, org_unit, here, journal, step="read_back")
        return summaries, seen, _known(org_unit), payload

    def there(self, month: FormMonth, *, journal: Journal) -> Comparison:
        """Compare a frozen payload with what the server has now; sends nothing."""
        org_unit, payload = self._prepared(month, journal)
        return self._read_back(month, org_unit, values_in(payload), journal, step="verify")

    def org_unit(self, code: str) -> OrgUnit | None:
        """The facility there; asked once in a pass."""
        if code not in self._org_units:
            self._org_units[code] = self._client.org_unit(code)
        return self._org_units[code]

    def data_set(self, uid: str) -> DataSet | None:
        """The data set there; asked once in a pass."""
        if uid not in self._data_sets:
            self._data_sets[uid] = self._client.data_set(uid)
        return self._data_sets[uid]

    def _prepared(self, month: FormMonth, journal: Journal) -> tuple[OrgUnit | str, bytes]:
        mapping = month.mapping
        with _Noting(journal, "look_up", self._client):
            org_unit = self.org_unit(month.facility_code)
            data_set = self.data_set(mapping.data_set)
        if data_set is not None and data_set.needs_attribute_combo and not mapping.attribute_option_combo:
            params = {"data_set": data_set.name or data_set.id}
            raise Failed(Problem(kind=Kind.MEANING, code="mapping.attribute_needed", params=params))
        if month.payload is not None:
            return org_unit or month.facility_code, month.payload
        if mapping.org_unit_scheme == "UID" and org_unit is None:
            params = {"facility_code": month.facility_code}
            raise Failed(Problem(kind=Kind.MEANING, code="delivery.org_unit_unknown", params=params))
        payload = render(
            mapping,
            values_of(mapping, month.figures),
            period=dhis2_period(month.period),
            org_unit=self._named(month, org_unit),
            training=month.training,
        )
        return org_unit or month.facility_code, payload

    def _push(
        self, line: bytes, month: FormMonth, *, values: int, journal: Journal, dry_run: bool = False
    ) -> Summary:
        with _Noting(journal, "dry_run" if dry_run else "push", self._client) as note:
            try:
                summary = self._client.push(
                    line, org_unit_scheme=month.mapping.org_unit_scheme, values=values, dry_run=dry_run
                )
            except Failed as failed:
                journal.pushed = journal.pushed or (not dry_run and failed.problem.may_have_arrived)
                raise
            except BaseException:
                journal.pushed = journal.pushed or not dry_run  # stopped in the middle: nobody knows
                raise
            journal.pushed = journal.pushed or not dry_run
            if summary.conflicts:
                note("conflicts")
            elif not summary.understood:
                note("not_understood")
        return summary

    def _read_back(
        self,
        month: FormMonth,
        org_unit: OrgUnit | str,
        here: Mapping[Place, str],
        journal: Journal,
        *,
        step: str,
    ) -> Comparison:
        mapping = month.mapping
        data_set = self.data_set(mapping.data_set)
        with _Noting(journal, step, self._client) as note:
            there = self._client.values(
                data_set=mapping.data_set,
                period=dhis2_period(month.period),
                org_unit=org_unit,
                attribute_option_combo=mapping.attribute_option_combo,
            )
            seen = compare(here, there, significant_zeros=data_set.significant_zeros if data_set else ())
            note("equal" if seen.equal else "differs")
        return seen

    def _completed(
        self, month: FormMonth, org_unit: OrgUnit | str, counts: dict[str, int], journal: Journal
    ) -> Sent:
        known = _known(org_unit)
        if month.complete_on is None:
            return Sent(problem=None, counts=counts, completed=False, org_unit=known)
        body = completion(
            data_set=month.mapping.data_set,
            period=dhis2_period(month.period),
            org_unit=self._named(month, known),
            attribute=month.mapping.attribute_option_combo,
            day=month.complete_on,
        )
        with _Noting(journal, "complete", self._client) as note:
            journal.pushed = True
            summary = self._client.complete(body, org_unit_scheme=month.mapping.org_unit_scheme)
            if summary.conflicts:
                note("conflicts")
        if summary.conflicts:
            problem = headline(summary.conflicts, summary.refused)
            if problem.code == "delivery.refused_by_server":
                problem = Problem(
                    kind=Kind.MEANING, code="delivery.completion_refused", params=dict(problem.params)
                )
            return Sent(problem=problem, counts=counts, completed=False, org_unit=known)
        return Sent(problem=None, counts=counts, completed=True, org_unit=known)

    def _named(self, month: FormMonth, org_unit: OrgUnit | None) -> str:
        """The facility as the requests name it."""
        if month.mapping.org_unit_scheme == "UID" and org_unit is not None:
            return org_unit.id
        return month.facility_code


def names_of(month: FormMonth) -> dict[Place, str]:
    """The form's name, ``row|column``, of each place."""
    return {value.place: value.cell.name for value in values_of(month.mapping, month.figures)}


def _problem(summaries: list[Summary], seen: Comparison, names: Mapping[Place, str]) -> Problem | None:
    conflicts = tuple(conflict for summary in summaries for conflict in summary.conflicts)
    if conflicts:
        return headline(conflicts, sum(summary.refused for summary in summaries))
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


def _known(org_unit: OrgUnit | str | None) -> OrgUnit | None:
    return org_unit if isinstance(org_unit, OrgUnit) else None


class _Noting:
    """Writes one step into the journal, whatever becomes of it."""

    def __init__(self, journal: Journal, step: str, client: Dhis2Client) -> None:
        self._journal, self._step, self._client = journal, step, client
        self._outcome = "ok"

    def __enter__(self) -> Callable[[str], None]:
        return self._note

    def _note(self, outcome: str) -> None:
        self._outcome = outcome

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, Failed):
            self._outcome = error.problem.code
        elif error is not None:
            self._outcome = "stopped"
        if self._step == "look_up" and error is None:
            return
        client = self._client
        self._journal.steps.append(Step(self._step, self._outcome, client.last_status, client.last_text))
