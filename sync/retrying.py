"""Puts what was refused or waits back to waiting, after a person acted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from db.models import Delivery, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from sync import reading
from sync.breaker import Breaker
from sync.claims import MAY_HAVE_ARRIVED
from sync.target_state import breaker_of, keep_breaker

SEEN = "seen"  # of a delivery's details: cell -> what the server had when a person was shown it


def retry(work: WorkSession, number: int | None) -> int:
    """One delivery (None: all) goes again; see ``SyncService.retry``.

    Raises:
        EmrError: ``delivery.unknown``, ``delivery.not_to_retry``.
    """
    with work.database.write.begin() as session:
        if number is None:
            query = select(Delivery).where(Delivery.state.in_(("waiting", "refused", "retry", "unknown")))
            found = list(session.scalars(query))
        else:
            delivery, _ = reading.delivery_numbered(session, number)
            if delivery.state in ("acknowledged", "superseded", "sending"):
                raise EmrError("delivery.not_to_retry", number=number)
            found = [delivery]
        for delivery in found:
            if delivery.problem == "delivery.server_has_other":
                delivery.details = {**delivery.details, SEEN: seen_in(delivery.answer)}
            if delivery.state in ("refused", "retry"):
                delivery.state = "waiting"
            if delivery.finished_at is not None:
                delivery.finished_at = None
                # What an earlier attempt may have told of a record must stay known.
                if delivery.entity_id is None or not delivery.details.get(MAY_HAVE_ARRIVED):
                    delivery.payload = delivery.payload_hash = None
            delivery.next_try_at = None
            delivery.problem = None
            delivery.details = {k: v for k, v in delivery.details.items() if k != "carried"}
            target = session.get_one(Target, delivery.target_id)
            if not breaker_of(target).needs_person:
                keep_breaker(target, Breaker())
            detail = {"number": str(delivery.number)}
            work.audit(session, "sync.retried", entity="delivery", entity_id=delivery.id, detail=detail)
    return len(found)


def seen_in(answer: Any) -> dict[str, str]:
    """The figures at the server that a person was shown: cell -> value."""
    lines = (answer or {}).get("differences") or ()
    return {str(each["cell"]): str(each["there"]) for each in lines if each["there"] is not None}
