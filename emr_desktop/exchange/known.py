"""Looks up what the record knows already of the lines of a file, a batch at a time."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Diagnosis, Patient, Visit
from db.portions import portions
from emr_desktop.exchange.cells import as_id
from emr_desktop.visits.flags import EarlierVisit
from emr_desktop.visits.rows import MOVED_IN, DiagnosisEntry

T = TypeVar("T")
SOURCE = "csv"  # the source of everything imported from a CSV file
_SOURCES = (SOURCE, MOVED_IN)
_MOST_AT_ONCE = 5000  # SQLite takes 32,766 parameters in one statement


@dataclass(frozen=True)
class KnownPatient:
    """What an import has to know of somebody who is here, or was just read from the same file."""

    id: uuid.UUID
    first_name: str
    last_name: str
    sex: str
    birth_date: date
    birth_precision: str
    source_digest: bytes | None


@dataclass(frozen=True)
class KnownVisit:
    id: uuid.UUID
    source_digest: bytes | None


def known_patients(session: Session, source_ids: Collection[str]) -> dict[str, KnownPatient]:
    """Patients by the identifier of the file: a sender's, or our own. Somebody merged is who they became."""
    columns = (
        Patient.id,
        Patient.source_id,
        Patient.merged_into,
        Patient.first_name,
        Patient.last_name,
        Patient.sex,
        Patient.birth_date,
        Patient.birth_precision,
        Patient.source_digest,
    )
    found: dict[str, KnownPatient] = {}
    merged: dict[str, uuid.UUID] = {}
    own = {own_id: text for text in source_ids if (own_id := as_id(text)) is not None}
    selections = [
        select(*columns).where(Patient.source.in_(_SOURCES), Patient.source_id.in_(part))
        for part in portions(source_ids, _MOST_AT_ONCE)
    ] + [select(*columns).where(Patient.id.in_(part)) for part in portions(own, _MOST_AT_ONCE)]
    for selection in selections:
        for row in session.execute(selection):
            text = own.get(row.id) or row.source_id
            if row.merged_into is not None:
                merged[text] = row.merged_into
            found[text] = KnownPatient(
                row.id,
                row.first_name,
                row.last_name,
                row.sex,
                row.birth_date,
                row.birth_precision,
                row.source_digest,
            )
    for text, survivor in merged.items():
        found[text] = _survivor(session, survivor) or found[text]
    return found


def _survivor(session: Session, patient_id: uuid.UUID) -> KnownPatient | None:
    patient = session.get(Patient, patient_id)
    for _ in range(20):
        if patient is None or patient.merged_into is None:
            break
        patient = session.get(Patient, patient.merged_into)
    if patient is None:
        return None
    return KnownPatient(
        patient.id,
        patient.first_name,
        patient.last_name,
        patient.sex,
        patient.birth_date,
        patient.birth_precision,
        None,
    )


def known_visits(session: Session, source_ids: Collection[str]) -> dict[str, KnownVisit]:
    """Visits by the identifier of the file: a sender's, or our own."""
    found: dict[str, KnownVisit] = {}
    own = {own_id: text for text in source_ids if (own_id := as_id(text)) is not None}
    columns = (Visit.id, Visit.source_id, Visit.source_digest)
    selections = [
        select(*columns).where(Visit.source.in_(_SOURCES), Visit.source_id.in_(part))
        for part in portions(source_ids, _MOST_AT_ONCE)
    ] + [select(*columns).where(Visit.id.in_(part)) for part in portions(own, _MOST_AT_ONCE)]
    for selection in selections:
        for row in session.execute(selection):
            found[own.get(row.id) or row.source_id] = KnownVisit(row.id, row.source_digest)
    return found


def earlier_visits_of(
    session: Session, patients: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[EarlierVisit]]:
    """What the attendance rule needs of all saved visits of these patients, voided ones left out."""
    days: dict[uuid.UUID, tuple[uuid.UUID, date]] = {}
    entries: dict[uuid.UUID, list[DiagnosisEntry]] = {}
    for part in portions(patients, _MOST_AT_ONCE):
        for patient_id, visit_id, day, icd10, concept in session.execute(
            select(Visit.patient_id, Visit.id, Visit.visit_date, Diagnosis.icd10, Diagnosis.concept)
            .outerjoin(Diagnosis, Diagnosis.visit_id == Visit.id)
            .where(Visit.patient_id.in_(part), Visit.voided_at.is_(None), Visit.status == "done")
        ):
            days[visit_id] = (patient_id, day)
            if icd10 is not None:
                entries.setdefault(visit_id, []).append(DiagnosisEntry(icd10=icd10, concept=concept))
    found: dict[uuid.UUID, list[EarlierVisit]] = {}
    for visit_id, (patient_id, day) in days.items():
        found.setdefault(patient_id, []).append(EarlierVisit(day, tuple(entries.get(visit_id, ()))))
    return found
