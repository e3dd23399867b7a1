"""The planner: turns events that verbs left behind into deliveries, one for each target they concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.identity import new_id

FORM_QUEUED = "form.queued"
# An older message on the same subject is out of date in each of these; one being sent is let finish.
_REPLACEABLE = ("waiting", "retry", "unknown", "refused")


@dataclass(frozen=True)
class QueuedForm:
    """The detail of a ``form.queued`` event: what somebody decided to send, as it stood then."""

    form: str
    edition: str
    period: str
    version: int
    closed: bool
    complete: bool  # register it as complete there: signed, or sent as it stands after the period's last day
    training: bool
    figures: dict[str, dict[str, int | None]]
    targets: list[str]  # ids in hexadecimal

    @property
    def subject(self) -> str:
        """Order is kept within one form and period."""
        return f"form:{self.form}:{self.edition}:{self.period}"

    def as_detail(self) -> dict[str, Any]:
        """For the event's row."""
        return dict(vars(self))


def queued_form(event: OutboxEvent) -> QueuedForm:
    """Read an event of the kind ``form.queued``."""
    return QueuedForm(**event.detail)


def has_unplanned(session: Session, target: Target) -> bool:
    """Say whether ``plan`` has something to do for a target."""
    return session.execute(_unplanned(target).limit(1)).first() is not None


def plan(session: Session, target: Target, *, now: datetime) -> list[Delivery]:
    """Make a delivery of each event the target has not seen, superseding what it replaces.

    Runs in the caller's writing transaction.
    """
    made: list[Delivery] = []
    events = session.scalars(_unplanned(target).order_by(OutboxEvent.seq)).all()
    for event in events:
        target.planned_seq = event.seq
        queued = queued_form(event)
        if target.id.hex not in queued.targets:
            continue
        older = select(Delivery).where(
            Delivery.target_id == target.id,
            Delivery.subject == queued.subject,
            Delivery.state.in_(_REPLACEABLE),
        )
        for delivery in session.scalars(older):
            supersede(delivery, now=now)
        delivery = Delivery(
            id=new_id(),
            number=(session.scalar(select(func.max(Delivery.number))) or 0) + 1,
            target_id=target.id,
            subject=queued.subject,
            kind="dhis2.values",
            event_seq=event.seq,
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


def supersede(delivery: Delivery, *, now: datetime) -> None:
    """A newer delivery of the same subject takes over."""
    delivery.state = "superseded"
    delivery.finished_at = now
    delivery.next_try_at = delivery.lease_until = None
    delivery.problem = None


def _unplanned(target: Target) -> Any:
    return select(OutboxEvent).where(OutboxEvent.seq > target.planned_seq, OutboxEvent.kind == FORM_QUEUED)
