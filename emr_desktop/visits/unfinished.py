"""A visit that was begun and not yet saved by a clinician: how it starts, and what it lends to the form."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient, Visit
from emr_desktop.visits.flags import attendance_flags, chronic_problems
from emr_desktop.visits.records import columns_of, earlier_visits, insert_parts, return_days
from emr_desktop.visits.rows import VisitForm, VitalsEntry

OTHER_VISIT = "seen in another visit of the same day"


class Flow(Protocol):
    """What moves a visit from station to station, told of what happened to it in the same transaction."""

    def saved(self, session: Session, visit: Visit, *, first: bool) -> bool:
        """A clinician saved the visit; ``first`` is False for a correction. True: it waits elsewhere now."""

    def ended(self, session: Session, visit: Visit, *, reason: str) -> None:
        """The visit was voided."""

    def replaced(self, session: Session, old: Visit, new: Visit) -> None:
        """Another visit of the same day took the place of one that waited."""


def start(session: Session, form: VisitForm, patient: Patient, *, at: datetime, by: uuid.UUID) -> Visit:
    """Write an open visit with what is known so far. Nothing counts it until a clinician saved it."""
    earlier = earlier_visits(session, patient.id, form.visit_date, visit_id=form.id)
    flags = attendance_flags(
        form.visit_date,
        form.diagnoses,
        earlier,
        chronic=chronic_problems(),
        return_days=return_days(session),
    )
    form = replace(form, new_this_year=flags.new_this_year, new_problem=flags.new_problem)
    visit = Visit(
        id=form.id,
        started_at=at,
        status="open",
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        version=1,
        **columns_of(form, sex=patient.sex, birth_date=patient.birth_date),
    )
    session.add(visit)
    session.flush()
    insert_parts(session, form, at=at)
    return visit


def open_visits(session: Session, patient_id: uuid.UUID) -> list[Visit]:
    """Read the visits of a patient that were begun and not saved, newest first."""
    return list(
        session.scalars(
            select(Visit)
            .where(Visit.patient_id == patient_id, Visit.status == "open", Visit.voided_at.is_(None))
            .order_by(Visit.visit_date.desc(), Visit.created_at.desc())
        )
    )


def same_attendance(session: Session, form: VisitForm) -> Visit | None:
    """Find the visit that the reception began for the same attendance under another id."""
    return next(
        (
            visit
            for visit in open_visits(session, form.patient_id)
            if visit.visit_date == form.visit_date and visit.visit_type == form.visit_type
        ),
        None,
    )


def with_results(form: VisitForm, known: VisitForm) -> VisitForm:
    """Keep every result that the laboratory wrote into the visit, also of a test missing in the form."""
    results = {entry.test: entry.result for entry in known.tests if entry.result is not None}
    named = {entry.test for entry in form.tests}
    return replace(
        form,
        tests=(
            *(replace(entry, result=entry.result or results.get(entry.test)) for entry in form.tests),
            *(entry for entry in known.tests if entry.result is not None and entry.test not in named),
        ),
    )


def merged(form: VisitForm, known: VisitForm) -> VisitForm:
    """Fill what the form leaves open with what triage and laboratory already wrote into the visit.

    What the form says goes first: a temperature measured again replaces the first. A result that came in
    meanwhile is kept.
    """
    vitals = {
        each.name: getattr(known.vitals, each.name)
        for each in fields(VitalsEntry)
        if getattr(form.vitals, each.name) is None
    }
    asked = form.pregnancy is not None
    return replace(
        with_results(form, known),
        vitals=replace(form.vitals, **vitals),
        complaint=form.complaint or known.complaint,
        pregnancy=form.pregnancy if asked else known.pregnancy,
        pregnancy_weeks=form.pregnancy_weeks if asked else known.pregnancy_weeks,
    )
