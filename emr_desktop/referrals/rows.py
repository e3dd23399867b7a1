"""What callers hand in and see of referrals."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import ReferralEntry


@dataclass(frozen=True, kw_only=True)
class CounterForm:
    """What the receiving facility wrote on the slip that the patient brought back."""

    id: uuid.UUID
    visit_id: uuid.UUID  # of the referral
    seen_on: date
    diagnosis: str | None = None
    treatment: str | None = None
    advice: str | None = None
    written_by: str | None = None
    expected_version: int | None = None  # None for the first one; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class CounterRow:
    """A counter-referral that was recorded."""

    id: uuid.UUID
    seen_on: date
    diagnosis: str | None
    treatment: str | None
    advice: str | None
    written_by: str | None
    recorded_by: str  # full name
    version: int


@dataclass(frozen=True, kw_only=True)
class ReferralRow:
    """One visit that ended with a referral, and what came of it."""

    visit_id: uuid.UUID
    patient: PatientRow
    sent_on: date
    sent_to: str | None
    number: str | None  # None: nothing but the outcome was written
    entry: ReferralEntry | None  # what the letter says
    state: str  # sent arrived answered overdue
    days_waiting: int  # since it was sent; 0 when it was answered
    arrived_on: date | None
    arrival_told_by: str | None
    counter: CounterRow | None
    sensitive: bool
