"""Gives the lines of another system to the imports we have; nobody loses a visit for one wrong cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import ValidationError
from emr_desktop.exchange.importing import cells_of
from emr_desktop.exchange.known import KnownPatient, KnownVisit
from emr_desktop.exchange.move_in.lines import Lines, Note, Notes
from emr_desktop.exchange.move_in.mapping import SystemMapping
from emr_desktop.exchange.move_in.patients import PatientsOf
from emr_desktop.exchange.move_in.visits import VisitsOf
from emr_desktop.exchange.patients_in import PatientLines
from emr_desktop.exchange.table_file import Record
from emr_desktop.exchange.visits_in import VisitLines
from emr_desktop.patients.bulk import NewPatient
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import BirthDate
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import MOVED_IN, VisitForm

_PATIENT_MAY_LACK = frozenset(
    ("phone", "nida", "middle_name", "village", "ward", "council", "region", "guardian", "allergies")
)
_VISIT_MAY_LACK = frozenset(
    (
        "weight_kg",
        "height_cm",
        "temperature_c",
        "systolic",
        "diastolic",
        "pulse",
        "respiration",
        "spo2",
        "muac_cm",
        "head_cm",
        "tests",
        "pregnancy_weeks",
        "payer",
        "exemption",
    )
)
_MOST_TRIES = 12


class MovedPatients(PatientLines):
    """Patients: a telephone or village that our rules refuse is left and told, rather than the person."""

    def __init__(self, work: WorkSession, lines: Lines, notes: Notes) -> None:
        super().__init__(work, lines)
        self.new: list[tuple[PatientForm, BirthDate]] = []
        self._lines, self._notes = lines, notes

    def read(
        self, record: Record, known: dict[str, KnownPatient]
    ) -> tuple[KnownPatient | None, PatientForm, BirthDate, DeathEntry | None, bytes] | None:
        cells = dict(cells_of(record))
        for _ in range(_MOST_TRIES):
            try:
                line = super().read(Record(record.line, cells, ()), known)
            except ValidationError as problem:
                column = problem.field
                if column not in _PATIENT_MAY_LACK or not cells.get(column):
                    raise
                self._notes.add(_note(self._lines, record, column, cells, problem))
                cells = {**cells, column: ""}
                continue
            if line is None:
                return None
            here, form, birth, death, digest = line
            if here is None:
                form = replace(form, source=MOVED_IN)
                self.new.append((form, birth))
            return here, form, birth, death, digest
        raise AssertionError("a cell was taken away and refused again")


class MovedVisits(VisitLines):
    """Visits: a measurement that our rules refuse goes into the words of the visit, and is told."""

    def __init__(
        self, work: WorkSession, lines: Lines, notes: Notes, *, mapping: SystemMapping, send_from: date | None
    ) -> None:
        super().__init__(work, lines, send_from=send_from)
        self.months: Counter[tuple[str, str]] = Counter()
        self.not_sent = self.sent = 0
        self.first_day: date | None = None
        self.last_day: date | None = None
        self._lines, self._notes, self._name = lines, notes, mapping.name
        self._earliest = mapping.earliest.isoformat()

    def read(
        self,
        record: Record,
        visits: dict[str, KnownVisit],
        patients: dict[str, KnownPatient],
        newcomers: dict[str, NewPatient],
    ) -> tuple[VisitForm, KnownPatient, bytes] | None:
        cells = dict(cells_of(record))
        if not cells["patient_id"]:
            raise ValidationError("patient_id", "move_in.no_patient")
        patient = patients.get(cells["patient_id"])
        if patient is None:
            raise ValidationError("patient_id", "move_in.patient_unknown", patient=cells["patient_id"])
        # The identifier is enough: what was corrected here meanwhile, or merged, holds.
        cells |= {
            "first_name": patient.first_name,
            "last_name": patient.last_name,
            "sex": patient.sex,
            "birth_date": patient.birth_date.isoformat(),
        }
        if "" < cells["visit_date"] < self._earliest:
            problem = {"date": cells["visit_date"], "earliest": self._earliest}
            raise ValidationError("visit_date", "move_in.too_early", **problem)
        for _ in range(_MOST_TRIES):
            try:
                line = super().read(Record(record.line, cells, ()), visits, patients, newcomers)
            except ValidationError as problem:
                column = problem.field.partition(".")[0]
                if column not in _VISIT_MAY_LACK or not cells.get(column):
                    raise
                self._notes.add(_note(self._lines, record, column, cells, problem))
                said = f"{self._name}, {column}: {cells[column]}"
                cells = {
                    **cells,
                    column: "",
                    "history": "\n".join(filter(None, (cells.get("history"), said))),
                }
                continue
            if line is not None and (line[0].source_id or "") not in visits:
                self._count(line[0])
            return line
        raise AssertionError("a cell was taken away and refused again")

    def _count(self, visit: VisitForm) -> None:
        self.months[f"{visit.visit_date:%Y%m}", visit.visit_type] += 1
        self.not_sent += visit.source == MOVED_IN
        self.sent += visit.source != MOVED_IN
        self.first_day = min(self.first_day or visit.visit_date, visit.visit_date)
        self.last_day = max(self.last_day or visit.visit_date, visit.visit_date)


class Taker:
    """Gives lines to a batch and keeps why some were refused."""

    def __init__(self, lines: MovedPatients | MovedVisits, source: PatientsOf | VisitsOf, kind: str) -> None:
        self.lines, self.source, self.kind = lines, source, kind
        self.refused: dict[int, ValidationError] = {}

    def take(self, session: Session, records: list[Record]) -> None:
        self.lines.take(session, records, lambda record, problem: self.refuse_line(record.line, problem))

    def refuse_line(self, line: int, problem: ValidationError) -> None:
        """Keep why a line was refused; a copy, because an exception holds the frames it went through."""
        self.refused[line] = ValidationError(problem.field, problem.code, **problem.params)


def _note(
    lines: Lines, record: Record, column: str, cells: Mapping[str, str], problem: ValidationError
) -> Note:
    """Why a cell is not in its place, and what it said."""
    return Note(lines.file, record.line, problem.code, dict(problem.params), column, cells[column][:60])
