"""Writes an event beside the clinical rows, in the same transaction."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import OutboxEvent
from emr_desktop.identity import new_id


def record_event(
    session: Session,
    kind: str,
    *,
    at: datetime,
    entity_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Leave an event for the sync planner.

    Args:
        session: the verb's own writing session.
        kind: ``patient.saved visit.saved visit.voided notification.saved form.queued``.
        at: when it happened.
        entity_id: the record it is about.
        detail: codes and ids that the planner needs; no names.
    """
    session.add(OutboxEvent(id=new_id(), kind=kind, entity_id=entity_id, detail=detail or {}, created_at=at))
