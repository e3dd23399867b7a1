"""The events that verbs left behind, and the rule that a newer delivery takes over from an older."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target

FORM_QUEUED = "form.queued"
# An older message on the same matter is out of date in each of these; one being sent is let finish.
REPLACEABLE = ("waiting", "retry", "unknown", "refused")


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
    overwrite: bool = False  # of events written before ``seen``: no longer enough
    seen: dict[str, str] = field(default_factory=dict)  # row|column -> other figure that a person saw there

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


def unplanned(target: Target, kinds: Collection[str]) -> Select[OutboxEvent]:
    """Select the events of these kinds that a target has not seen."""
    return select(OutboxEvent).where(OutboxEvent.seq > target.planned_seq, OutboxEvent.kind.in_(kinds))


def next_number(session: Session) -> int:
    """The number a new delivery gets: what people type."""
    return (session.scalar(select(func.max(Delivery.number))) or 0) + 1


def supersede(delivery: Delivery, *, now: datetime) -> None:
    """A newer delivery of the same subject takes over."""
    delivery.state = "superseded"
    delivery.finished_at = now
    delivery.next_try_at = delivery.lease_until = None
    delivery.problem = None
