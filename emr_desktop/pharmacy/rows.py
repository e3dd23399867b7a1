"""What callers hand in and see of dispensing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from emr_desktop.visits.rows import PrescriptionEntry, VisitRow

ANSWERS = ("given", "partly", "not_given")


@dataclass(frozen=True, kw_only=True)
class DispenseEntry:
    """What was given of one prescribed medicine."""

    prescription_id: uuid.UUID
    answer: str  # given, partly, not_given
    given: int  # whole dispensing units
    reason: str | None = None  # a code of reference/queue/not_given.csv
    reason_words: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One prescribed medicine with what was answered for it, if anything was."""

    prescription_id: uuid.UUID
    order: PrescriptionEntry
    answer: DispenseEntry | None
    answered_at: datetime | None
    answered_by: str | None  # full name


@dataclass(frozen=True, kw_only=True)
class Dispensing:
    """A prescription at the counter. ``visit`` says no more than whoever reads it may know.

    ``visit_private``: the visit is marked sensitive.
    """

    visit: VisitRow
    lines: tuple[OrderLine, ...]
    visit_private: bool = False
