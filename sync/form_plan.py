"""Plans forms that somebody queued: one delivery for each target they were meant for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.identity import new_id
from sync.outbox import REPLACEABLE, next_number, queued_form, supersede


def plan_forms(
    session: Session, target: Target, events: Sequence[OutboxEvent], *, now: datetime
) -> list[Delivery]:
    """Make a delivery of each queued form, superseding what it replaces; see ``TargetKind.plan``."""
    made: list[Delivery] = []
    for event in events:
        queued = queued_form(event)
        if target.id.hex not in queued.targets:
            continue
        older = select(Delivery).where(
            Delivery.target_id == target.id,
            Delivery.subject == queued.subject,
            Delivery.state.in_(REPLACEABLE),
        )
        for delivery in session.scalars(older):
            supersede(delivery, now=now)
        delivery = Delivery(
            id=new_id(),
            number=next_number(session),
            target_id=target.id,
            subject=queued.subject,
            kind="dhis2.values",
            event_seq=event.seq,
            entity_id=None,
            state="waiting",
            attempts=0,
            created_at=now,
            answer=None,
            details={"training": queued.training, "unclosed": not queued.closed},
        )
        session.add(delivery)
        session.flush()
        made.append(delivery)
    return made
