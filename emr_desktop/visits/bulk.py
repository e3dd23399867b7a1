"""Saves many visits at once, for imports and the training facility: the rows that a single save writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from db.many import insert_many
from db.models import (
    Appointment,
    Base,
    Death,
    Diagnosis,
    LabResult,
    Prescription,
    Visit,
    VisitProcedure,
    Vitals,
)
from emr_desktop.access.work_session import WorkSession
from emr_desktop.identity import new_id
from emr_desktop.patients.bulk import digest_of_ids, leave_events
from emr_desktop.reference.catalogue import is_sensitive, lab_tests
from emr_desktop.visits.counting import counting_columns, number_in
from emr_desktop.visits.rows import MOVED_IN, VisitForm, VitalsEntry

_VISIT_COLUMNS = (
    "id",
    "patient_id",
    "visit_type",
    "visit_date",
    "started_at",
    "ended_at",
    "status",
    "clinician_id",
    "sex",
    "age_months",
    "new_this_year",
    "new_problem",
    "payer",
    "exemption",
    "outcome",
    "outcome_detail",
    "malaria_test",
    "sensitive",
    "pregnancy",
    "pregnancy_weeks",
    "complaint",
    "history",
    "examination",
    "advice",
    "referred_to",
    "source",
    "source_id",
    "source_digest",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "version",
)
_RECORDED = ("created_at", "created_by", "updated_at", "updated_by", "version")
_PART_COLUMNS: dict[type[Base], tuple[str, ...]] = {
    Vitals: ("id", "visit_id", "taken_at", *(measurement.name for measurement in fields(VitalsEntry))),
    LabResult: ("id", "visit_id", "test", "result", "value"),
    Diagnosis: ("id", "visit_id", "position", "icd10", "concept", "certainty", "severity"),
    Appointment: (
        "id",
        "patient_id",
        "visit_id",
        "made_on",
        "due_on",
        "whole_week",
        "reason",
        "note",
        "state",
        *_RECORDED,
    ),
    # Neither imports nor made-up visits know more of a death.
    Death: ("id", "patient_id", "visit_id", "died_on", "place", "sensitive", *_RECORDED),
    Prescription: (
        "id",
        "visit_id",
        "position",
        "medicine",
        "dose",
        "per_day",
        "days",
        "quantity",
        "instructions",
        "route",
        "frequency",
        "as_needed",
        "start_now",
        "directions",
    ),
    VisitProcedure: ("id", "visit_id", "position", "code"),
}


@dataclass(frozen=True)
class NewVisit:
    """A visit to save. The form was cleaned and checked by ``visits.rules``, both flags are settled."""

    form: VisitForm
    sex: str
    birth_date: date
    started_at: datetime
    ended_at: datetime
    clinician_id: UUID | None
    source_digest: bytes | None = None  # of the imported line, to know it again


def save_visits(session: Session, visits: Sequence[NewVisit], *, work: WorkSession, action: str) -> None:
    """Write visits in the caller's transaction, with one audit row for all of them.

    Args:
        session: a writing session.
        visits: of patients who are there, at most some thousands at a time.
        work: who does it.
        action: the word in the audit trail: ``visit.imported visit.made_up``.
    """
    if not visits:
        return
    now = work.clock.now()
    insert_many(session, Visit, _VISIT_COLUMNS, (_visit(new, work, now) for new in visits))
    recorded = (now, work.actor.staff_id, now, work.actor.staff_id, 1)
    for model, rows in _parts(visits, recorded).items():
        insert_many(session, model, _PART_COLUMNS[model], rows)
    if not work.facility.training:
        sent = [new.form.id for new in visits if new.form.source != MOVED_IN]
        leave_events(session, "visit.saved", [(each, {}) for each in sent], at=now)
    work.audit(
        session,
        action,
        entity="visit",
        detail={"count": len(visits), "digest": digest_of_ids(new.form.id for new in visits)},
    )


def _visit(new: NewVisit, work: WorkSession, now: datetime) -> tuple[object, ...]:
    form, staff = new.form, work.actor.staff_id
    counted = counting_columns(new.birth_date, form.visit_date, form.tests)
    return (
        form.id,
        form.patient_id,
        form.visit_type,
        form.visit_date,
        new.started_at,
        new.ended_at,
        "done",
        new.clinician_id,
        new.sex,
        counted.age_months,
        form.new_this_year,
        form.new_problem,
        form.payer,
        form.exemption,
        form.outcome,
        form.outcome_detail,
        counted.malaria_test,
        any(is_sensitive(entry.icd10, entry.concept) for entry in form.diagnoses)
        or any(_test_is_sensitive(entry.test) for entry in form.tests),
        form.pregnancy,
        form.pregnancy_weeks,
        form.complaint,
        form.history,
        form.examination,
        form.advice,
        form.referred_to,
        form.source,
        form.source_id,
        new.source_digest,
        now,
        staff,
        now,
        staff,
        1,
    )


def _parts(
    visits: Sequence[NewVisit], recorded: tuple[object, ...]
) -> dict[type[Base], list[tuple[object, ...]]]:
    """The rows beside the visits. Their ids follow each other, so that they lie together in the file."""
    rows: dict[type[Base], list[tuple[object, ...]]] = {model: [] for model in _PART_COLUMNS}
    ids = count(new_id().int)
    for new in visits:
        form, visit = new.form, new.form.id
        if not form.vitals.is_empty:
            rows[Vitals].append((UUID(int=next(ids)), visit, new.started_at, *vars(form.vitals).values()))
        for test in form.tests:
            rows[LabResult].append(
                (UUID(int=next(ids)), visit, test.test, test.result, number_in(test.result))
            )
        for place, entry in enumerate(form.diagnoses):
            rows[Diagnosis].append(
                (
                    UUID(int=next(ids)),
                    visit,
                    place,
                    entry.icd10,
                    entry.concept,
                    entry.certainty,
                    entry.severity,
                )
            )
        due, death = form.follow_up, form.death
        if due is not None:
            said = (form.visit_date, *vars(due).values(), "open", *recorded)
            rows[Appointment].append((UUID(int=next(ids)), form.patient_id, visit, *said))
        if death is not None:
            told = (death.died_on, death.place, False, *recorded)
            rows[Death].append((UUID(int=next(ids)), form.patient_id, visit, *told))
        for place, line in enumerate(form.prescriptions):
            rows[Prescription].append(
                (
                    UUID(int=next(ids)),
                    visit,
                    place,
                    line.medicine,
                    line.dose,
                    line.per_day,
                    line.days,
                    line.quantity,
                    line.instructions,
                    line.route,
                    line.frequency,
                    line.as_needed,
                    line.start_now,
                    " ".join(line.directions) or None,
                )
            )
        for place, code in enumerate(form.procedures):
            rows[VisitProcedure].append((UUID(int=next(ids)), visit, place, code))
    return rows


def _test_is_sensitive(code: str) -> bool:
    test = lab_tests().get(code)
    return test is not None and test.sensitive
