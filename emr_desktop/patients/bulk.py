"""Registers many patients at once, for imports and the training facility: the same rows, numbers and search words."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db.models import Allergy, OutboxEvent, Patient
from db.search import put_words
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.identity import new_id
from emr_desktop.patients.index_words import index_words
from emr_desktop.patients.numbers import take_numbers
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import BirthDate


@dataclass(frozen=True)
class NewPatient:
    """A patient to register. The form was cleaned and checked by ``patients.rules``; nobody has its id yet."""

    form: PatientForm
    birth: BirthDate
    registered_at: datetime
    source_digest: bytes | None = None  # of the imported line, to know it again


def register_patients(
    session: Session, patients: Sequence[NewPatient], *, work: WorkSession, action: str
) -> None:
    """Write patients in the caller's transaction, with one audit row for all of them.

    Args:
        session: a writing session.
        patients: at most some thousands at a time.
        work: who does it.
        action: the word in the audit trail: ``patient.imported patient.made_up``.
    """
    if not patients:
        return
    numbers = _numbers(session, patients, work)
    session.execute(insert(Patient), [_row(new, number, work) for new, number in zip(patients, numbers, strict=True)])
    allergies = [_allergy(new, substance, work) for new in patients for substance in new.form.allergies]
    if allergies:
        session.execute(insert(Allergy), allergies)
    put_words(
        session,
        (
            (
                new.form.id,
                index_words(
                    number=number,
                    names=(new.form.first_name, new.form.middle_name, new.form.last_name),
                    village=new.form.village,
                    phone=new.form.phone,
                ),
            )
            for new, number in zip(patients, numbers, strict=True)
        ),
    )
    if not work.facility.training:
        leave_events(session, "patient.saved", [(new.form.id, {}) for new in patients], at=work.clock.now())
    work.audit(
        session,
        action,
        entity="patient",
        detail={"count": len(patients), "digest": digest_of_ids(new.form.id for new in patients)},
    )


def leave_events(
    session: Session, kind: str, subjects: Sequence[tuple[uuid.UUID, dict[str, object]]], *, at: datetime
) -> None:
    """Leave one outbox event for each record, as ``record_event`` does for one."""
    session.execute(
        insert(OutboxEvent),
        [
            {"id": new_id(), "kind": kind, "entity_id": entity_id, "detail": detail, "created_at": at}
            for entity_id, detail in subjects
        ],
    )


def digest_of_ids(ids: Iterable[uuid.UUID]) -> str:
    """SHA-256 over the ids of a batch in their order: says in the audit trail which records it was."""
    total = hashlib.sha256()
    for each in ids:
        total.update(each.bytes)
    return total.hexdigest()


def _numbers(session: Session, patients: Sequence[NewPatient], work: WorkSession) -> list[str]:
    """Numbers of the year each patient was registered in, in order."""
    years = [local(new.registered_at).year for new in patients]
    taken = {
        year: iter(
            take_numbers(
                session,
                device_id=work.device_id,
                facility_code=work.facility.code,
                year=year,
                count=count,
            )
        )
        for year, count in sorted(Counter(years).items())
    }
    return [next(taken[year]) for year in years]


def _row(new: NewPatient, number: str, work: WorkSession) -> dict[str, object]:
    form, staff = new.form, work.actor.staff_id
    return {
        "id": form.id,
        "number": number,
        "first_name": form.first_name,
        "middle_name": form.middle_name,
        "last_name": form.last_name,
        "sex": form.sex,
        "birth_date": new.birth.date,
        "birth_precision": new.birth.precision,
        "phone": form.phone,
        "nida": form.nida,
        "insurance_number": form.insurance_number,
        "region": form.region,
        "council": form.council,
        "ward": form.ward,
        "village": form.village,
        "guardian": form.guardian,
        "source": form.source,
        "source_id": form.source_id,
        "source_digest": new.source_digest,
        "created_at": new.registered_at,
        "created_by": staff,
        "updated_at": new.registered_at,
        "updated_by": staff,
        "version": 1,
    }


def _allergy(new: NewPatient, substance: str, work: WorkSession) -> dict[str, object]:
    staff = work.actor.staff_id
    return {
        "id": new_id(),
        "patient_id": new.form.id,
        "substance": substance,
        "created_at": new.registered_at,
        "created_by": staff,
        "updated_at": new.registered_at,
        "updated_by": staff,
        "version": 1,
    }
