"""Saves many visits at once, for imports and the training facility: the rows and columns a single save writes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.models import Diagnosis, LabResult, Prescription, Visit, Vitals
from emr_desktop.access.work_session import WorkSession
from emr_desktop.identity import new_id
from emr_desktop.patients.bulk import digest_of_ids, leave_events
from emr_desktop.reference.catalogue import is_sensitive, lab_tests
from emr_desktop.visits.counting import counting_columns, number_in
from emr_desktop.visits.rows import VisitForm


@dataclass(frozen=True)
class NewVisit:
    """A visit to save. The form was cleaned and checked by ``visits.rules``, both flags are settled."""

    form: VisitForm
    sex: str
    birth_date: date
    started_at: datetime
    ended_at: datetime
    clinician_id: uuid.UUID | None
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
    rows: dict[Any, list[dict[str, object]]] = {
        table: [] for table in (Visit, Vitals, LabResult, Diagnosis, Prescription)
    }
    now = work.clock.now()
    for new in visits:
        rows[Visit].append(_visit(new, work, now))
        _add_parts(rows, new)
    for table, parts in rows.items():
        if parts:
            session.execute(insert(table), parts)
    if not work.facility.training:
        leave_events(session, "visit.saved", [(new.form.id, {}) for new in visits], at=now)
    work.audit(
        session,
        action,
        entity="visit",
        detail={"count": len(visits), "digest": digest_of_ids(new.form.id for new in visits)},
    )


def _visit(new: NewVisit, work: WorkSession, now: datetime) -> dict[str, object]:
    form, staff = new.form, work.actor.staff_id
    counted = counting_columns(new.birth_date, form.visit_date, form.tests)
    return {
        "id": form.id,
        "patient_id": form.patient_id,
        "visit_type": form.visit_type,
        "visit_date": form.visit_date,
        "started_at": new.started_at,
        "ended_at": new.ended_at,
        "status": "done",
        "clinician_id": new.clinician_id,
        "sex": new.sex,
        "age_months": counted.age_months,
        "new_this_year": form.new_this_year,
        "new_problem": form.new_problem,
        "payer": form.payer,
        "exemption": form.exemption,
        "outcome": form.outcome,
        "malaria_test": counted.malaria_test,
        "sensitive": any(is_sensitive(entry.icd10, entry.concept) for entry in form.diagnoses)
        or any(_tests_sensitive(entry.test) for entry in form.tests),
        "complaint": form.complaint,
        "history": form.history,
        "examination": form.examination,
        "advice": form.advice,
        "referred_to": form.referred_to,
        "source": form.source,
        "source_id": form.source_id,
        "source_digest": new.source_digest,
        "created_at": now,
        "created_by": staff,
        "updated_at": now,
        "updated_by": staff,
        "version": 1,
    }


def _add_parts(rows: dict[Any, list[dict[str, object]]], new: NewVisit) -> None:
    form, visit_id = new.form, new.form.id
    if not form.vitals.is_empty:
        rows[Vitals].append(
            {"id": new_id(), "visit_id": visit_id, "taken_at": new.started_at, **vars(form.vitals)}
        )
    for test in form.tests:
        rows[LabResult].append(
            {
                "id": new_id(),
                "visit_id": visit_id,
                "test": test.test,
                "result": test.result,
                "value": number_in(test.result),
            }
        )
    for position, diagnosis in enumerate(form.diagnoses):
        rows[Diagnosis].append(
            {
                "id": new_id(),
                "visit_id": visit_id,
                "position": position,
                "icd10": diagnosis.icd10,
                "concept": diagnosis.concept,
                "certainty": diagnosis.certainty,
                "severity": diagnosis.severity,
            }
        )
    for position, line in enumerate(form.prescriptions):
        rows[Prescription].append(
            {
                "id": new_id(),
                "visit_id": visit_id,
                "position": position,
                "medicine": line.medicine,
                "dose": line.dose,
                "per_day": line.per_day,
                "days": line.days,
                "quantity": line.quantity,
                "instructions": line.instructions,
            }
        )


def _tests_sensitive(code: str) -> bool:
    """Say whether a test is marked sensitive in the reference data."""
    test = lab_tests().get(code)
    return test is not None and test.sensitive
