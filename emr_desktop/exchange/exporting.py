"""Writes the facility's own patients and visits in open formats; the CSV can be imported again."""

from __future__ import annotations

import csv
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from db.into_place import into_place
from db.models import CounterReferral, Death, Patient, Referral, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import EAST_AFRICA, local
from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.endings import write_endings, write_entry
from emr_desktop.exchange.fhir import patient_entries, visit_entries, write_bundle
from emr_desktop.exchange.known import SOURCE
from emr_desktop.exchange.patient_line import COLUMNS as PATIENT_COLUMNS
from emr_desktop.exchange.record import PatientRecord, VisitRecord
from emr_desktop.exchange.record_reading import read_patients, read_visits
from emr_desktop.exchange.rows import ExportResult, Progress
from emr_desktop.exchange.short_forms import (
    write_concepts,
    write_diagnoses,
    write_orders,
    write_prescriptions,
    write_tests,
    write_words,
)
from emr_desktop.exchange.visit_line import COLUMNS as VISIT_COLUMNS
from emr_desktop.patients.death_held import death_holds
from emr_desktop.patients.rows import PatientRow
from emr_desktop.stopping import not_stopped
from emr_desktop.visits.ending_records import death_entry
from emr_desktop.visits.rows import VisitRow

FORMATS = ("csv", "fhir")
_BATCH = 1000
T = TypeVar("T")
_NOT_FOLLOWED = {"referral_arrived_on": "", "referral_answered_on": ""}
_PLAIN = (
    "first_name",
    "middle_name",
    "last_name",
    "sex",
    "phone",
    "nida",
    "village",
    "ward",
    "guardian",
    "council",
    "region",
    "insurance_number",
)


def export_patients(
    work: WorkSession,
    first: date,
    last: date,
    out: Path,
    *,
    file_format: str = "csv",
    progress: Progress | None = None,
) -> ExportResult:
    """Write the patients who were registered or seen between two days, both included.

    Raises:
        PermissionRefused: ``data.export``.
        EmrError: ``export.format_not_here export.dates_reversed file.not_written``.
    """
    _check(work, first, last, file_format)
    with work.database.read() as session, _new_file(out) as handle:
        patients = _Counted(
            _patients(session, first, last), _number(session, _patients_between(first, last)), progress
        )
        if file_format == "fhir":
            entries = patient_entries(
                patients, facility_code=work.facility.code, with_sensitive=work.may("visit.sensitive")
            )
            write_bundle(handle, entries, made_at=work.clock.now())
        else:
            lines = (_with_death(session, one.patient) for one in patients)
            _write_lines(handle, PATIENT_COLUMNS, lines)
    return _told(work, "patients", file_format, out, patients.done)


def export_visits(
    work: WorkSession,
    first: date,
    last: date,
    out: Path,
    *,
    file_format: str = "csv",
    progress: Progress | None = None,
) -> ExportResult:
    """Write the visits of two days and all between them, voided ones left out.

    Who may not use ``visit.sensitive`` gets no visit that carries that mark; the result counts them.

    Raises:
        PermissionRefused: ``data.export``.
        EmrError: ``export.format_not_here export.dates_reversed file.not_written``.
    """
    _check(work, first, last, file_format)
    with work.database.read() as session, _new_file(out) as handle:
        chosen, left_out = _visits_between(first, last), 0
        if not work.may("visit.sensitive"):
            left_out = _number(session, chosen.where(Visit.sensitive))
            chosen = chosen.where(~Visit.sensitive)
        visits = _Counted(_visits(session, chosen), _number(session, chosen), progress)
        if file_format == "fhir":
            entries = visit_entries(
                visits, facility_code=work.facility.code, with_sensitive=work.may("visit.sensitive")
            )
            write_bundle(handle, entries, made_at=work.clock.now())
        else:
            after = _after_referral(session, first, last)
            lines = ({**_visit_cells(one.visit), **after.get(one.id, _NOT_FOLLOWED)} for one in visits)
            _write_lines(handle, VISIT_COLUMNS, lines)
    return _told(work, "visits", file_format, out, visits.done, left_out)


class _Counted(Generic[T]):
    """Passes records on, counts them, and tells how far it is."""

    def __init__(self, records: Iterator[T], total: int, progress: Progress | None) -> None:
        self.done = 0
        self._records = records
        self._total = total
        self._progress = progress

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        record = next(self._records)
        self.done += 1
        if self._progress is not None and self.done % 200 == 0:
            self._progress(self.done, max(self._total, self.done))
        return record


def _check(work: WorkSession, first: date, last: date, file_format: str) -> None:
    work.require("data.export")
    if file_format not in FORMATS:
        raise EmrError("export.format_not_here", format=file_format, formats=", ".join(FORMATS))
    if first > last:
        raise EmrError("export.dates_reversed", first=first.isoformat(), last=last.isoformat())


def _patients_between(first: date, last: date) -> Select[uuid.UUID]:
    begin = datetime.combine(first, time(), EAST_AFRICA)
    end = datetime.combine(last + timedelta(days=1), time(), EAST_AFRICA)
    seen = exists().where(Visit.patient_id == Patient.id, Visit.visit_date.between(first, last))
    registered = (Patient.created_at >= begin) & (Patient.created_at < end)
    return (
        select(Patient.id)
        .where(or_(registered, seen), Patient.merged_into.is_(None), Patient.voided_at.is_(None))
        .order_by(Patient.created_at, Patient.number)
    )


