"""Writes the facility's own patients and visits in open formats; the CSV can be imported again."""

from __future__ import annotations

import csv
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from db.models import Patient, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.fhir import FhirBundle
from emr_desktop.exchange.known import SOURCE
from emr_desktop.exchange.patient_line import COLUMNS as PATIENT_COLUMNS
from emr_desktop.exchange.rows import ExportResult, Progress
from emr_desktop.exchange.short_forms import (
    write_concepts,
    write_diagnoses,
    write_prescriptions,
    write_tests,
    write_words,
)
from emr_desktop.exchange.visit_line import COLUMNS as VISIT_COLUMNS
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.records import forms_of
from emr_desktop.visits.rows import VisitForm

FORMATS = ("csv", "fhir")
_BATCH = 1000
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
    chosen = _patients_between(first, last)
    with work.database.read() as session, _new_file(out) as handle:
        take = _taker(work, PATIENT_COLUMNS, handle, file_format)
        written = 0
        total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
        for ids in _batches(session, chosen):
            known = rows_by_id(session, ids)
            for each in ids:
                take(known[each], None)
            written += len(ids)
            if progress is not None:
                progress(written, total)
        take(None, None)
    return _told(work, "patients", file_format, out, written)


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

    Raises:
        PermissionRefused: ``data.export``.
        EmrError: ``export.format_not_here export.dates_reversed file.not_written``.
    """
    _check(work, first, last, file_format)
    chosen = (
        select(Visit.id)
        .where(Visit.visit_date.between(first, last), Visit.voided_at.is_(None), Visit.status == "done")
        .order_by(Visit.visit_date, Visit.started_at, Visit.created_at, Visit.id)
    )
    with work.database.read() as session, _new_file(out) as handle:
        take = _taker(work, VISIT_COLUMNS, handle, file_format)
        written = 0
        total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
        for ids in _batches(session, chosen):
            found = {visit.id: visit for visit in session.scalars(select(Visit).where(Visit.id.in_(ids)))}
            visits = [found[each] for each in ids]
            patients = rows_by_id(session, list({visit.patient_id for visit in visits}))
            for form in forms_of(session, visits):
                take(patients[form.patient_id], form)
            session.expunge_all()
            written += len(ids)
            if progress is not None:
                progress(written, total)
        take(None, None)
    return _told(work, "visits", file_format, out, written)


def _check(work: WorkSession, first: date, last: date, file_format: str) -> None:
    work.require("data.export")
    if file_format not in FORMATS:
        raise EmrError("export.format_not_here", format=file_format, formats=", ".join(FORMATS))
    if first > last:
        raise EmrError("export.dates_reversed", first=first.isoformat(), last=last.isoformat())


def _patients_between(first: date, last: date) -> Select[tuple[uuid.UUID]]:
    begin = datetime.combine(first, time(), EAST_AFRICA)
    end = datetime.combine(last + timedelta(days=1), time(), EAST_AFRICA)
    seen = exists().where(Visit.patient_id == Patient.id, Visit.visit_date.between(first, last))
    registered = (Patient.created_at >= begin) & (Patient.created_at < end)
    return (
        select(Patient.id)
        .where(or_(registered, seen), Patient.merged_into.is_(None), Patient.voided_at.is_(None))
        .order_by(Patient.created_at, Patient.number)
    )


def _batches(session: Session, chosen: Select[tuple[uuid.UUID]]) -> Iterator[list[uuid.UUID]]:
    rows = session.execute(chosen.execution_options(yield_per=_BATCH))
    for part in rows.scalars().partitions():
        yield list(part)


Take = Callable[[PatientRow | None, VisitForm | None], None]


def _taker(work: WorkSession, columns: tuple[str, ...], handle: TextIO, file_format: str) -> Take:
    """What writes one record after the other; called with nothing at the end."""
    if file_format == "fhir":
        bundle = FhirBundle(handle, facility=work.facility, at=work.clock.now())

        def take_resources(patient: PatientRow | None, visit: VisitForm | None) -> None:
            if patient is None:
                bundle.end()
            else:
                bundle.add(patient, visit)

        return take_resources

    writer = csv.writer(handle)
    writer.writerow(columns)

    def take_line(patient: PatientRow | None, visit: VisitForm | None) -> None:
        if patient is None:
            return
        cells = _patient_cells(patient) if visit is None else _visit_cells(patient, visit)
        writer.writerow([guard(cells[column]) for column in columns])

    return take_line


def _patient_cells(patient: PatientRow) -> dict[str, str]:
    return {
        **{name: getattr(patient, name) or "" for name in _PLAIN},
        "patient_id": _identifier(patient.id, patient.source, patient.source_id),
        "birth_date": patient.birth_date.isoformat(),
        "age_years": "",
        "birth_date_estimated": "no" if patient.birth_precision == "day" else "yes",
        "allergies": write_words(patient.allergies),
    }


def _visit_cells(patient: PatientRow, visit: VisitForm) -> dict[str, str]:
    cells = _patient_cells(patient)
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
    }


def _identifier(own: uuid.UUID, source: str | None, source_id: str | None) -> str:
    """The identifier it came with, so that a file that goes round is known again; else our own."""
    return source_id if source == SOURCE and source_id else str(own)


def _text(value: float | None) -> str:
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
            part.replace(path)
        except OSError as error:
            raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)


def _told(work: WorkSession, kind: str, file_format: str, out: Path, written: int) -> ExportResult:
    with work.database.write.begin() as session:
        work.audit(session, "data.exported", detail={"kind": kind, "format": file_format, "records": written})
    return ExportResult(kind=kind, format=file_format, path=out, records=written)
