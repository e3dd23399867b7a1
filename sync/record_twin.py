"""Records of patients as a file, to be carried to a target on a USB stick."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, Facility, Target
from emr_desktop import __version__
from emr_desktop.access.audit import AuditRow
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from sync import consent
from sync.claims import Claim
from sync.kinds import KINDS
from sync.line import TwinRequest
from sync.outbox import supersede
from sync.payload import hash_of
from sync.record_line import KeptBack
from sync.record_plan import patient_of
from sync.record_source import read_source
from sync.rows import UNDONE
from sync.target_state import Address, address_of

_AT_ONCE = 200  # records that are read together


def record_twin(work: WorkSession, session: Session, target: Target, *, now: datetime) -> bytes:
    """The records that have not arrived at a target yet, refused ones included, as one JSON file.

    Each of ``deliveries`` holds one request and where it would be posted. Payloads are frozen as at a first
    send, in the caller's writing transaction; each stands in its patient's audit trail.

    Raises:
        EmrError: ``sync.training``, ``sync.consent_needed``, ``sync.nothing_waits``,
            ``sync.test_first`` (the server was never asked what form it takes).
    """
    facility = session.scalars(select(Facility)).one()
    address = address_of(target, facility)
    if address.held == "sync.training":
        raise EmrError("sync.training", target=target.name)
    if address.held == consent.NEEDED:
        raise EmrError(consent.NEEDED)
    waiting = session.scalars(
        select(Delivery)
        .where(Delivery.target_id == target.id, Delivery.state.in_((*UNDONE, "refused")))
        .order_by(Delivery.number)
    ).all()
    deliveries: list[dict[str, Any]] = []
    for start in range(0, len(waiting), _AT_ONCE):
        deliveries += _written(work, session, address, waiting[start : start + _AT_ONCE], now=now)
    if not deliveries:
        raise EmrError("sync.nothing_waits", target=target.name)
    document = {
        "made_by": f"emr-desktop {__version__}",
        "made_at": local(now).isoformat(),
        "facility": {"code": facility.code, "name": facility.name},
        "training": facility.training,
        "target": {"name": target.name, "kind": target.kind, "url": target.url},
        "deliveries": deliveries,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _written(
    work: WorkSession, session: Session, address: Address, waiting: Sequence[Delivery], *, now: datetime
) -> list[dict[str, Any]]:
    """Freeze these and write them out; what may not go there is left out and never goes."""
    form = KINDS[address.kind].twin
    assert form is not None  # noqa: S101 - of every kind that carries records
    claims = {each.id: claim_of(each) for each in waiting}
    fresh = [each for each in claims.values() if each.payload is None]
    twin = form(read_source(session, address, fresh), address, work.facility)
    found, rows = [], []
    for delivery in waiting:
        claimed = claims[delivery.id]
        if claimed.payload is None and not _freeze(delivery, claimed, twin.render, now=now):
            continue
        assert delivery.payload is not None  # noqa: S101 - it is frozen now
        request: TwinRequest = twin.request(claimed.kind, delivery.payload)
        found.append(
            {
                "id": delivery.number,
                "kind": delivery.kind,
                "sha256": hash_of(delivery.payload),
                "post_to": request.path,
                "request": json.loads(request.body),
            }
        )
        detail = {"target": address.name, "subject": delivery.subject, "hash": delivery.payload_hash}
        detail |= {name: " ".join(delivery.details.get(name) or ()) for name in ("groups", "kept_back")}
        rows.append(
            AuditRow(
                entity="delivery",
                entity_id=delivery.id,
                patient_id=patient_of(delivery.subject),
                detail=detail,
            )
        )
    if rows:
        work.audit_all(session, "sync.carried", rows)
    return found


def _freeze(delivery: Delivery, claimed: Claim, render: Callable[[Claim], Any], *, now: datetime) -> bool:
    try:
        rendered = render(claimed)
    except KeptBack as kept:
        supersede(delivery, now=now)
        delivery.problem = kept.code
        return False
    delivery.payload, delivery.payload_hash = rendered.payload, hash_of(rendered.payload)
    delivery.details = {**delivery.details, **rendered.told}
    return True


def claim_of(delivery: Delivery) -> Claim:
    """A delivery as the wires read it; nobody holds it."""
    assert delivery.event_seq is not None  # noqa: S101 - of every record
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
    )
