"""Reads who waits where, in the order in which they are to be seen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.models import Staff, StationPass, Triage, Visit
from emr_desktop.patients.records import rows_by_id
from emr_desktop.queue.rows import PRIORITIES, STATIONS, PassRow, QueueRow, StationCount

# Who came longer ago is left from an earlier day or shift: listed last, so that nobody of today waits behind.
LEFT_OVER_AFTER = timedelta(hours=12)
_RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}


def order(rows: Iterable[QueueRow]) -> tuple[QueueRow, ...]:
    """Put those first who must be seen first: emergencies, then priority, then who came first.

    Who comes back from another station has the place of the first arrival. Left-over visits come last.
    """
    return tuple(
        sorted(
            rows,
            key=lambda row: (row.is_left_over, _RANK[row.priority], row.since, row.started_at, row.visit_id),
        )
    )


def read_queue(session: Session, station: str, *, now: datetime) -> tuple[QueueRow, ...]:
    """Everybody who waits at a station or is with somebody there."""
    return order(_rows(session, StationPass.station == station, now=now))


def read_one(session: Session, visit_id: uuid.UUID, *, now: datetime) -> QueueRow | None:
    """Where one visit waits; None when it waits nowhere."""
    return next(iter(_rows(session, StationPass.visit_id == visit_id, now=now)), None)


def read_everywhere(session: Session, *, now: datetime) -> tuple[QueueRow, ...]:
    """Everybody at every station, station by station."""
    rows = _rows(session, StationPass.station.in_(STATIONS), now=now)
    return tuple(sorted(order(rows), key=lambda row: STATIONS.index(row.station)))


def read_counts(session: Session, *, now: datetime) -> dict[str, StationCount]:
    """How many wait at each station; reads no patient."""
    counts = {station: [0, 0, 0] for station in STATIONS}
    for station, taken_by, priority in session.execute(
        select(StationPass.station, StationPass.taken_by, Triage.priority)
        .outerjoin(Triage, Triage.visit_id == StationPass.visit_id)
        .where(StationPass.left_at.is_(None), StationPass.arrived_at > now - LEFT_OVER_AFTER)
    ):
        counts[station][0 if taken_by is None else 1] += 1
        counts[station][2] += taken_by is None and priority == "emergency"
    return {
        station: StationCount(waiting=waiting, taken=taken, emergencies=emergencies)
        for station, (waiting, taken, emergencies) in counts.items()
    }


def read_passes(session: Session, stays: Sequence[StationPass]) -> tuple[PassRow, ...]:
    """The stays as callers see them."""
    names = _names(session, {stay.taken_by for stay in stays})
    return tuple(
        PassRow(
            station=stay.station,
            arrived_at=stay.arrived_at,
            taken_at=stay.taken_at,
            taken_by=names.get(stay.taken_by),
            left_at=stay.left_at,
            ended=stay.ended,
            reason=stay.reason,
        )
        for stay in stays
    )


def _rows(session: Session, which: ColumnElement[bool], *, now: datetime) -> list[QueueRow]:
    found = session.execute(
        select(StationPass, Visit, Triage)
        .join(Visit, Visit.id == StationPass.visit_id)
        .outerjoin(Triage, Triage.visit_id == StationPass.visit_id)
        .where(StationPass.left_at.is_(None), Visit.voided_at.is_(None), which)
    ).all()
    if not found:
        return []
    patients = rows_by_id(session, [visit.patient_id for _, visit, _ in found])
    names = _names(session, {who for stay, _, _ in found for who in (stay.taken_by, stay.for_staff)})
    stays = _stays_of(session, [visit.id for _, visit, _ in found])
    return [
        QueueRow(
            visit_id=visit.id,
            patient=patients[visit.patient_id],
            visit_type=visit.visit_type,
            visit_date=visit.visit_date,
            status=visit.status,
            version=visit.version,
            station=stay.station,
            priority="routine" if triage is None else triage.priority,
            by_hand=triage is not None and triage.by_hand,
            reasons=() if triage is None else tuple(triage.reasons),
            complaint=None if visit.sensitive else visit.complaint,
            started_at=visit.started_at,
            arrived_at=stay.arrived_at,
            since=min(at for place, at in stays[visit.id] if place == stay.station),
            came_from=next((place for place, _ in stays[visit.id][-2::-1] if place != stay.station), None),
            holder_id=stay.taken_by,
            holder=names.get(stay.taken_by),
            for_id=stay.for_staff,
            for_name=names.get(stay.for_staff),
            is_left_over=now - stay.arrived_at >= LEFT_OVER_AFTER,
        )
        for stay, visit, triage in found
    ]


def _stays_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, datetime]]]:
    stays: dict[uuid.UUID, list[tuple[str, datetime]]] = {}
    for visit_id, station, at in session.execute(
        select(StationPass.visit_id, StationPass.station, StationPass.arrived_at)
        .where(StationPass.visit_id.in_(ids))
        .order_by(StationPass.arrived_at, StationPass.id)
    ):
        stays.setdefault(visit_id, []).append((station, at))
    return stays


def _names(session: Session, ids: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    wanted = [each for each in ids if each is not None]
    if not wanted:
        return {}
    found = session.execute(select(Staff.id, Staff.full_name).where(Staff.id.in_(wanted)))
    return {each.id: each.full_name for each in found}
