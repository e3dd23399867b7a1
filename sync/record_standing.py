"""After a restore or in a copy: which of the records that wait may be older than what a target has."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, Target
from emr_desktop.access.work_session import WorkSession
from sync.kinds import KINDS
from sync.planning import has_unplanned, plan
from sync.problems import Kind
from sync.record_plan import VISIT
from sync.record_source import RecordSource, read_source
from sync.record_trial import asking
from sync.record_twin import claim_of
from sync.rows import UNDONE
from sync.set_up import target_named

NEWER, MAY_BE_NEWER = "delivery.newer_there", "delivery.may_be_newer_there"
_AT_ONCE = 20  # records that are asked about in one request


def newer_there(work: WorkSession, name: str) -> dict[uuid.UUID, str]:
    """The deliveries of records that must not simply go on, each with the code why; sends nothing.

    A target that cannot be asked may have a newer version of each of them.

    Raises:
        EmrError: why it could not be asked; of targets that take no records nothing is asked.
    """
    with work.database.read() as session:
        kind = KINDS[target_named(session, name).kind]
    if not kind.carries_records:
        return {}
    waiting = _planned(work, name)
    if kind.newest is None or not waiting:
        return dict.fromkeys(waiting, MAY_BE_NEWER)
    found: dict[uuid.UUID, str] = {}
    with asking(work, name, of_patients=True) as (address, transport):
        for start in range(0, len(waiting), _AT_ONCE):
            with work.database.read() as session:
                rows = [session.get_one(Delivery, each) for each in waiting[start : start + _AT_ONCE]]
                source = read_source(session, address, [claim_of(each) for each in rows])
                saved = {each.id: _saved_at(source, each) for each in rows}
                about = {each.id: each.entity_id for each in rows}
            there = kind.newest(transport, address, source)
            for own, entity_id in about.items():
                newest = None if entity_id is None else there.get(entity_id)
                # It is told there to the second.
                if newest is not None and newest > saved[own].replace(microsecond=0):
                    found[own] = NEWER
    return found


def leave_to_a_person(session: Session, newer: Mapping[uuid.UUID, str], *, now: datetime) -> None:
    """Refuse these, in the caller's writing transaction, until somebody sends them again."""
    for own, code in newer.items():
        delivery = session.get_one(Delivery, own)
        if delivery.state in UNDONE:
            delivery.state, delivery.problem, delivery.finished_at = "refused", code, now
            delivery.lease_until = delivery.next_try_at = None
            delivery.details = {**delivery.details, "problem_params": {}, "problem_kind": Kind.MEANING}


def _planned(work: WorkSession, name: str) -> list[uuid.UUID]:
    """What waits of records, planned to the last event."""
    with work.database.write.begin() as session:
        target: Target = target_named(session, name)
        while has_unplanned(session, target):
            plan(session, target, now=work.clock.now())
        return list(
            session.scalars(
                select(Delivery.id)
                .where(
                    Delivery.target_id == target.id,
                    Delivery.entity_id.is_not(None),
                    Delivery.state.in_(UNDONE),
                )
                .order_by(Delivery.number)
            )
        )


def _saved_at(source: RecordSource, delivery: Delivery) -> datetime:
    assert delivery.entity_id is not None  # noqa: S101 - only records are asked about
    if delivery.kind == VISIT:
        return source.visits[delivery.entity_id].visit.saved_at
    return source.patients[delivery.entity_id].changed_at
