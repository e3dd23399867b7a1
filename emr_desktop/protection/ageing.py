"""Finds what is past its time by the retention schedule; nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Death, Draft, Patient, Visit
from emr_desktop.clock import local
from emr_desktop.protection.rows import KeptFor, PastItsTime
from emr_desktop.protection.schedule import add_years, past_on

_ADULT = 18  # years; Law of the Child Act 2009: a person below eighteen is a child [S]


def past_its_time(session: Session, schedule: Sequence[KeptFor], today: date) -> list[PastItsTime]:
    """What is past its time on a day, the longest first."""
    lines = {line.what: line for line in schedule}
    found = [*_records(session, lines, today), *_drafts(session, lines.get("draft"), today)]
    return sorted(found, key=lambda one: (one.since, one.number or ""))


def _records(session: Session, lines: dict[str, KeptFor], today: date) -> Iterator[PastItsTime]:
    """Records of people; one that was merged away goes with the one that stayed."""
    seen = (
        select(
            Visit.patient_id,
            func.max(Visit.visit_date).label("last"),
            func.min(Visit.visit_date).label("first"),
        )
        .group_by(Visit.patient_id)
        .subquery()
    )
    died = (
        select(Death.patient_id, func.min(Death.died_on).label("on"))
        .where(Death.voided_at.is_(None))
        .group_by(Death.patient_id)
        .subquery()
    )
    people = session.execute(
        select(
            Patient.id,
            Patient.number,
            Patient.first_name,
            Patient.middle_name,
            Patient.last_name,
            Patient.birth_date,
            Patient.created_at,
            seen.c.last,
            seen.c.first,
            died.c.on,
        )
        .outerjoin(seen, seen.c.patient_id == Patient.id)
        .outerjoin(died, died.c.patient_id == Patient.id)
        .where(Patient.merged_into.is_(None))
        .execution_options(yield_per=1000)
    )
    for patient in people:
        last, first, died_on = patient.last, patient.first, patient.on
        registered = local(patient.created_at).date()
        begin = min(first or registered, registered)
        if died_on is not None:
            what, begins = "record_of_the_dead", died_on
        elif begin < add_years(patient.birth_date, _ADULT):
            what, begins = "child_record", last or registered
        else:
            what, begins = "adult_record", last or registered
        line = lines.get(what)
        if line is None:
            continue
        since = past_on(line, begins, patient.birth_date)
        if since <= today:
            name = " ".join(
                part for part in (patient.first_name, patient.middle_name, patient.last_name) if part
            )
            yield PastItsTime(
                what=what, patient_id=patient.id, number=patient.number, name=name, since=since, last=begins
            )


def _drafts(session: Session, line: KeptFor | None, today: date) -> Iterator[PastItsTime]:
    if line is None:
        return
    found = session.execute(
        select(Draft.updated_at, Patient).outerjoin(Patient, Patient.id == Draft.patient_id)
    )
    for updated_at, patient in found:
        begins = local(updated_at).date()
        since = past_on(line, begins, None)
        if since <= today:
            yield PastItsTime(
                what="draft",
                patient_id=None if patient is None else patient.id,
                number=None if patient is None else patient.number,
                name=None if patient is None else f"{patient.first_name} {patient.last_name}",
                since=since,
                last=begins,
            )
