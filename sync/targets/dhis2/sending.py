"""Carries one form month to DHIS2: find the facility, push, read back, and only then call it complete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sync.journal import Journal, Step
from sync.payload import requests_in
from sync.problems import Failed, Kind, Problem
from sync.receipts import ReceiptLine
from sync.targets.dhis2.answers import Summary, headline
from sync.targets.dhis2.client import Dhis2Client, OrgUnit, completion
from sync.targets.dhis2.comparison import Comparison, compare
from sync.targets.dhis2.mapping import (
    Place,
    dhis2_period,
    render,
    values_in,
    values_of,
)
from sync.targets.dhis2.metadata import DataSetMetadata, drift
from sync.targets.dhis2.outcome import (
    FormMonth,
    Sent,
    conflicts_with_cells,
    counts_of,
    differences_as_lines,
    held_back,
    known_unit,
    names_of,
    problem_of,
    receipt_of,
    somebody_elses,
    unseen,
)
from sync.targets.dhis2.timing import explain_timing


class Dhis2Channel:
    """One server for one pass; remembers what it was told about the facility and the data sets."""

    def __init__(self, *, client: Dhis2Client) -> None:
        self._client = client
        self._org_units: dict[str, OrgUnit | None] = {}
        self._data_sets: dict[str, DataSetMetadata | None] = {}

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
            seen, before = self._compared(month, org_unit, here, journal, step="verify")
            if seen.equal and seen.proven:
                counts = {"accepted": len(here), "unchanged": 0, "refused": 0}
                return self._completed(month, org_unit, counts, journal, receipt_of(month, here, None))
        else:
            before = self._values(month, org_unit, journal, step="look")
            foreign = somebody_elses(here, before, month.ours)
            if unseen(month, foreign):
                return held_back(month, foreign, here, before, org_unit)
        freeze(payload)
        summaries = [
            self._push(line, month, values=line.count(b'"dataElement"'), journal=journal)
            for line in requests_in(payload)
        ]
        seen = self._read_back(month, org_unit, here, journal, step="read_back")
        names = names_of(month)
        conflicts = conflicts_with_cells(summaries, payload, names)
        problem = self._explained(problem_of(summaries, seen, names, conflicts), month)
        receipt = receipt_of(month, here, before, conflicts=conflicts, seen=seen)
        counts = counts_of(summaries, receipt)
        if problem is not None:
            return Sent(
                problem=problem,
                counts=counts,
                completed=False,
                org_unit=known_unit(org_unit),
                conflicts=conflicts,
                differences=differences_as_lines(seen, names),
                receipt=receipt,
            )
        return self._completed(month, org_unit, counts, journal, receipt)

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
        return summaries, seen, known_unit(org_unit), payload

    def look(
        self, month: FormMonth, *, journal: Journal
    ) -> tuple[OrgUnit | None, dict[Place, str], Comparison]:
        """What the server has of a form month, and where it differs; sends nothing."""
        org_unit, payload = self._prepared(month, journal)
        there = self._values(month, org_unit, journal, step="look")
        data_set = self.data_set(month.mapping.data_set)
        zeros = data_set.significant_zeros if data_set else ()
        return known_unit(org_unit), there, compare(values_in(payload), there, significant_zeros=zeros)

    def there(self, month: FormMonth, *, journal: Journal) -> Comparison:
        """Compare a frozen payload with what the server has now; sends nothing."""
        org_unit, payload = self._prepared(month, journal)
        return self._read_back(month, org_unit, values_in(payload), journal, step="verify")

    def org_unit(self, code: str) -> OrgUnit | None:
        """The facility there; asked once in a pass."""
        if code not in self._org_units:
            self._org_units[code] = self._client.org_unit(code)
        return self._org_units[code]

    def data_set(self, uid: str) -> DataSetMetadata | None:
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
        if data_set is not None and month.snapshot is not None:
            self._check_drift(month, month.snapshot.metadata, data_set)
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
        return self._compared(month, org_unit, here, journal, step=step)[0]

    def _compared(
        self,
        month: FormMonth,
        org_unit: OrgUnit | str,
        here: Mapping[Place, str],
        journal: Journal,
        *,
        step: str,
    ) -> tuple[Comparison, dict[Place, str]]:
        """What differs there, and what is there."""
        data_set = self.data_set(month.mapping.data_set)
        with _Noting(journal, step, self._client) as note:
            there = self._there(month, org_unit)
            seen = compare(here, there, significant_zeros=data_set.significant_zeros if data_set else ())
            note("equal" if seen.equal else "differs")
        return seen, there

    def _values(
        self, month: FormMonth, org_unit: OrgUnit | str, journal: Journal, *, step: str
    ) -> dict[Place, str]:
        with _Noting(journal, step, self._client):
            return self._there(month, org_unit)

    def _there(self, month: FormMonth, org_unit: OrgUnit | str) -> dict[Place, str]:
        return self._client.values(
            data_set=month.mapping.data_set,
            period=dhis2_period(month.period),
            org_unit=org_unit,
            attribute_option_combo=month.mapping.attribute_option_combo,
        )

    def _check_drift(self, month: FormMonth, then: DataSetMetadata, now: DataSetMetadata) -> None:
        """Refuse to send by a mapping that was made for another data set than is there today.

        Raises:
            Failed: ``mapping.server_changed``.
        """
        if (now.last_updated, now.version) == (then.last_updated, then.version):
            return
        whole = self._client.snapshot(month.mapping.data_set)
        if whole is None:
            return
        used = {value.place.data_element for value in values_of(month.mapping, month.figures)}
        changes = [each for each in drift(then, whole.metadata) if each.concerns(used)]
        if changes:
            params = {"data_set": now.name or now.id, "what": ", ".join(each.name for each in changes[:3])}
            params["count"] = str(len(changes))
            raise Failed(Problem(kind=Kind.MEANING, code="mapping.server_changed", params=params))

    def _explained(self, problem: Problem | None, month: FormMonth) -> Problem | None:
        """A refusal for the time, said as exactly as what the server tells of its data set allows."""
        data_set = self.data_set(month.mapping.data_set)
        if problem is None or data_set is None:
            return problem
        return explain_timing(problem, data_set, period=month.period, today=self._client.today())

    def _completed(
        self,
        month: FormMonth,
        org_unit: OrgUnit | str,
        counts: dict[str, int],
        journal: Journal,
        receipt: tuple[ReceiptLine, ...],
    ) -> Sent:
        known = known_unit(org_unit)
        sent = Sent(problem=None, counts=counts, completed=False, org_unit=known, receipt=receipt)
        if month.complete_on is None:
            return sent
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
            return replace(sent, problem=problem)
        return replace(sent, completed=True)

    def _named(self, month: FormMonth, org_unit: OrgUnit | None) -> str:
        """The facility as the requests name it."""
        if month.mapping.org_unit_scheme == "UID" and org_unit is not None:
            return org_unit.id
        return month.facility_code


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
