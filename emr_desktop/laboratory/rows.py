"""What callers hand in and see of the laboratory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from emr_desktop.patients.rows import PatientRow

STATUSES = ("ordered", "taken", "to_validate", "done")


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """A test to be done. ``id`` is made by the caller, so that ordering again changes nothing."""

    id: uuid.UUID
    patient_id: uuid.UUID
    test: str  # code of reference/tests.csv that can be ordered
    visit_id: uuid.UUID | None = None  # the id the visit has or will have
    urgent: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class ResultForm:
    """What was found. ``id`` is made when the form opens: entering it twice changes nothing."""

    id: uuid.UUID
    order_id: uuid.UUID
    values: Mapping[str, str]  # part -> result as typed; parts left empty are left out
    expected_version: int  # of the order, as it was read
    remark: str | None = None
    reason: str | None = None  # needed when a result is corrected


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whom a result is judged for."""

    sex: str
    age_months: int
    pregnant: bool | None = None  # None: not known
    weeks: int | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a result means, and the range it was compared with."""

    flag: str | None = None  # low high critical_low critical_high abnormal normal; None: not judged
    low: float | None = None
    high: float | None = None
    source: str | None = None
    confirmed: bool = False

    @property
    def is_abnormal(self) -> bool:
        return self.flag not in (None, "normal")

    @property
    def is_critical(self) -> bool:
        return self.flag in ("critical_low", "critical_high")


@dataclass(frozen=True, kw_only=True)
class ValueRow:
    """One part of a result."""

    test: str
    result: str
    flag: str | None = None
    low: float | None = None
    high: float | None = None
    range_source: str | None = None

    @property
    def is_abnormal(self) -> bool:
        return self.flag not in (None, "normal")

    @property
    def is_critical(self) -> bool:
        return self.flag in ("critical_low", "critical_high")


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One version of a result."""

    id: uuid.UUID
    version: int
    values: tuple[ValueRow, ...]
    remark: str | None
    reason: str | None
    entered_at: datetime
    entered_by: str  # full name
    entered_by_id: uuid.UUID
    released_at: datetime | None
    released_by: str | None

    @property
    def results(self) -> dict[str, str]:
        return {value.test: value.result for value in self.values}


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order with everything found so far.

    ``hidden``: sensitive, and the reader may not see it; ``visit_private``: its visit is marked sensitive.
    """

    id: uuid.UUID
    patient: PatientRow
    visit_id: uuid.UUID | None
    test: str
    ordered_at: datetime
    ordered_on: date
    ordered_by: str
    urgent: bool
    priority: str  # of the visit's triage: emergency, priority, routine
    note: str | None
    sensitive: bool
    hidden: bool
    status: str
    specimen: str | None
    taken_at: datetime | None
    taken_by: str | None
    rejected_at: datetime | None
    rejected_by: str | None
    rejected_why: str | None
    done_at: datetime | None
    version: int
    subject: Subject
    reports: tuple[ReportRow, ...] = ()  # newest first
    voided_at: datetime | None = None
    voided_by: str | None = None
    void_reason: str | None = None
    visit_voided: bool = False
    visit_private: bool = False

    @property
    def released(self) -> ReportRow | None:
        """The result in force."""
        return next((report for report in self.reports if report.released_at is not None), None)

    @property
    def waiting(self) -> ReportRow | None:
        """What was entered and waits for a second person."""
        newest = self.reports[0] if self.reports else None
        return newest if newest is not None and newest.released_at is None else None

    @property
    def comes_first(self) -> bool:
        """Ordered as urgent, or the visit is an emergency."""
        return self.urgent or self.priority == "emergency"

    @property
    def is_void(self) -> bool:
        """The order or its visit was taken back."""
        return self.voided_at is not None or self.visit_voided

    @property
    def is_open(self) -> bool:
        return not self.is_void and self.status != "done"

    @property
    def is_critical(self) -> bool:
        report = self.released
        return report is not None and any(value.is_critical for value in report.values)


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """An earlier result of the same test of the same patient."""

    on: date
    result: str
    value: float | None
    flag: str | None
    where: str  # laboratory, visit


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """A line of the laboratory register; a test that was done in the consulting room has no order."""

    on: date
    patient: PatientRow
    age_months: int
    test: str
    hidden: bool
    specimen: str | None = None
    ordered_by: str | None = None
    results: tuple[ValueRow, ...] = ()
    remark: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    validated_by: str | None = None
    corrected: bool = False
    status: str = "done"
    rejected_why: str | None = None
    order_id: uuid.UUID | None = None
    visit_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Register:
    """The register between two days, oldest first."""

    start: date
    end: date
    lines: tuple[RegisterLine, ...] = ()
    hidden: int = 0  # lines whose content the reader may not see
    trail: str | None = None  # code of the head of the audit trail when it was taken out


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """What waits and what was done today."""

    orders: tuple[OrderRow, ...] = ()
    second_person: bool = False  # results wait for another person
    counts: Mapping[str, int] = field(default_factory=dict)
