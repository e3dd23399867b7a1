"""The audit chain: each row carries an HMAC over itself and the row before."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.models import AuditEntry

_START = b"\x00" * 32
_COLUMNS = tuple(AuditEntry.__table__.columns)


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
) -> None:
    """Add one row at the end of the chain. The transaction must be a writing one (BEGIN IMMEDIATE)."""
    row = AuditRow(entity=entity, entity_id=entity_id, patient_id=patient_id, detail=detail)
    append_entries(session, [row], key=key, at=at, staff_id=staff_id, action=action)


def append_entries(
    session: Session,
    rows: Sequence[AuditRow],
    *,
    key: bytes,
    at: datetime,
    staff_id: uuid.UUID | None,
    action: str,
) -> None:
    """Add rows of one action at the end of the chain, in their order; as ``append_entry``."""
    session.flush()
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    seq, previous = (last.seq + 1, last.mac) if last else (1, _START)
    for place, row in enumerate(rows):
        entry = AuditEntry(
            seq=seq + place,
            at=at,
            staff_id=staff_id,
            action=action,
            entity=row.entity,
            entity_id=row.entity_id,
            patient_id=row.patient_id,
            # As it will be read back: tuples become lists, keys become text.
            detail=None if row.detail is None else json.loads(json.dumps(row.detail)),
            previous_mac=previous,
            mac=b"",
        )
        previous = entry.mac = entry_mac(key, entry)
        session.add(entry)
    session.flush()


def head_of_chain(session: Session) -> tuple[int, bytes]:
    """Number and MAC of the newest row: whoever knows them can tell later whether the trail was rewritten."""
    session.flush()
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.mac).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    return (0, _START) if last is None else (last.seq, last.mac)


def entry_mac(key: bytes, entry: AuditEntry | Row[Any]) -> bytes:
    """HMAC-SHA256 over the canonical JSON of the row and the MAC of the row before it."""
    canonical = json.dumps(
        [
            entry.seq,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.staff_id and entry.staff_id.hex,
            entry.action,
            entry.entity,
            entry.entity_id and entry.entity_id.hex,
            entry.patient_id and entry.patient_id.hex,
            entry.detail,
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, entry.previous_mac + canonical.encode(), hashlib.sha256).digest()


def first_broken_entry(session: Session, key: bytes) -> int | None:
    """Walk the whole chain and give the number of the first row that does not fit, or None."""
    previous = _START
    expected = 1
    # Columns rather than objects: a year's trail is walked in seconds.
    for entry in session.execute(select(*_COLUMNS).order_by(AuditEntry.seq)).yield_per(1000):
        if entry.seq != expected or entry.previous_mac != previous or entry.mac != entry_mac(key, entry):
            return expected
        previous, expected = entry.mac, expected + 1
    return None
