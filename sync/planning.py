"""The planner: turns events that verbs left behind into deliveries, one for each target they concern."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from sync.kinds import KINDS
from sync.outbox import unplanned

PORTION = 1000  # events planned in one transaction, so that a large import keeps nobody waiting


def has_unplanned(session: Session, target: Target) -> bool:
    """Say whether ``plan`` has something to do for a target."""
    return session.execute(unplanned(target, KINDS[target.kind].events).limit(1)).first() is not None


def plan(session: Session, target: Target, *, now: datetime) -> list[Delivery]:
    """Turn the next events that a target has not seen into deliveries, superseding what they replace.

    Runs in the caller's writing transaction; ``has_unplanned`` says whether there are more.
    """
    kind = KINDS[target.kind]
    events = session.scalars(unplanned(target, kind.events).order_by(OutboxEvent.seq).limit(PORTION)).all()
    if len(events) < PORTION:
        target.planned_seq = session.scalar(select(func.max(OutboxEvent.seq))) or target.planned_seq
    else:
        target.planned_seq = events[-1].seq
    return list(kind.plan(session, target, events, now=now)) if events else []
