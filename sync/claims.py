"""Who may send what: a delivery is claimed with a lease, and only the holder's word about it counts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, undefer

from db.models import Delivery, DeliveryAttempt, Target
from emr_desktop.identity import new_id
from sync.outbox import supersede
from sync.problems import LeaseLost
from sync.rows import UNDONE

LEASE = timedelta(seconds=30)  # renewed every few seconds while a server is being waited for
MAY_HAVE_ARRIVED = "may_have_arrived"  # of a delivery's details: an attempt ended without anybody knowing
_CLAIMABLE = ("waiting", "retry", "unknown")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A delivery that is ours for now. ``attempt`` is the fence: a later claim has a higher one."""

    id: uuid.UUID
    number: int
    subject: str
    attempt: int
    created_at: datetime
    kind: str
    event_seq: int
    entity_id: uuid.UUID | None
    payload: bytes | None
    sent_before: bool
    seen: Mapping[str, str] = field(default_factory=dict)  # row|column -> what a person saw at the server


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a claimed delivery is left."""

    state: str
    problem: str | None = None
    problem_params: dict[str, Any] = field(default_factory=dict)
    problem_kind: str | None = None
    next_try_at: datetime | None = None
    counts: dict[str, int] | None = None
    answer: dict[str, Any] | None = None
    details: dict[str, Any] = field(default_factory=dict)


def release_expired(session: Session, *, now: datetime) -> int:
    """Deliveries whose holder died in the middle: nobody knows whether they arrived. Gives how many.

    A lease that lies further ahead than any lease can means that the clock was set back: it has expired too.
    """
    held = session.scalars(select(Delivery).where(Delivery.state == "sending")).all()
    expired = [each for each in held if not _holds(each, now)]
    for delivery in expired:
        if delivery.entity_id is not None and _has_newer(session, delivery):
            # After a merge the newer one stands under another patient, whose order knows nothing of this one.
            supersede(delivery, now=now)
            continue
        delivery.state = "unknown"
        delivery.lease_until = delivery.next_try_at = None
        delivery.problem = "sync.interrupted"
        told = {"problem_params": {}, "problem_kind": "transport", MAY_HAVE_ARRIVED: True}
        delivery.details = {**delivery.details, **told}
    return len(expired)


def has_expired(session: Session, *, now: datetime) -> bool:
    """Say whether ``release_expired`` has something to do."""
    held = session.scalars(select(Delivery).where(Delivery.state == "sending"))
    return any(not _holds(each, now) for each in held)


def due(session: Session, target_id: uuid.UUID, *, now: datetime, eager: bool) -> list[uuid.UUID]:
    """The deliveries of a target that may be tried now, fresh ones before those that failed often.

    Args:
        session: reading.
        target_id: whose.
        now: what counts as due.
        eager: a person asked: what waits for a later try is due as well.
    """
    query = (
        _at_the_head(target_id)
        .with_only_columns(Delivery.id, Delivery.next_try_at)
        .order_by(Delivery.attempts, Delivery.number)
    )
    return [
        row.id for row in session.execute(query) if eager or row.next_try_at is None or row.next_try_at <= now
    ]


def untried(session: Session, target_id: uuid.UUID) -> list[uuid.UUID]:
    """The deliveries of a target that may go and were never tried."""
    query = _at_the_head(target_id).with_only_columns(Delivery.id)
    return list(
        session.scalars(
            query.where(Delivery.state == "waiting", Delivery.attempts == 0).order_by(Delivery.number)
        )
    )


def _at_the_head(target_id: uuid.UUID) -> Select[Any]:
    """Of each subject the delivery before which none is undone."""
    older = aliased(Delivery)
    return select(Delivery).where(
        Delivery.target_id == target_id,
        Delivery.state.in_(_CLAIMABLE),
        ~select(older.id)
        .where(
            older.target_id == Delivery.target_id,
            older.subject == Delivery.subject,
            older.number < Delivery.number,
            older.state.in_(UNDONE),
        )
        .exists(),
    )


def load(session: Session, ids: Sequence[uuid.UUID]) -> None:
    """Read these deliveries at once, so that looking at each of them asks the database no more."""
    if len(ids) > 1:
        # The session forgets what nobody holds.
        whole = select(Delivery).where(Delivery.id.in_(ids)).options(undefer(Delivery.payload))
        session.info["deliveries"] = session.scalars(whole).all()


def claim(session: Session, delivery_id: uuid.UUID, *, now: datetime, lease: timedelta) -> Claim | None:
    """Take a delivery, in a writing transaction; None when somebody else was faster."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.state not in _CLAIMABLE or delivery.event_seq is None:
        return None
    delivery.state = "sending"
    delivery.attempts += 1
    delivery.lease_until = now + lease
    return Claim(
        id=delivery.id,
        number=delivery.number,
        subject=delivery.subject,
        attempt=delivery.attempts,
        created_at=delivery.created_at,
        kind=delivery.kind,
        event_seq=delivery.event_seq,
        entity_id=delivery.entity_id,
        payload=delivery.payload,
        sent_before=delivery.sent_at is not None,
        seen=dict((delivery.details or {}).get("seen") or {}),
    )


