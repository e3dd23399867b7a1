"""Imports visits from CSV, one line a visit; patients who are not known yet are registered on the way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.appointments.service import AppointmentService
from emr_desktop.clock import noon_of
from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import Cells, one_spelling
from emr_desktop.exchange.endings import ENDINGS
from emr_desktop.exchange.importing import KnowsRepeats, cells_of, refuse_repeated, run_import
from emr_desktop.exchange.known import (
    KnownPatient,
    KnownVisit,
    earlier_visits_of,
    known_patients,
    known_visits,
)
from emr_desktop.exchange.patient_line import digest_of, patient_of_visit, refuse_other_person
from emr_desktop.exchange.rows import ImportResult, Progress, Say
from emr_desktop.exchange.table_file import Record, TableFile
from emr_desktop.exchange.visit_line import COLUMNS, NEEDED, check_birth_date, read_visit, says_the_same
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.visits.bulk import NewVisit, save_visits
from emr_desktop.visits.ending_records import put_ending
from emr_desktop.visits.flags import EarlierVisit, attendance_flags, chronic_problems
from emr_desktop.visits.records import forms_of, return_days
from emr_desktop.visits.rows import MOVED_IN, VisitForm

Refuse = Callable[[Record, ValidationError], None]


def import_visits(
    work: WorkSession,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    send_from: date | None = date.min,
) -> ImportResult:
    """Save the visits of a file; one that is here already with the same content is left alone.

    Lines are taken by visit date, so that attendance flags that the file does not give come from the visits
    before, in the file and in the record. Visits before ``send_from`` do not go to national systems by
    themselves. Other arguments and errors are those of ``import_patients``.
    """
    work.require("data.import")
    with TableFile(path, identifier="visit_id", ordered_by="visit_date") as table:
        return run_import(
            work,
            table,
            VisitLines(work, table, send_from=send_from),
            kind="visits",
            known_columns=COLUMNS,
            needed=NEEDED,
            dry_run=dry_run,
            rejects=rejects,
            say=say,
            progress=progress,
        )


class VisitLines:
    """Takes the lines of a file in batches: looks up, checks, compares and writes what is new."""

    def __init__(self, work: WorkSession, table: KnowsRepeats, *, send_from: date | None = date.min) -> None:
        """Begin.

        Args:
            work: who imports.
            table: knows where an identifier stood first.
            send_from: visits before this day are kept as moved in and do not go to national systems by
                themselves; None: none goes.
        """
        self._send_from = send_from
        self.added = self.unchanged = self.patients_added = 0
        self._work = work
        self._table = table
        self._today = work.clock.today()
        self._appointments = AppointmentService(work=work)
        self._chronic = chronic_problems()
        self._return_days: int | None = None

    def take(self, session: Session, records: list[Record], refuse: Refuse) -> None:
        if self._return_days is None:
            self._return_days = return_days(session)
        said = [cells_of(record) for record in records]
        visits = known_visits(session, _identifiers(said, "visit_id"))
        patients = known_patients(session, _identifiers(said, "patient_id"))
        newcomers: dict[str, NewPatient] = {}
        lines: list[tuple[VisitForm, KnownPatient, bytes]] = []
        here: dict[uuid.UUID, tuple[Record, VisitForm]] = {}
        for record in records:
            try:
                line = self.read(record, visits, patients, newcomers)
            except ValidationError as problem:
                refuse(record, problem)
                continue
            if line is None:
                self.unchanged += 1
                continue
            known = visits.get(line[0].source_id or "")
            if known is None:
                lines.append(line)
            else:
                here[known.id] = (record, line[0])
        self._compare(session, here, refuse)
        register_patients(session, list(newcomers.values()), work=self._work, action="patient.imported")
        settled = self._settled(session, lines, {new.form.id for new in newcomers.values()})
        plain = [replace(new, form=replace(new.form, death=None, follow_up=None)) for new in settled]
        save_visits(session, plain, work=self._work, action="visit.imported")
        self._end(session, [new.form for new in settled])
        self.added += len(lines)
        self.patients_added += len(newcomers)

    def read(
        self,
        record: Record,
        visits: dict[str, KnownVisit],
        patients: dict[str, KnownPatient],
        newcomers: dict[str, NewPatient],
    ) -> tuple[VisitForm, KnownPatient, bytes] | None:
        """Read one line; None when the same line was imported before.

        Raises:
            ValidationError: the line is refused.
        """
        cells = Cells(cells_of(record))
        visit_id = cells.identifier("visit_id")
        patient_id = cells.identifier("patient_id")
        refuse_repeated(self._table, record, "visit_id", visit_id)
        digest = digest_of(cells_of(record), COLUMNS)
        here = visits.get(visit_id)
        if here is not None and here.source_digest == digest:
            return None
        patient = patients.get(patient_id)
        newcomer: NewPatient | None = None
        if patient is None:
            form, birth = patient_of_visit(cells, today=self._today)
            newcomer = NewPatient(form, birth, self._work.clock.now())
            patient = KnownPatient(
                form.id, form.first_name, form.last_name, form.sex, birth.date, birth.precision, None
            )
        else:
            refuse_other_person(cells, known_names=(patient.first_name, patient.last_name), sex=patient.sex)
            check_birth_date(cells, patient)
        visit = read_visit(cells, patient, today=self._today)
        if self._send_from is None or visit.visit_date < self._send_from:
            visit = replace(visit, source=MOVED_IN)
        if newcomer is not None and here is None:
            # Only now: somebody whose only line is refused is not registered.
            newcomers[patient_id] = newcomer
            patients[patient_id] = patient
        return visit, patient, digest

    def _compare(
        self, session: Session, here: dict[uuid.UUID, tuple[Record, VisitForm]], refuse: Refuse
    ) -> None:
        """Leave visits alone that say the same as a line in other words; refuse lines that say otherwise."""
        visits = list(session.scalars(select(Visit).where(Visit.id.in_(here))))
        for visit, kept in zip(visits, forms_of(session, visits), strict=True):
            record, said = here[visit.id]
            if visit.voided_at is None and says_the_same(said, kept, Cells(cells_of(record))):
                self.unchanged += 1
            else:
                problem = ValidationError("visit_id", "import.visit_differs", visit=said.source_id)
                refuse(record, problem)
        session.expunge_all()

    def _end(self, session: Session, forms: list[VisitForm]) -> None:
        """Write referrals, deaths and returns as a single save does: there are few."""
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        for form in forms:
            if any(getattr(form, column) is not None for column in ENDINGS) and put_ending(
                session, form, at=now, by=staff
            ):
                self._appointments.follow_death(session, form.patient_id)

    def _settled(
        self,
        session: Session,
        lines: list[tuple[VisitForm, KnownPatient, bytes]],
        newcomers: set[uuid.UUID],
    ) -> list[NewVisit]:
        """Work out the flags that the file does not give, in the order of the visits."""
        asking = {
            patient.id for form, patient, _ in lines if form.new_this_year is None or form.new_problem is None
        }
        history: dict[uuid.UUID, list[EarlierVisit]] = earlier_visits_of(session, asking - newcomers)
        settled = []
        for form, patient, digest in lines:
            if patient.id in asking:
                before = history.setdefault(patient.id, [])
                flags = attendance_flags(
                    form.visit_date,
                    form.diagnoses,
                    before,
                    chronic=self._chronic,
                    return_days=self._return_days or 0,
                )
                before.append(EarlierVisit(form.visit_date, form.diagnoses))
                form = replace(
                    form,
                    new_this_year=flags.new_this_year if form.new_this_year is None else form.new_this_year,
                    new_problem=flags.new_problem if form.new_problem is None else form.new_problem,
                )
            noon = noon_of(form.visit_date)
            settled.append(
                NewVisit(
                    form=form,
                    sex=patient.sex,
                    birth_date=patient.birth_date,
                    started_at=noon,
                    ended_at=noon + timedelta(minutes=10),
                    clinician_id=None,
                    source_digest=digest,
                )
            )
        return settled


def _identifiers(said: Iterable[Mapping[str, str]], column: str) -> set[str]:
    return {one_spelling(text) for cells in said if (text := cells[column].strip())}
