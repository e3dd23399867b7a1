"""What a change of a target's filter means for the visits that went there already."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, Target, Visit
from db.portions import portions
from emr_desktop.exchange.record_filter import without_sensitive
from emr_desktop.exchange.record_reading import read_visits
from sync.record_plan import VISIT, plan_again

_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class FilterPreview:
    """What would change.

    Attributes:
        target: which one.
        sensitive: what the filter would say.
        before: what it says now.
        went: visits that the target has.
        concerned: those of them that hold something marked: they would be sent again, with it or without it.
    """

    target: str
    sensitive: bool
    before: bool
    went: int
    concerned: int


def concerned_visits(session: Session, target: Target) -> tuple[int, list[uuid.UUID]]:
    """How many visits went to a target, and which of them the filter makes another record of."""
    went = list(
        session.scalars(
            select(Delivery.entity_id)
            .join(Visit, Visit.id == Delivery.entity_id)
            .where(Delivery.target_id == target.id, Delivery.kind == VISIT, Delivery.sent_at.is_not(None))
            .distinct()
        )
    )
    found = []
    for portion in portions((each for each in went if each is not None), _AT_ONCE):
        records = read_visits(session, portion)
        found += [visit_id for visit_id, record in records.items() if without_sensitive(record) != record]
    return len(went), found


def send_again(session: Session, target: Target, *, now: datetime) -> int:
    """Put the visits that the filter concerns on their way once more; gives how many."""
    _, concerned = concerned_visits(session, target)
    return plan_again(session, target, concerned, now=now)
