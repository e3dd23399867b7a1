"""What callers see of merging two records of one person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from emr_desktop.patients.rows import PatientRow


@dataclass(frozen=True, kw_only=True)
class MergeField:
    """One field of both records; the values as the record keeps them."""

    name: str
    kept: object
    merged: object

    @property
    def differs(self) -> bool:
        return self.kept != self.merged

    @property
    def proposed(self) -> str:
        """``kept``, or ``merged`` where the patient who stays has nothing in this field."""
        return "merged" if self.kept is None and self.merged is not None else "kept"


@dataclass(frozen=True, kw_only=True)
class RecordSize:
    """How much hangs on a record."""

    visits: int
    first_visit: date | None
    last_visit: date | None
    others: int  # rows of every other kind


@dataclass(frozen=True, kw_only=True)
class MergeComparison:
    """Two records side by side, before anybody decides."""

    kept: PatientRow
    merged: PatientRow
    fields: tuple[MergeField, ...]
    names: Mapping[uuid.UUID, str]  # of the mothers, and of the heads of the households
    kept_size: RecordSize
    merged_size: RecordSize
    # codes: sex_differs birth_differs (with years) one_died nida_differs same_day_visits
    warnings: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True, kw_only=True)
class MergeRow:
    """One merge as lists show it."""

    id: uuid.UUID
    kept: PatientRow
    merged: PatientRow
    merged_at: datetime
    merged_by: str | None  # full name
    visits: int  # visits that moved
    others: int  # rows of every other kind that moved
    left_behind: int  # rows the survivor has already, which stayed with the other record
    undone_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class UndoneMerge:
    """What undoing gave back, and what it could not."""

    merge: MergeRow
    given_back: int
    changed_since: tuple[str, ...]  # fields of the patient that somebody changed after the merge; they stay
    made_since: int  # visits made after the merge: they stay with the survivor
    not_found: int  # rows that lie with somebody else by now