def renew(session: Session, claimed: Claim, *, now: datetime, lease: timedelta) -> None:
    """Hold on to a claim for longer.

    Raises:
        LeaseLost: somebody else has it.
    """
    _own(session, claimed).lease_until = now + lease


def freeze(
    session: Session,
    claimed: Claim,
    *,
    payload: bytes,
    payload_hash: str,
    now: datetime,
    lease: timedelta,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Keep the bytes before the first of them leaves, and with them what is said of them (``told``).

    Raises:
        LeaseLost: somebody else has the delivery.
    """
    delivery = _own(session, claimed)
    if told:
        delivery.details = {**delivery.details, **told}
    delivery.payload, delivery.payload_hash = payload, payload_hash
    delivery.sent_at = delivery.sent_at or now
    delivery.lease_until = now + lease


def finish(session: Session, claimed: Claim, verdict: Verdict, *, now: datetime) -> str:
    """Leave a claimed delivery in its new state; gives that state.

    What did not get through while a newer delivery of the same form or record waits is superseded by that.

    Raises:
        LeaseLost: somebody else has it; nothing was written.
    """
    delivery = _own(session, claimed)
    delivery.lease_until = None
    delivery.state = verdict.state
    delivery.problem = verdict.problem
    delivery.next_try_at = verdict.next_try_at
    if verdict.state in ("acknowledged", "refused"):
        delivery.finished_at = now
    if verdict.answer is not None:
        delivery.answer = verdict.answer
    details = dict(delivery.details) | verdict.details
    details["problem_params"] = verdict.problem_params
    details["problem_kind"] = verdict.problem_kind
    if verdict.counts is not None:
        details["counts"] = verdict.counts
    if verdict.state == "unknown":
        details[MAY_HAVE_ARRIVED] = True
    delivery.details = details
    if verdict.state != "acknowledged" and _has_newer(session, delivery):
        supersede(delivery, now=now)
    return delivery.state


def _has_newer(session: Session, delivery: Delivery) -> bool:
    """Whether a newer delivery says the same thing: of the same form and period, or of the same record.

    Another visit of the same patient says nothing of this one.
    """
    same = Delivery.subject == delivery.subject
    if delivery.entity_id is not None:
        same = (Delivery.entity_id == delivery.entity_id) & (Delivery.kind == delivery.kind)
    newer = select(Delivery.id).where(
        Delivery.target_id == delivery.target_id, same, Delivery.number > delivery.number
    )
    return session.scalars(newer.limit(1)).first() is not None


def record_attempt(
    session: Session,
    claimed: Claim,
    *,
    at: datetime,
    step: str,
    outcome: str,
    http_status: int | None,
    transaction_id: str | None,
    answer: str | None,
) -> None:
    """Keep one exchange for the people who look after the PC."""
    session.add(
        DeliveryAttempt(
            id=new_id(),
            delivery_id=claimed.id,
            at=at,
            step=step,
            outcome=outcome,
            http_status=http_status,
            transaction_id=transaction_id,
            answer=answer,
        )
    )


def postpone(
    session: Session, target: Target, ids: list[uuid.UUID], *, problem: str, params: dict[str, Any], kind: str
) -> list[Delivery]:
    """Note on deliveries why they were not even tried; the caller sets when they are next."""
    deliveries = [each for each in (session.get(Delivery, one) for one in ids) if each is not None]
    found = [each for each in deliveries if each.target_id == target.id and each.state in _CLAIMABLE]
    for delivery in found:
        delivery.problem = problem
        delivery.details = {**delivery.details, "problem_params": params, "problem_kind": kind}
    return found


def _own(session: Session, claimed: Claim) -> Delivery:
    delivery = session.get(Delivery, claimed.id)
    if delivery is None or delivery.state != "sending" or delivery.attempts != claimed.attempt:
        raise LeaseLost
    return delivery


def _holds(delivery: Delivery, now: datetime) -> bool:
    until = delivery.lease_until
    return until is not None and now < until <= now + 4 * LEASE
