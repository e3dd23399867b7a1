"""What callers see of the audit trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

KINDS = (
    "changes",
    "views",
    "exports",
    "refusals",
    "failed_logins",
    "after_hours",
    "log_ins",
    "keys",
    "emergencies",
)


@dataclass(frozen=True, kw_only=True)
class TrailQuery:
    """What is asked for; nothing given asks for everything.

    Attributes:
        staff: a user name.
        patient: a patient's number.
        patient_id: the same patient by id.
        first: first local day.
        last: last local day, itself included.
        kind: one of ``KINDS``.
    """

    staff: str | None = None
    patient: str | None = None
    patient_id: uuid.UUID | None = None
    first: date | None = None
    last: date | None = None
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class TrailRow:
    """One row: who did what, when, on which PC.

    Attributes:
        seq: number of the row.
        at: when.
        clock: 0: the clock went on from the row before, 1: it stood behind it, None: not known.
        staff: full name; None where nobody was in.
        username: to log in with.
        action: has a sentence: ``audit.did.<action>``.
        entity: kind of record.
        entity_id: which one.
        patient_id: whose record; None for who may not see patients.
        patient_number: the number people use.
        patient_name: resolved now, it is in no row.
        device: name of the PC.
        detail: codes and figures; left out for who may not see patients.
    """

    seq: int
    at: datetime
    clock: int | None
    staff: str | None
    username: str | None
    action: str
    entity: str | None
    entity_id: uuid.UUID | None
    patient_id: uuid.UUID | None
    patient_number: str | None
    patient_name: str | None
    device: str | None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrailPage:
    """Some rows, the newest first; ``before`` asks for the next page, None where there is none."""

    rows: tuple[TrailRow, ...]
    before: int | None
    head_code: str


@dataclass(frozen=True, kw_only=True)
class MonthReview:
    """The last month somebody went through: ``202610``, who and when."""

    period: str
    staff: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """A person to choose from."""

    username: str
    full_name: str
