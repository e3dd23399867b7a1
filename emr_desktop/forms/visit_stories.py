"""What became of single visits after a form was signed: who did what, and when."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEntry, Patient, PatientMerge, Staff, Visit, VisitRevision
from db.portions import portions
from emr_desktop.forms.kept import VisitList
from emr_desktop.forms.periods import Period
from emr_desktop.forms.version_rows import CellStep, ChangedVisit
from emr_desktop.visits.rows import FROM_PAPER


@dataclass(frozen=True)
class MergeStory:
    how: str  # merged, unmerged
    by: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class _Deed:
    how: str
    by: uuid.UUID | None
    at: datetime | None
    reason: str | None = None


def merged_between(
    session: Session, since: datetime, until: datetime | None
) -> Mapping[uuid.UUID, MergeStory]:
    """The visits that came to another patient's record, or went back, in these days.

    Args:
        session: a reading session.
        since: when the form was signed.
        until: None is now.
    """
    found: dict[uuid.UUID, MergeStory] = {}
    wanted = select(PatientMerge).where((PatientMerge.merged_at > since) | (PatientMerge.undone_at > since))
    for merge in session.scalars(wanted.order_by(PatientMerge.merged_at)):
        undone = merge.undone_at is not None and (until is None or merge.undone_at <= until)
        if (merge.merged_at > since) == undone or (until is not None and merge.merged_at > until):
            continue  # done and undone again, or still to come
        story = MergeStory("merged", merge.merged_by, merge.merged_at)
        if undone and merge.undone_by is not None and merge.undone_at is not None:
            story = MergeStory("unmerged", merge.undone_by, merge.undone_at)
        for key in merge.moved.get("visit.patient_id", ()):
            found[uuid.UUID(key[0])] = story
    return found


def stories(
    session: Session,
    steps: Mapping[uuid.UUID, tuple[CellStep, ...]],
    *,
    then: VisitList,
    later: VisitList,
    days: Period,
    since: datetime,
    merged: Mapping[uuid.UUID, MergeStory],
    definition_changed: bool,
) -> tuple[ChangedVisit, ...]:
    """Tell of each visit in ``steps`` what happened to it, those that moved a figure first, by date."""
    visits = list(steps)
    revisions = _revisions(session, visits)
    told: list[ChangedVisit] = []
    names = {row.id: row.full_name for row in session.execute(select(Staff.id, Staff.full_name))}
    for visit, patient in _read(session, visits):
        before, after = then.get(visit.id), later.get(visit.id)
        history = revisions.get(visit.id, ())
        if before is None:
            deed = _came(session, visit, history, days, since)
        elif after is None:
            deed = _went(visit, days)
        elif before.version != after.version:
            deed = _corrected(visit, history, after.version)
        else:
            deed = _Deed("definition" if definition_changed else "patient", None, None)
            if not definition_changed:
                deed = _Deed("patient", patient.updated_by, patient.updated_at)
        story = merged.get(visit.id)
        if story is not None and (deed.how in ("patient", "definition")):
            deed = _Deed(story.how, story.by, story.at)
        told.append(
            ChangedVisit(
                visit=visit.id,
                date=visit.visit_date,
                patient_number=patient.number,
                how=deed.how,
                by=None if deed.by is None else names.get(deed.by),
                at=deed.at,
                reason=deed.reason,
                cells=steps[visit.id],
            )
        )
    return tuple(sorted(told, key=lambda one: (not one.cells, one.date, one.visit)))


def _came(
    session: Session, visit: Visit, history: Sequence[VisitRevision], days: Period, since: datetime
) -> _Deed:
    if visit.created_at > since:
        how = "entered_late" if visit.source == FROM_PAPER else "entered"
        return _Deed(how, visit.created_by, visit.created_at)
    first = next((revision for revision in history if revision.replaced_at > since), None)
    day = None if first is None else _day_of(first.content)
    if first is not None and day is not None and not days.first_day <= day <= days.last_day:
        return _Deed("moved_in", first.replaced_by, first.replaced_at)
    finished = session.execute(
        select(AuditEntry.staff_id, AuditEntry.at).where(
            AuditEntry.patient_id == visit.patient_id,
            AuditEntry.entity_id == visit.id,
            AuditEntry.action == "visit.saved",
            AuditEntry.at > since,
        )
    ).first()
    if finished is not None:  # it was begun before, and saved for the first time after
        return _Deed("finished", finished.staff_id, finished.at)
    return _Deed("joined", visit.updated_by, visit.updated_at)


def _went(visit: Visit, days: Period) -> _Deed:
    if visit.voided_at is not None:
        return _Deed("voided", visit.voided_by, visit.voided_at, visit.void_reason)
    if not days.first_day <= visit.visit_date <= days.last_day:
        return _Deed("moved_out", visit.updated_by, visit.updated_at)
    how = "unfinished" if visit.status == "open" else "left"
    return _Deed(how, visit.updated_by, visit.updated_at)


def _corrected(visit: Visit, history: Sequence[VisitRevision], version: int) -> _Deed:
    """Who made this version: the one who replaced the version before it."""
    for revision in history:
        if revision.version == version - 1:
            return _Deed("corrected", revision.replaced_by, revision.replaced_at)
    return _Deed("corrected", visit.updated_by, visit.updated_at)


def _day_of(content: Any) -> date | None:
    try:
        return date.fromisoformat(str(content["visit_date"])[:10])
    except (KeyError, TypeError, ValueError):
        return None


def _read(session: Session, visits: Sequence[uuid.UUID]) -> Iterator[tuple[Visit, Patient]]:
    for portion in portions(visits):
        wanted = select(Visit, Patient).join(Patient, Patient.id == Visit.patient_id)
        for row in session.execute(wanted.where(Visit.id.in_(portion))):
            yield row[0], row[1]


def _revisions(session: Session, visits: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[VisitRevision]]:
    found: dict[uuid.UUID, list[VisitRevision]] = {}
    for portion in portions(visits):
        wanted = select(VisitRevision).where(VisitRevision.visit_id.in_(portion))
        for revision in session.scalars(wanted.order_by(VisitRevision.visit_id, VisitRevision.version)):
            found.setdefault(revision.visit_id, []).append(revision)
    return found
