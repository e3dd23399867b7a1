"""Imports patients from CSV."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Death, Patient
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import Cells, one_spelling
from emr_desktop.exchange.importing import KnowsRepeats, cells_of, refuse_repeated, run_import
from emr_desktop.exchange.known import KnownPatient, known_patients
from emr_desktop.exchange.patient_line import COLUMNS, NEEDED, digest_of, read_death, read_patient
from emr_desktop.exchange.rows import ImportResult, Progress, Say
from emr_desktop.exchange.table_file import Record, TableFile
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.patients.death_held import death_holds
from emr_desktop.patients.records import allergies_of, same_content
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import BirthDate
from emr_desktop.visits.ending_records import add_death, death_entry
from emr_desktop.visits.ending_rows import DeathEntry

Refuse = Callable[[Record, ValidationError], None]


def import_patients(
    work: WorkSession,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Register the patients of a file; one who is here already with the same content is left alone.

    Args:
        work: who imports; needs ``data.import``.
        path: CSV in UTF-8 with a header.
        dry_run: look at everything, keep nothing.
        rejects: keep the good lines and write the bad ones here; None keeps nothing when a line is bad.
        say: the sentence for a code, for the rejects file.
        progress: called with lines done and their number.

    Raises:
        EmrError: the file as a whole cannot be taken: ``import.encoding import.column_missing`` ...
    """
    work.require("data.import")
    with TableFile(path, identifier="patient_id") as table:
        return run_import(
            work,
            table,
            PatientLines(work, table),
            kind="patients",
            known_columns=COLUMNS,
            needed=NEEDED,
            dry_run=dry_run,
            rejects=rejects,
            say=say,
            progress=progress,
        )


class PatientLines:
    """Takes the lines of a file in batches: looks up, checks, compares and writes what is new."""

    def __init__(self, work: WorkSession, table: KnowsRepeats) -> None:
        self.added = self.unchanged = self.patients_added = 0
        self._work = work
        self._table = table
        self._today = work.clock.today()

    def take(self, session: Session, records: list[Record], refuse: Refuse) -> None:
        ids = {one_spelling(text) for record in records if (text := cells_of(record)["patient_id"].strip())}
        known = known_patients(session, ids)
        now = self._work.clock.now()
        new: list[NewPatient] = []
        others: dict[uuid.UUID, tuple[Record, PatientForm, BirthDate]] = {}
        dead: dict[uuid.UUID, DeathEntry | None] = {}
        for record in records:
            try:
                line = self.read(record, known)
            except ValidationError as problem:
                refuse(record, problem)
                continue
            if line is None:
                self.unchanged += 1
                continue
            here, form, birth, death, digest = line
            if here is None:
                new.append(NewPatient(form, birth, now, digest))
            else:
                others[here.id] = (record, form, birth)
            if here is None or Cells(cells_of(record)).has("death"):
                dead[form.id if here is None else here.id] = death
        self._compare(session, others, dead, refuse)
        register_patients(session, new, work=self._work, action="patient.imported")
        for one in new:
            if (died := dead[one.form.id]) is not None:
                add_death(session, one.form.id, died, visit_id=None, at=now, by=self._work.actor.staff_id)
        self.added += len(new)
        self.patients_added += len(new)

    def read(
        self, record: Record, known: dict[str, KnownPatient]
    ) -> tuple[KnownPatient | None, PatientForm, BirthDate, DeathEntry | None, bytes] | None:
        """Read one line: who it is of those known, what it says, its digest; None for one imported before.

        Raises:
            ValidationError: the line is refused.
        """
        cells = Cells(cells_of(record))
        patient_id = cells.identifier("patient_id")
        refuse_repeated(self._table, record, "patient_id", patient_id)
        digest = digest_of(cells_of(record), COLUMNS)
        here = known.get(patient_id)
        if here is not None and here.source_digest == digest:
            return None
        form, birth = read_patient(cells, today=self._today)
        return here, form, birth, read_death(cells, birth, today=self._today), digest

    def _compare(
        self,
        session: Session,
        others: dict[uuid.UUID, tuple[Record, PatientForm, BirthDate]],
        dead: dict[uuid.UUID, DeathEntry | None],
        refuse: Refuse,
    ) -> None:
        """Leave patients alone of whom a line says the same in other words; refuse what says otherwise."""
        allergies = allergies_of(session, list(others))
        kept_deaths = {
            row.patient_id: death_entry(row)
            for row in session.scalars(select(Death).where(Death.patient_id.in_(others), death_holds()))
        }
        for patient in session.scalars(select(Patient).where(Patient.id.in_(others))):
            record, form, birth = others[patient.id]
            own = replace(form, source=patient.source, source_id=patient.source_id)
            if "day" not in (birth.precision, patient.birth_precision):
                birth = replace(birth, precision=patient.birth_precision)  # a file knows only "estimated"
            same_end = patient.id not in dead or dead[patient.id] == kept_deaths.get(patient.id)
            if same_end and same_content(patient, allergies.get(patient.id, ()), own, birth):
                self.unchanged += 1
            else:
                problem = ValidationError("patient_id", "import.patient_differs", patient=form.source_id)
                refuse(record, problem)
        session.expunge_all()
