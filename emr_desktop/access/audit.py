"""The audit trail as verbs write it: who did what to which record, each row chained to the row before.

Rows go into the file just before their transaction is committed: see ``db/trail.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import trail
from db.models import AuditEntry
from db.trail import Where


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """What one row says beside when, who and what was done."""

    entity: str | None = None
    entity_id: uuid.UUID | None = None
    patient_id: uuid.UUID | None = None
    detail: dict[str, Any] | None = None


def append_entry(
    session: Session,
    *,
    key: bytes,
    at: datetime,
    staff_id: uuid.UUID | None,
    action: str,
    entity: str | None = None,
    entity_id: uuid.UUID | None = None,
    patient_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
    where: Where | None = None,
) -> None:
    """Add one row at the end of the chain. The transaction must be a writing one (BEGIN IMMEDIATE)."""
    row = AuditRow(entity=entity, entity_id=entity_id, patient_id=patient_id, detail=detail)
    append_entries(session, [row], key=key, at=at, staff_id=staff_id, action=action, where=where)


def append_entries(
    session: Session,
    rows: Sequence[AuditRow],
    *,
    key: bytes,
    at: datetime,
    staff_id: uuid.UUID | None,
    action: str,
    where: Where | None = None,
) -> None:
    """Add rows of one action at the end of the chain, in their order; as ``append_entry``.

    Args:
        session: a writing one.
        rows: what each says.
        key: signs the chain of a record that has no key of its own yet.
        at: when.
        staff_id: who; None where nobody is in.
        action: ``patient.viewed`` and so on.
        where: the log-in it is done in.
    """
    trail.add(
        session,
        [
            trail.Waiting(
                key=key,
                at=at,
                staff_id=staff_id,
                action=action,
                entity=row.entity,
                entity_id=row.entity_id,
                patient_id=row.patient_id,
                detail=trail.text_of(row.detail),
                where=where,
            )
            for row in rows
        ],
    )


def head_of_chain(session: Session) -> tuple[int, bytes]:
    """Number and MAC of the newest row: whoever knows them can tell later whether the trail was rewritten."""
    if session.info.get("emr_writes"):
        trail.settle(session)
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    return (0, trail.START) if last is None else (last.seq, last.mac)
