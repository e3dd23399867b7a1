"""Counts, out of the trail, what was seen and taken out in some days, by whom and of how many persons."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db.models import AuditEntry, Backup, Delivery, Patient, Staff, Target
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.protection.rows import PersonsDoings, SentTo
from emr_desktop.trail.asking import condition, read_rows
from emr_desktop.trail.rows import TrailQuery, TrailRow

_OF = ("views", "changes", "exports", "refusals", "after_hours")
MOST_LISTED = 200


@dataclass
class _Tally:
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_OF, 0))
    persons: dict[str, set[uuid.UUID]] = field(default_factory=lambda: {kind: set() for kind in _OF})


def doings(session: Session, query: TrailQuery) -> tuple[tuple[PersonsDoings, ...], int]:
    """What each member of staff did, most persons first; and how many persons it concerns in all."""
    tallies: dict[uuid.UUID | None, _Tally] = defaultdict(_Tally)
    merged = session.execute(select(Patient.id, Patient.merged_into).where(Patient.merged_into.is_not(None)))
    kept = {row.id: row.merged_into for row in merged}
    for kind in _OF:
        wanted = condition(session, _of_kind(query, kind))
        if kind == "changes":  # of records; settings and keys concern no patient
            wanted = and_(wanted, AuditEntry.patient_id.is_not(None))
        counted = (
            select(AuditEntry.staff_id, AuditEntry.patient_id, func.count())
            .where(wanted)
            .group_by(AuditEntry.staff_id, AuditEntry.patient_id)
        )
        for staff_id, patient_id, number in session.execute(counted):
            tally = tallies[staff_id]
            tally.rows[kind] += number
            if patient_id is not None:
                tally.persons[kind].add(_survivor(patient_id, kept))
    staff = {each.id: each for each in session.scalars(select(Staff))}
    found = [_row(staff.get(who) if who else None, who, tally) for who, tally in tallies.items()]
    found.sort(key=lambda one: (-one.taken_out_persons, -one.looked_persons, one.username or ""))
    everybody: set[uuid.UUID] = set()
    for tally in tallies.values():
        everybody = everybody.union(*(tally.persons[kind] for kind in ("views", "changes", "exports")))
    return tuple(found), len(everybody)


def taken_out(session: Session, query: TrailQuery) -> tuple[list[TrailRow], int]:
    """What was exported, printed or sent, the newest first, and how many rows there are."""
    wanted = condition(session, _of_kind(query, "exports"))
    rows = read_rows(session, wanted, before=None, most=MOST_LISTED, patients=True)
    return rows, session.scalar(select(func.count()).select_from(AuditEntry).where(wanted)) or 0


def in_lists(session: Session, query: TrailQuery) -> int:
    """How many records stood in what was taken out as a list or a copy."""
    wanted = condition(session, _of_kind(query, "exports"))
    found = session.scalars(select(AuditEntry.detail).where(wanted, AuditEntry.patient_id.is_(None)))
    numbers = (each.get("records") for each in found if isinstance(each, dict))
    return sum(number for number in numbers if isinstance(number, int))


def number_of(session: Session, query: TrailQuery, kind: str) -> int:
    """How many rows of a kind there are."""
    wanted = condition(session, _of_kind(query, kind))
    return session.scalar(select(func.count()).select_from(AuditEntry).where(wanted)) or 0


def sent_to(session: Session, first: date, last: date) -> tuple[SentTo, ...]:
    """What was sent to each system in these days, and of how many persons."""
    begin = datetime.combine(first, time(), EAST_AFRICA)
    end = datetime.combine(last + timedelta(days=1), time(), EAST_AFRICA)
    found = session.execute(
        select(Target.name, Target.kind, Target.url, Delivery.subject)
        .join(Delivery, Delivery.target_id == Target.id)
        .where(Delivery.sent_at >= begin, Delivery.sent_at < end)
        .order_by(Target.name)
    ).all()
    subjects: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, kind, url, subject in found:
        subjects[name, kind, url].append(subject)
    return tuple(
        SentTo(target=name, kind=kind, url=url, messages=len(about), persons=_persons(about))
        for (name, kind, url), about in subjects.items()
    )


def last_backup(session: Session) -> datetime | None:
    return session.scalar(select(func.max(Backup.made_at)))


def _persons(subjects: Iterable[str]) -> int:
    return len({each for each in subjects if each.startswith("patient:")})


def _of_kind(query: TrailQuery, kind: str) -> TrailQuery:
    return TrailQuery(staff=query.staff, first=query.first, last=query.last, kind=kind)


def _survivor(patient_id: uuid.UUID, merged_into: dict[uuid.UUID, uuid.UUID | None]) -> uuid.UUID:
    """Two records that were merged are one person."""
    seen: set[uuid.UUID] = set()
    while (following := merged_into.get(patient_id)) is not None and patient_id not in seen:
        seen.add(patient_id)
        patient_id = following
    return patient_id


def _row(staff: Staff | None, staff_id: uuid.UUID | None, tally: _Tally) -> PersonsDoings:
    rows, persons = tally.rows, {kind: len(each) for kind, each in tally.persons.items()}
    return PersonsDoings(
        staff_id=staff_id,
        staff=None if staff is None else staff.full_name,
        username=None if staff is None else staff.username,
        roles=() if staff is None else tuple(staff.roles),
        looked=rows["views"],
        looked_persons=persons["views"],
        changed=rows["changes"],
        changed_persons=persons["changes"],
        taken_out=rows["exports"],
        taken_out_persons=persons["exports"],
        refused=rows["refusals"],
        after_hours=rows["after_hours"],
    )