def _visits_between(first: date, last: date) -> Select[uuid.UUID]:
    return (
        select(Visit.id)
        .where(Visit.visit_date.between(first, last), Visit.voided_at.is_(None), Visit.status == "done")
        .order_by(Visit.visit_date, Visit.started_at, Visit.created_at, Visit.id)
    )


def _patients(session: Session, first: date, last: date) -> Iterator[PatientRecord]:
    for ids in _batches(session, _patients_between(first, last)):
        known = read_patients(session, ids)
        yield from (known[each] for each in ids)


def _visits(session: Session, chosen: Select[uuid.UUID]) -> Iterator[VisitRecord]:
    for ids in _batches(session, chosen):
        found = read_visits(session, ids)
        yield from (found[each] for each in ids)
        session.expunge_all()  # a year of visits must not pile up


def _batches(session: Session, chosen: Select[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    for part in session.scalars(chosen.execution_options(yield_per=_BATCH)).partitions():
        yield list(part)


def _number(session: Session, chosen: Select[uuid.UUID]) -> int:
    return session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0


def _write_lines(handle: TextIO, columns: tuple[str, ...], lines: Iterable[dict[str, str]]) -> None:
    writer = csv.writer(handle)
    writer.writerow(columns)
    for cells in lines:
        writer.writerow([guard(cells[column]) for column in columns])


def _patient_cells(patient: PatientRow) -> dict[str, str]:
    return {
        **{name: getattr(patient, name) or "" for name in _PLAIN},
        "patient_id": _identifier(patient.id, patient.source, patient.source_id),
        "birth_date": patient.birth_date.isoformat(),
        "age_years": "",
        "birth_date_estimated": "no" if patient.birth_precision == "day" else "yes",
        "allergies": write_words(patient.allergies),
    }


def _with_death(session: Session, patient: PatientRow) -> dict[str, str]:
    died = None
    if patient.died_on is not None:
        died = session.scalar(select(Death).where(Death.patient_id == patient.id, death_holds()))
    return {**_patient_cells(patient), "death": write_entry(death_entry(died)) if died is not None else ""}


def _after_referral(session: Session, first: date, last: date) -> dict[uuid.UUID, dict[str, str]]:
    """What came of the referrals of these days: when the patient arrived, when the answer was entered."""
    found = session.execute(
        select(Referral.visit_id, Referral.arrived_on, CounterReferral.created_at)
        .join(Visit, Visit.id == Referral.visit_id)
        .outerjoin(
            CounterReferral,
            (CounterReferral.referral_id == Referral.id) & CounterReferral.voided_at.is_(None),
        )
        .where(Visit.visit_date.between(first, last), Referral.voided_at.is_(None))
    )
    return {
        visit_id: {
            "referral_arrived_on": arrived.isoformat() if arrived else "",
            "referral_answered_on": local(answered).date().isoformat() if answered else "",
        }
        for visit_id, arrived, answered in found
    }


def _visit_cells(row: VisitRow) -> dict[str, str]:
    visit = row.form
    cells = _patient_cells(row.patient)
    cells |= {name: _text(value) for name, value in vars(visit.vitals).items()}
    return cells | {
        "visit_id": _identifier(visit.id, visit.source, visit.source_id),
        "visit_date": visit.visit_date.isoformat(),
        "visit_type": visit.visit_type,
        "new_this_year": "yes" if visit.new_this_year else "no",
        "new_problem": "yes" if visit.new_problem else "no",
        "payer": visit.payer,
        "complaint": visit.complaint or "",
        "tests": write_tests(visit.tests),
        "diagnoses": write_diagnoses(visit.diagnoses),
        "prescriptions": write_prescriptions(visit.prescriptions),
        "outcome": visit.outcome,
        "concepts": write_concepts(visit.diagnoses),
        "exemption": visit.exemption or "",
        "history": visit.history or "",
        "examination": visit.examination or "",
        "advice": visit.advice or "",
        "referred_to": visit.referred_to or "",
        "pregnancy": visit.pregnancy or "",
        "pregnancy_weeks": _text(visit.pregnancy_weeks),
        "procedures": write_words(visit.procedures),
        "outcome_detail": visit.outcome_detail or "",
        "orders": write_orders(visit.prescriptions),
        **write_endings(visit),
    }


def _identifier(own: uuid.UUID, source: str | None, source_id: str | None) -> str:
    """The identifier it came with, so that a file that goes round is known again; else our own."""
    return source_id if source == SOURCE and source_id else str(own)


def _text(value: float | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:g}"


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """A file that is whole or not there: written beside, then renamed."""
    part = path.with_name(path.name + ".part")
    try:
        try:
            with part.open("w", encoding="utf-8", newline="") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            into_place(part, path)
        except OSError as error:
            raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)


def _told(
    work: WorkSession, kind: str, file_format: str, out: Path, written: int, left_out: int = 0
) -> ExportResult:
    # The file is there: that it was made is written down, whoever stops it now.
    with not_stopped(), work.database.write.begin() as session:
        detail = {"kind": kind, "format": file_format, "records": written, "left_out": left_out}
        work.audit(session, "data.exported", detail=detail)
    return ExportResult(kind=kind, format=file_format, path=out, records=written, left_out=left_out)
