"""Registers many patients at once, for imports and the training facility: rows, numbers and search words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from db.many import insert_many
from db.models import Allergy, OutboxEvent, Patient
from db.search import put_words
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.identity import new_id
from emr_desktop.patients.index_words import index_words
from emr_desktop.patients.numbers import take_numbers
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import BirthDate

_RECORDED = ("created_at", "created_by", "updated_at", "updated_by", "version")
_PATIENT_COLUMNS = (
    "id",
    "number",
    "first_name",
    "middle_name",
    "last_name",
    "sex",
    "birth_date",
    "birth_precision",
    "phone",
    "nida",
    "insurance_number",
    "region",
    "council",
    "ward",
    "village",
    "guardian",
    "source",
    "source_id",
    "source_digest",
    "insurance_scheme",
    "mother_id",
    "household_id",
    "household_head",
    *_RECORDED,
)
_ALLERGY_COLUMNS = ("id", "patient_id", "substance", "certainty", *_RECORDED)


@dataclass(frozen=True)
class NewPatient:
    """A patient to register. The form was cleaned and checked by ``patients.rules``; its id is new."""

    form: PatientForm
    birth: BirthDate
    registered_at: datetime
    source_digest: bytes | None = None  # of the imported line, to know it again
    household_id: UUID | None = None  # a household that is there already
    household_head: bool = False


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
    ids = count(new_id().int)  # one after the other, so that allergies keep the order they were told in
    insert_many(
        session,
        Patient,
        _PATIENT_COLUMNS,
        (_row(new, number, work) for new, number in zip(patients, numbers, strict=True)),
    )
    insert_many(
        session,
        Allergy,
        _ALLERGY_COLUMNS,
        (
            _allergy(UUID(int=next(ids)), new, substance, work)
            for new in patients
            for substance in new.form.allergies
        ),
    )
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
    session: Session, kind: str, subjects: Sequence[tuple[UUID, dict[str, object]]], *, at: datetime
) -> None:
    """Leave one outbox event for each record, as ``record_event`` does for one."""
    insert_many(
        session,
        OutboxEvent,
        ("id", "kind", "entity_id", "detail", "created_at"),
        ((new_id(), kind, entity_id, detail, at) for entity_id, detail in subjects),
    )


def digest_of_ids(ids: Iterable[UUID]) -> str:
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


def _row(new: NewPatient, number: str, work: WorkSession) -> tuple[object, ...]:
    form, staff = new.form, work.actor.staff_id
    return (
        form.id,
        number,
        form.first_name,
        form.middle_name,
        form.last_name,
        form.sex,
        new.birth.date,
        new.birth.precision,
        form.phone,
        form.nida,
        form.insurance_number,
        form.region,
        form.council,
        form.ward,
        form.village,
        form.guardian,
        form.source,
        form.source_id,
        new.source_digest,
        form.insurance_scheme,
        form.mother_id,
        new.household_id,
        new.household_head,
        new.registered_at,
        staff,
        new.registered_at,
        staff,
        1,
    )


def _allergy(own_id: UUID, new: NewPatient, substance: str, work: WorkSession) -> tuple[object, ...]:
    staff, at = work.actor.staff_id, new.registered_at
    return (own_id, new.form.id, substance, "reported", at, staff, at, staff, 1)
