"""What callers hand in and see of the queue."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VitalsEntry

STATIONS = ("reception", "triage", "consultation", "laboratory", "pharmacy")
PRIORITIES = ("emergency", "priority", "routine")  # the most urgent first


@dataclass(frozen=True, kw_only=True)
class StartForm:
    """A patient who came. ``id`` is made by the caller, so that starting twice starts one visit."""

    id: uuid.UUID
    patient_id: uuid.UUID
    visit_type: str = "opd"
    payer: str = "cash"
    exemption: str | None = None
    station: str | None = None  # None: the first one this facility uses after the reception


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A patient who waits somewhere."""

    visit_id: uuid.UUID
    patient: PatientRow
    visit_type: str
    visit_date: date
    status: str  # open; done when the consultation was saved and another station still has work
    version: int  # of the visit
    station: str
    priority: str
    by_hand: bool
    reasons: tuple[str, ...]  # see ``emr_desktop.queue.rules.reason_text``
    complaint: str | None  # None for a visit marked sensitive
    started_at: datetime  # when the patient came to the facility
    arrived_at: datetime  # when this stay at the station began
    since: datetime  # when the patient first came to this station: the place in the line
    came_from: str | None  # the station before
    holder_id: uuid.UUID | None
    holder: str | None  # full name of who has the patient
    for_id: uuid.UUID | None
    for_name: str | None  # full name of the person the patient waits for
    is_left_over: bool  # from an earlier day or shift; listed last

    def minutes_waited(self, now: datetime) -> int:
        """Whole minutes at this station; a clock that was put back gives 0."""
        return max(0, (now - self.arrived_at) // timedelta(minutes=1))


@dataclass(frozen=True, kw_only=True)
class StationCount:
    """How many wait at a station, those of earlier shifts left out."""

    waiting: int = 0  # nobody has them yet
    taken: int = 0
    emergencies: int = 0  # among the waiting


@dataclass(frozen=True, kw_only=True)
class PassRow:
    """One stay of a visit at one station."""

    station: str
    arrived_at: datetime
    taken_at: datetime | None
    taken_by: str | None
    left_at: datetime | None
    ended: str | None
    reason: str | None

    @property
    def waited(self) -> timedelta | None:
        """How long nobody had the patient; None while that still goes on."""
        until = self.taken_at or self.left_at
        return None if until is None else until - self.arrived_at


@dataclass(frozen=True, kw_only=True)
class TriageForm:
    """What the triage found. A ``visit_id`` that is not there yet starts a visit."""

    visit_id: uuid.UUID
    patient_id: uuid.UUID
    vitals: VitalsEntry = field(default_factory=VitalsEntry)
    complaint: str | None = None
    pregnancy: str | None = None
    pregnancy_weeks: int | None = None
    signs: tuple[str, ...] = ()  # codes of reference/queue/danger_signs.csv
    signs_asked: bool = False  # the signs were gone through; with no sign: none is there
    priority: str | None = None  # chosen by a person, who can raise what was found and not lower it
    expected_version: int | None = None  # of the open visit that was on screen
    visit_type: str = "opd"
    payer: str = "cash"
    exemption: str | None = None


@dataclass(frozen=True, kw_only=True)
class TriageRow:
    """What stands of the triage of a visit."""

    priority: str
    by_hand: bool
    reasons: tuple[str, ...]
    signs: tuple[str, ...]
    signs_asked: bool
    done_at: datetime | None
