"""Reads the state of sync for people: status, targets, one delivery."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Delivery, DeliveryAttempt, Facility, FormMapping, OutboxEvent, Target
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from sync import consent
from sync.addresses import is_loopback
from sync.payload import hash_of, requests_in
from sync.rows import UNDONE, DeliveryRow, SyncStatus, TargetRow
from sync.skew import skew_notice
from sync.target_state import REGISTRY, breaker_of, held_because

_FOR_A_PERSON = ("sync.incarnation_changed", consent.NEEDED)


def target_row(session: Session, target: Target, facility: Facility) -> TargetRow:
    """What callers see of a target."""
    mappings = [
        {
            "form": each.form,
            "edition": each.edition,
            "data_set": each.content.get("data_set"),
            "confirmed": each.content.get("confirmed", True) is True,
            "loaded_at": each.loaded_at.isoformat(),
        }
        for each in session.scalars(
            select(FormMapping)
            .where(FormMapping.target_id == target.id)
            .order_by(FormMapping.form, FormMapping.edition)
        )
    ]
    return TargetRow(
        id=target.id,
        name=target.name,
        kind=target.kind,
        url=target.url,
        enabled=target.enabled,
        breaker_state=target.breaker_state,
        breaker_reason=target.breaker_reason if target.breaker_state == "open" else None,
        last_success_at=target.last_success_at,
        details={**target.details, "mappings": mappings, "loopback": is_loopback(target.url)},
        breaker_params=dict(target.details.get("stop_params") or {}),
        needs_person=breaker_of(target).needs_person,
        held=held_because(target, facility),
        **_queue_of(session, target),
    )


def _queue_of(session: Session, target: Target) -> dict[str, Any]:
    """What waits for a target, what was refused, and when it is tried again."""
    mine = Delivery.target_id == target.id
    waiting, since, next_try = session.execute(
        select(func.count(), func.min(Delivery.created_at), func.min(Delivery.next_try_at)).where(
            mine, Delivery.state.in_(UNDONE)
        )
    ).one()
    refused = session.scalar(select(func.count()).where(mine, Delivery.state == "refused")) or 0
    newest = None
    if refused:
        query = select(Delivery).where(mine, Delivery.state == "refused")
        newest = session.scalars(query.order_by(Delivery.number.desc()).limit(1)).first()
    stuck = None
    if waiting:
        query = select(Delivery).where(mine, Delivery.state.in_(UNDONE), Delivery.problem.is_not(None))
        stuck = session.scalars(query.order_by(Delivery.number.desc()).limit(1)).first()
    until = target.breaker_until if target.breaker_state == "open" else None
    known = [each for each in (until, next_try) if each is not None]
    return {
        "waiting": waiting,
        "waiting_since": since,
        "refused": refused,
        "refused_number": None if newest is None else newest.number,
        "refused_problem": None if newest is None else newest.problem,
        "refused_params": {} if newest is None else (newest.details or {}).get("problem_params") or {},
        "next_try_at": max(known, default=None) if waiting else None,
        "waiting_problem": None if stuck is None else stuck.problem,
        "waiting_params": {} if stuck is None else (stuck.details or {}).get("problem_params") or {},
    }


def target_rows(session: Session, name: str | None = None) -> tuple[TargetRow, ...]:
    """All targets, or the one of that name.

    Raises:
        EmrError: ``target.unknown``.
    """
    facility = session.scalars(select(Facility)).one()
    rows = session.scalars(select(Target).order_by(Target.name)).all()
    if name is not None and name not in {each.name for each in rows}:
        raise EmrError("target.unknown", target=name)
    return tuple(target_row(session, each, facility) for each in rows if name in (None, each.name))


def delivery_row(delivery: Delivery, target: str) -> DeliveryRow:
    """What callers see of a delivery."""
    details = delivery.details or {}
    counts = details.get("counts") or {"accepted": 0, "unchanged": 0, "refused": 0}
    return DeliveryRow(
        number=delivery.number,
        target=target,
        subject=delivery.subject,
        state=delivery.state,
        attempts=delivery.attempts,
        created_at=delivery.created_at,
        sent_at=delivery.sent_at,
        finished_at=delivery.finished_at,
        next_try_at=delivery.next_try_at,
        problem=delivery.problem,
        problem_params=details.get("problem_params") or {},
        counts=dict(counts),
        training=bool(details.get("training")),
        unclosed=bool(details.get("unclosed")),
        unmapped=int(details.get("unmapped", 0)),
        kind=delivery.kind,
        queued=bool(details.get("queued")),
        kept_back=tuple(details.get("kept_back") or ()),
        carried=details.get("carried"),
    )


def delivery_rows(
    session: Session, targets: Iterable[TargetRow], *, limit: int | None = None
) -> tuple[DeliveryRow, ...]:
    """Deliveries of these targets, newest first."""
    names = {target.id: target.name for target in targets}
    query = select(Delivery).where(Delivery.target_id.in_(names)).order_by(Delivery.number.desc())
    rows = session.scalars(query.limit(limit) if limit is not None else query)
    return tuple(delivery_row(each, names[each.target_id]) for each in rows)


def status_of(session: Session, *, target: str | None, limit: int) -> SyncStatus:
    """The state of it all.

    Raises:
        EmrError: ``target.unknown``.
    """
    facility = session.scalars(select(Facility)).one()
    targets = target_rows(session, target)
    ids = [each.id for each in targets]
    counted = session.execute(
        select(Delivery.state, func.count()).where(Delivery.target_id.in_(ids)).group_by(Delivery.state)
    )
    states = {row[0]: row[1] for row in counted}
    undone = (Delivery.target_id.in_(ids), Delivery.state.in_(UNDONE))
    enabled = [each for each in targets if each.enabled]
    # A registry that is only asked is no word on whether anything is sent.
    senders = [each for each in enabled if not each.kind.startswith(REGISTRY)]
    held = senders[0].held if senders and all(each.held for each in senders) else None
    people = sum(each.needs_person or each.held in _FOR_A_PERSON for each in enabled)
    notice, params = _notice(facility, targets)
    successes = [
        each.last_success_at
        for each in targets
        if each.last_success_at is not None and not each.kind.startswith(REGISTRY)
    ]
    return SyncStatus(
        targets=targets,
        deliveries=delivery_rows(session, targets, limit=limit),
        waiting=sum(states.get(state, 0) for state in UNDONE),
        waiting_since=session.scalar(select(func.min(Delivery.created_at)).where(*undone)),
        need_person=states.get("refused", 0) + people,
        last_success_at=max(successes, default=None),
        held=held,
        notice=notice,
        notice_params=params,
        next_try_at=session.scalar(select(func.min(Delivery.next_try_at)).where(*undone)),
        carried_at=None if successes else _last_carried(session, ids),
    )


def _last_carried(session: Session, targets: Sequence[uuid.UUID]) -> datetime | None:
    """When a delivery was last acknowledged at targets to which nothing ever went over a line."""
    mine = Delivery.target_id.in_(targets), Delivery.state == "acknowledged"
    return session.scalar(select(func.max(Delivery.finished_at)).where(*mine))


def mappings_with_targets(form: str, edition: str) -> Select[tuple[str, Any]]:
    """Select the name of each target in use that takes a form, with its mapping."""
    return (
        select(Target.name, FormMapping.content)
        .join(FormMapping, FormMapping.target_id == Target.id)
        .where(FormMapping.form == form, FormMapping.edition == edition, Target.enabled.is_(True))
        .order_by(Target.name)
    )


def delivery_numbered(session: Session, number: int) -> tuple[Delivery, Target]:
    """Find a delivery by the number people type.

    Raises:
        EmrError: ``delivery.unknown``.
    """
    delivery = session.scalars(select(Delivery).where(Delivery.number == number)).one_or_none()
    if delivery is None:
        raise EmrError("delivery.unknown", number=number)
    return delivery, session.get_one(Target, delivery.target_id)


def delivery_document(session: Session, number: int, *, with_patients: bool = True) -> dict[str, Any]:
    """One delivery with its frozen payload, attempts and answers; no secret in it. All values are JSON's.

    ``payload`` is the requests decoded and put together (None before the first send), ``requests`` what each
    is made of, ``figures`` what was queued. Without ``with_patients`` a patient's record and what was
    answered to it are left out.

    Raises:
        EmrError: ``delivery.unknown``.
    """
    delivery, target = delivery_numbered(session, number)
    attempts = session.scalars(
        select(DeliveryAttempt)
        .where(DeliveryAttempt.delivery_id == delivery.id)
        .order_by(DeliveryAttempt.at, DeliveryAttempt.id)
    )
    queued = delivery.event_seq is not None and delivery.entity_id is None
    event = session.get(OutboxEvent, delivery.event_seq) if queued else None
    row = delivery_row(delivery, target.name)
    requests = requests_in(delivery.payload or b"")
    told = with_patients or delivery.entity_id is None
    return {
        "id": row.number,
        "target": row.target,
        "url": target.url,
        "subject": row.subject,
        "state": row.state,
        "training": row.training,
        "unclosed": row.unclosed,
        "unmapped": row.unmapped,
        "created": _iso(row.created_at),
        "sent": _iso(row.sent_at),
        "finished": _iso(row.finished_at),
        "next_try": _iso(row.next_try_at),
        "problem": row.problem,
        "problem_params": row.problem_params,
        "counts": row.counts,
        "completed": bool((delivery.details or {}).get("completed")),
        "answer": delivery.answer if told else None,
        "payload_sha256": delivery.payload_hash,
        "kind": row.kind,
        "queued": row.queued,
        "groups": list((delivery.details or {}).get("groups") or ()),
        "kept_back": list(row.kept_back),
        "carried": row.carried,
        "payload": _together(requests) if told else None,
        "requests": [
            {"values": _values_in(line), "bytes": len(line), "sha256": hash_of(line)} for line in requests
        ],
        "figures": event.detail.get("figures") if event is not None else None,
        "attempts": [
            {
                "at": _iso(each.at),
                "step": each.step,
                "outcome": each.outcome,
                "http_status": each.http_status,
                "transaction": each.transaction_id,
                "answer": each.answer if told else None,
            }
            for each in attempts
        ],
    }


def _together(requests: tuple[bytes, ...]) -> dict[str, Any] | None:
    if not requests:
        return None
    envelopes: list[dict[str, Any]] = [json.loads(line) for line in requests]
    if "dataValues" not in envelopes[0]:
        return envelopes[0]  # a record of a patient: one request, whole
    values = [value for envelope in envelopes for value in envelope["dataValues"]]
    return {**envelopes[0], "dataValues": values}


def _values_in(request: bytes) -> int:
    """How many figures a request has; a record of a patient has none."""
    return len(json.loads(request).get("dataValues", ()))


def _notice(facility: Facility, targets: tuple[TargetRow, ...]) -> tuple[str | None, dict[str, Any]]:
    if facility.training and any(each.details["loopback"] for each in targets):
        return "sync.training_on_this_pc", {}
    for each in targets:
        found = skew_notice(each.name, each.details.get("skew_s"))
        if found is not None:
            return found
    return None, {}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else local(instant).isoformat()
