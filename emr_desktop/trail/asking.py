"""Turns what is asked of the audit trail into SQL, and its rows into what callers see."""

from __future__ import annotations

import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, func, literal_column, not_, or_, select, true
from sqlalchemy import Integer as SqlInteger
from sqlalchemy.orm import Session

from db.models import AuditEntry, AuditSession, Device, Patient, Setting, Staff
from db.portions import portions
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.trail.rows import KINDS, TrailQuery, TrailRow

HOURS_FROM, HOURS_TO = "audit.hours_from", "audit.hours_to"
_USUAL_HOURS = (7, 19)
_EAST = 3 * 3600  # seconds that the facility's day is ahead of UTC


def condition(session: Session, query: TrailQuery) -> ColumnElement[bool]:
    """The WHERE of a query.

    Raises:
        ValidationError: ``staff`` (``audit.staff_unknown``), ``patient`` (``audit.patient_unknown``),
            ``last`` (``audit.days_reversed``).
        EmrError: ``audit.kind_unknown``.
    """
    wanted: list[ColumnElement[bool]] = [true()]
    if query.staff:
        staff_id = session.scalar(select(Staff.id).where(Staff.username == query.staff.strip().casefold()))
        if staff_id is None:
            raise ValidationError("staff", "audit.staff_unknown", name=query.staff)
        tried = and_(AuditEntry.action == "login.failed", AuditEntry.entity_id == staff_id)
        wanted.append(or_(AuditEntry.staff_id == staff_id, tried))
    patient_id = query.patient_id or (patient_of(session, query.patient) if query.patient else None)
    if patient_id is not None:
        wanted.append(AuditEntry.patient_id.in_(with_merged(session, patient_id)))
    if query.first and query.last and query.first > query.last:
        raise ValidationError("last", "audit.days_reversed")
    if query.first:
        wanted.append(AuditEntry.at >= _midnight(query.first))
    if query.last:
        wanted.append(AuditEntry.at < _midnight(query.last + timedelta(days=1)))
    if query.kind:
        wanted.append(_of_kind(session, query.kind))
    return and_(*wanted)


def patient_of(session: Session, number: str) -> uuid.UUID:
    """The patient of a number as somebody typed it.

    Raises:
        ValidationError: ``patient``: ``audit.patient_unknown``.
    """
    found = session.scalar(select(Patient.id).where(func.upper(Patient.number) == number.strip().upper()))
    if found is None:
        raise ValidationError("patient", "audit.patient_unknown", number=number)
    return found


def read_rows(
    session: Session, wanted: ColumnElement[bool], *, before: int | None, most: int, patients: bool
) -> list[TrailRow]:
    """The newest rows below ``before``; ``patients`` says whether patients may be seen in them."""
    statement = (
        select(AuditEntry, Staff.full_name, Staff.username, Device.name)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .outerjoin(AuditSession, AuditSession.no == AuditEntry.session_no)
        .outerjoin(Device, Device.id == AuditSession.device_id)
        .where(wanted)
        .order_by(AuditEntry.seq.desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(AuditEntry.seq < before)
    found = session.execute(statement).all()
    names: dict[uuid.UUID, tuple[str, str]] = {}
    if patients:
        ids = {entry.patient_id for entry, *_ in found if entry.patient_id is not None}
        for some in portions(sorted(ids, key=str)):
            for patient in session.execute(
                select(Patient.id, Patient.number, Patient.first_name, Patient.middle_name, Patient.last_name)
                .where(Patient.id.in_(some))
            ):  # fmt: skip
                name = " ".join(part for part in patient[2:] if part)
                names[patient.id] = patient.number, name
    return [_row(entry, staff, username, device, names, patients) for entry, staff, username, device in found]


def _row(
    entry: AuditEntry,
    staff: str | None,
    username: str | None,
    device: str | None,
    names: dict[uuid.UUID, tuple[str, str]],
    patients: bool,
) -> TrailRow:
    of_patient = entry.patient_id is not None
    number, name = names.get(entry.patient_id, (None, None)) if entry.patient_id else (None, None)
    return TrailRow(
        seq=entry.seq,
        at=entry.at,
        clock=entry.clock,
        staff=staff,
        username=username,
        action=entry.action,
        entity=entry.entity,
        entity_id=entry.entity_id if patients or not of_patient else None,
        patient_id=entry.patient_id if patients else None,
        patient_number=number,
        patient_name=name,
        device=device,
        detail=_told(entry.detail) if patients or not of_patient else {},
    )


def _told(detail: Any) -> dict[str, Any]:
    return detail if isinstance(detail, dict) else {}


def _of_kind(session: Session, kind: str) -> ColumnElement[bool]:
    if kind not in KINDS:
        raise EmrError("audit.kind_unknown", kind=kind, kinds=" ".join(KINDS))
    action = AuditEntry.action
    if kind == "failed_logins":
        return or_(action.like("login.failed"), action.like("login.attempts%"))
    if kind == "after_hours":
        first, last = opening_hours(session)
        # Instants are whole microseconds in the file.
        second = cast(literal_column("audit_entry.at"), SqlInteger) / 1_000_000 + _EAST
        hour = (second % 86_400) / 3_600
        outside = or_(hour < first, hour >= last)
        return and_(outside, AuditEntry.staff_id.is_not(None), not_(action.like("session.%")))
    if kind == "changes":
        others = [
            pattern for each in ("views", "exports", "refusals", "log_ins") for pattern in _kinds()[each]
        ]
        return and_(*(not_(action.like(pattern)) for pattern in others))
    return or_(*(action.like(pattern) for pattern in _kinds()[kind]))


def opening_hours(session: Session) -> tuple[int, int]:
    """Hours of the day between which work is usual; views outside of them are listed as after hours."""
    hours = []
    for name, usual in zip((HOURS_FROM, HOURS_TO), _USUAL_HOURS, strict=True):
        setting = session.get(Setting, name)
        hours.append(usual if setting is None else int(setting.value))
    return hours[0], hours[1]


def with_merged(session: Session, patient_id: uuid.UUID) -> list[uuid.UUID]:
    """The patient, and the records that were merged into this one."""
    found, fresh = {patient_id}, {patient_id}
    while fresh:
        fresh = set(session.scalars(select(Patient.id).where(Patient.merged_into.in_(fresh)))) - found
        found |= fresh
    return sorted(found, key=str)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), EAST_AFRICA)


@cache
def _kinds() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
