"""How often a prescription was handed out: read from the trail, so that a second one is called a copy."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEntry, Patient
from emr_desktop.visits.rows import PrescriptionEntry

PRINTED, NOT_PRINTED = "prescription.printed", "prescription.not_printed"


@dataclass(frozen=True, kw_only=True)
class PrescriptionPrint:
    """What is to be known before a prescription is printed."""

    size: str  # the paper in use at the facility
    printed: int  # how often these same lines were handed out


def mark_of(lines: Sequence[PrescriptionEntry]) -> str:
    """A short mark of what was prescribed: a corrected prescription is another one, and no copy."""
    return hashlib.sha256(repr(tuple(lines)).encode()).hexdigest()[:12]


def printed_before(session: Session, *, visit_id: uuid.UUID, patient_id: uuid.UUID, mark: str) -> int:
    """How many were handed out with this mark, less those that the printer did not take."""
    merged = select(Patient.id).where(Patient.merged_into == patient_id)
    rows = session.execute(
        select(AuditEntry.action, AuditEntry.detail).where(
            (AuditEntry.patient_id == patient_id) | AuditEntry.patient_id.in_(merged),
            AuditEntry.entity_id == visit_id,
            AuditEntry.action.in_((PRINTED, NOT_PRINTED)),
        )
    )
    count = 0
    for action, detail in rows:
        told = detail if isinstance(detail, dict) else {}
        if told.get("mark", mark) == mark:  # rows from before the marks stand for what is there now
            copies = int(told.get("copies", 1))
            count += copies if action == PRINTED else -copies
    return max(count, 0)
