"""Moves a visit between stations inside a caller's transaction; the visit's own column follows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import DispenseLine, LabResult, Prescription, Setting, StationPass, Visit
from emr_desktop.identity import new_id

_CHOSEN = ("triage", "consultation", "laboratory", "pharmacy")


@dataclass(frozen=True)
class Hand:
    """Who does it, and when."""

    staff_id: uuid.UUID
    at: datetime


def stations_used(session: Session) -> tuple[str, ...]:
    """Which stations this facility lets patients wait at, in order; empty where one person does all.

    Somebody has to see whom the triage sends on, so that a triage brings the consultation with it.
    """
    names = {f"queue.{station}": station for station in _CHOSEN}
    values = session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    chosen = {names[name] for name, value in values if value is True}
    if "triage" in chosen:
        chosen.add("consultation")
    return tuple(station for station in _CHOSEN if station in chosen)


def present_pass(session: Session, visit_id: uuid.UUID) -> StationPass | None:
    """The stay that still goes on."""
    return session.scalars(
        select(StationPass).where(StationPass.visit_id == visit_id, StationPass.left_at.is_(None))
    ).one_or_none()


def passes_of(session: Session, visit_id: uuid.UUID) -> list[StationPass]:
    """All stays, in the order they happened."""
    return list(
        session.scalars(
            select(StationPass)
            .where(StationPass.visit_id == visit_id)
            .order_by(StationPass.arrived_at, StationPass.id)
        )
    )


def arrive(
    session: Session,
    visit: Visit,
    station: str,
    *,
    by: Hand,
    for_staff: uuid.UUID | None = None,
    taken: bool = False,
) -> StationPass:
    """Let the visit wait at a station; it must not wait anywhere else."""
    stay = StationPass(
        id=new_id(),
        visit_id=visit.id,
        station=station,
        arrived_at=by.at,
        sent_by=by.staff_id,
        for_staff=for_staff,
        taken_at=by.at if taken else None,
        taken_by=by.staff_id if taken else None,
    )
    visit.station = station
    session.add(stay)
    session.flush()
    return stay


def depart(
    session: Session, visit: Visit, stay: StationPass, how: str, *, by: Hand, reason: str | None = None
) -> None:
    """End a stay."""
    stay.left_at, stay.ended, stay.ended_by, stay.reason = by.at, how, by.staff_id, reason
    visit.station = None
    session.flush()


def waits_for_tests(session: Session, visit_id: uuid.UUID) -> bool:
    """Say whether a test of the visit has no result yet."""
    waiting = select(LabResult.id).where(LabResult.visit_id == visit_id, LabResult.result.is_(None))
    return session.scalar(waiting.limit(1)) is not None


def waits_for_medicines(session: Session, visit_id: uuid.UUID) -> bool:
    """Say whether the pharmacy has not answered every medicine of the visit."""
    prescribed = set(session.scalars(select(Prescription.medicine).where(Prescription.visit_id == visit_id)))
    answered = session.scalars(
        select(DispenseLine.medicine).where(
            DispenseLine.visit_id == visit_id, DispenseLine.replaced_at.is_(None)
        )
    )
    return bool(prescribed - set(answered))


def clinician_of(session: Session, visit: Visit) -> uuid.UUID | None:
    """Who had the patient in the consultation last: results go back there."""
    last = session.scalar(
        select(StationPass.taken_by)
        .where(
            StationPass.visit_id == visit.id,
            StationPass.station == "consultation",
            StationPass.taken_by.is_not(None),
        )
        .order_by(StationPass.arrived_at.desc(), StationPass.id.desc())
        .limit(1)
    )
    return last or visit.clinician_id


def first_arrival(session: Session, visit_id: uuid.UUID, station: str) -> datetime | None:
    """When the visit first came to a station."""
    return session.scalar(
        select(func.min(StationPass.arrived_at)).where(
            StationPass.visit_id == visit_id, StationPass.station == station
        )
    )
