"""What callers hand in and see of deaths."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import DeathEntry


@dataclass(frozen=True, kw_only=True)
class DeathForm:
    """A death as it is reported. ``id`` is made by the caller, so that reporting twice is one."""

    id: uuid.UUID
    patient_id: uuid.UUID
    entry: DeathEntry
    expected_version: int | None = None  # None reports; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class DeathRow:
    """A death that holds."""

    id: uuid.UUID
    patient: PatientRow
    entry: DeathEntry
    visit_id: uuid.UUID | None
    recorded_by: str  # full name
    recorded_at: datetime
    version: int
    sensitive: bool = False  # a cause is marked so
