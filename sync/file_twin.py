"""What waits for a target as a file, to be carried there on a USB stick."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, Facility, OutboxEvent, Target
from emr_desktop import __version__
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from sync import planning
from sync.kinds import KINDS
from sync.mappings import mapping_of
from sync.outbox import QueuedForm, queued_form
from sync.payload import hash_of, requests_in
from sync.record_twin import record_twin
from sync.rows import UNDONE
from sync.target_state import held_because
from sync.targets.dhis2.mapping import (
    CellMapping,
    dhis2_period,
    read_mapping,
    render,
    values_of,
)


def write_twin(work: WorkSession, session: Session, target: Target, *, now: datetime) -> bytes:
    """Plan what is new and write what waits for a target, whatever it takes; see ``file_twin``."""
    while planning.has_unplanned(session, target):
        planning.plan(session, target, now=now)
    if KINDS[target.kind].carries_records:
        return record_twin(work, session, target, now=now)
    return file_twin(session, target, now=now)


def file_twin(session: Session, target: Target, *, now: datetime) -> bytes:
    """The requests that have not arrived at a target yet, refused ones included, as one JSON file.

    Each of ``requests`` is what would be posted to ``post_to``. Payloads are frozen as at a first send, in
    the caller's writing transaction, so that the file and a later send say the same.

    Raises:
        EmrError: ``sync.training``, ``sync.nothing_waits``, ``sync.test_first`` (the facility's id there is
            not known yet).
    """
    facility = session.scalars(select(Facility)).one()
    if held_because(target, facility) == "sync.training":
        raise EmrError("sync.training", target=target.name)
    waiting = session.scalars(
        select(Delivery)
        .where(Delivery.target_id == target.id, Delivery.state.in_((*UNDONE, "refused")))
        .order_by(Delivery.number)
    ).all()
    if not waiting:
        raise EmrError("sync.nothing_waits", target=target.name)
    deliveries = []
    for delivery in waiting:
        queued = queued_form(session.get_one(OutboxEvent, delivery.event_seq))
        mapping = _mapping_of(session, target, queued)
        payload = _frozen(delivery, target, facility, queued, mapping)
        deliveries.append(
            {
                "id": delivery.number,
                "form": queued.form,
                "edition": queued.edition,
                "period": queued.period,
                "closed": queued.closed,
                "training": queued.training,
                "org_unit_scheme": mapping.org_unit_scheme,
                "sha256": hash_of(payload),
                "requests": [json.loads(line) for line in requests_in(payload)],
            }
        )
    document = {
        "made_by": f"emr-desktop {__version__}",
        "made_at": local(now).isoformat(),
        "facility": {"code": facility.code, "name": facility.name},
        "training": facility.training,
        "target": {"name": target.name, "kind": target.kind, "url": target.url},
        "post_to": "/api/dataValueSets",
        "deliveries": deliveries,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _mapping_of(session: Session, target: Target, queued: QueuedForm) -> CellMapping:
    return read_mapping(mapping_of(session, target, queued.form, queued.edition).content)


def _frozen(
    delivery: Delivery, target: Target, facility: Facility, queued: QueuedForm, mapping: CellMapping
) -> bytes:
    if delivery.payload is not None:
        return delivery.payload
    unit = facility.code
    if mapping.org_unit_scheme == "UID":
        known = target.details.get("org_unit")
        if known is None:
            raise EmrError("sync.test_first", target=target.name)
        unit = str(known["id"])
    payload = render(
        mapping,
        values_of(mapping, queued.figures),
        period=dhis2_period(queued.period),
        org_unit=unit,
        training=queued.training,
    )
    delivery.payload, delivery.payload_hash = payload, hash_of(payload)
    return payload
