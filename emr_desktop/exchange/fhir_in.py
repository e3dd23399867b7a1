"""Imports a FHIR R4 Bundle of another system by the same checks and writes as the CSV imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes
from emr_desktop.errors import ValidationError
from emr_desktop.exchange.fhir_bundle import Left, Tally, kind_of
from emr_desktop.exchange.fhir_gathered import Gathered, Seen
from emr_desktop.exchange.fhir_index import TAKEN, BundleFile
from emr_desktop.exchange.fhir_lines import Gathering
from emr_desktop.exchange.fhir_rejects import RejectsFile
from emr_desktop.exchange.importing import BATCH, BatchOfLines
from emr_desktop.exchange.known import known_patients
from emr_desktop.exchange.patient_line import COLUMNS as PATIENT_COLUMNS
from emr_desktop.exchange.patients_in import PatientLines
from emr_desktop.exchange.rows import Progress, Say
from emr_desktop.exchange.table_file import Record
from emr_desktop.exchange.visit_line import COLUMNS as VISIT_COLUMNS
from emr_desktop.exchange.visits_in import VisitLines


@dataclass(frozen=True)
class TypeReport:
    """What became of the resources of one type. ``taken`` counts also what was here already."""

    type: str
    read: int
    taken: int
    left: int


@dataclass(frozen=True, kw_only=True)
class FhirImportResult:
    """What an import did, or with ``dry_run`` would do."""

    dry_run: bool
    types: tuple[TypeReport, ...]
    left: tuple[Left, ...]
    patients_added: int
    visits_added: int
    patients_unchanged: int
    visits_unchanged: int
    mapped: int  # diagnoses whose ICD-10 code comes from our own list for SNOMED, which is unconfirmed
    rejects: Path | None  # where everything that was left is written
    changes: Changes


class _NotKept(Exception):
    """Rolls the transaction back."""


class _NoRepeats:
    """Repeated identifiers were left while the Bundle was gathered."""

    def first_line_of(self, identifier: str, line: int) -> int | None:
        return None


def import_fhir(
    work: WorkSession,
    path: Path,
    *,
    dry_run: bool = False,
    rejects: Path | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> FhirImportResult:
    """Take the patients and visits of a Bundle in one transaction; what has no place here is left and told.

    The file is read twice, some patients at a time, so that its size does not matter.

    Args:
        work: who imports; needs ``data.import``.
        path: a Bundle in JSON, of any size.
        dry_run: look at everything, keep nothing.
        rejects: write a line here for everything that is left.
        say: the sentence for a code, for that file.
        progress: called with bytes done and their number (each byte is read twice). What it raises ends the
            import, and nothing is kept.

    Raises:
        PermissionRefused: ``data.import``.
        EmrError: the file as a whole cannot be taken: ``import.fhir_not_json`` and its like.
    """
    work.require("data.import")
    tally = Tally()
    if rejects is None:
        return _import(work, path, tally, dry_run=dry_run, rejects=None, progress=progress)
    with RejectsFile(rejects, say=say or (lambda code, params: code), source=path) as file:
        tally.each = file.add
        result = _import(work, path, tally, dry_run=dry_run, rejects=rejects, progress=progress)
        file.put_in_place()
    return result


def _import(
    work: WorkSession,
    path: Path,
    tally: Tally,
    *,
    dry_run: bool,
    rejects: Path | None,
    progress: Progress | None,
) -> FhirImportResult:
    bundle = BundleFile(path, tally=tally, progress=progress)
    patients, visits = PatientLines(work, _NoRepeats()), VisitLines(work, _NoRepeats())
    taking, seen, today = _Taking(tally), Seen(), work.clock.today()
    try:
        with work.database.write.begin() as session:
            for part in bundle.parts():
                gathering = Gathering(part, today=today, tally=tally, seen=seen)
                taking.take(session, patients, list(gathering.patients.values()), PATIENT_COLUMNS)
                here = known_patients(session, set(gathering.patients))
                ready = []
                for visit in sorted(gathering.visits.values(), key=lambda one: one.cells["visit_date"]):
                    if visit.cells["patient_id"] in here:
                        ready.append(visit)
                    else:
                        taking.leave(visit, ValidationError("patient_id", "fhir.patient_left"))
                taking.take(session, visits, ready, VISIT_COLUMNS)
            if dry_run:
                raise _NotKept
            work.audit(
                session,
                "data.imported",
                detail={
                    "kind": "fhir",
                    "file": bundle.digest,
                    "read": sum(tally.read.values()),
                    "added": patients.added + visits.added,
                    "unchanged": patients.unchanged + visits.unchanged,
                    "refused": taking.refused,
                    "patients_added": patients.added,
                },
            )
    except _NotKept:
        pass
    return FhirImportResult(
        dry_run=dry_run,
        types=tuple(_by_type(tally, taking.taken)),
        left=tally.told(),
        patients_added=patients.added,
        visits_added=visits.added,
        patients_unchanged=patients.unchanged,
        visits_unchanged=visits.unchanged,
        mapped=seen.mapped,
        rejects=rejects,
        changes=Changes.of() if dry_run else Changes.of("patient", "visit"),
    )


class _Taking:
    """Gives gathered lines to the batches of an import, and keeps count of their resources."""

    def __init__(self, tally: Tally) -> None:
        self.taken: Counter[str] = Counter()
        self.refused = 0
        self._tally = tally

    def take(
        self, session: Session, lines: BatchOfLines, gathered: list[Gathered], columns: Iterable[str]
    ) -> None:
        numbered = iter(enumerate(gathered))
        names = tuple(columns)
        while batch := list(islice(numbered, BATCH)):
            refused: set[int] = set()

            def refuse(record: Record, problem: ValidationError, refused: set[int] = refused) -> None:
                refused.add(record.line)
                self.leave(gathered[record.line], problem)

            records = [Record(place, _cells(line, names), ()) for place, line in batch]
            lines.take(session, records, refuse)
            for place, line in batch:
                if place not in refused:
                    self.taken.update(kind_of(part) for part in line.parts)

    def leave(self, line: Gathered, problem: ValidationError) -> None:
        """Leave a line: its first resource for the reason, the others with it."""
        self.refused += 1
        first, *others = line.parts
        self._tally.left(kind_of(first), line.name, problem.code, **problem.params)
        code = "fhir.patient_left" if kind_of(first) == "Patient" else "fhir.visit_left"
        for each in others:
            self._tally.left(kind_of(each), f"{kind_of(each)}/{each.get('id', '')}", code)


def _cells(line: Gathered, columns: tuple[str, ...]) -> dict[str, str]:
    return {name: line.cells[name] for name in columns if name in line.cells}


def _by_type(tally: Tally, taken: Counter[str]) -> Iterable[TypeReport]:
    for kind in (*TAKEN, *sorted(set(tally.read) - set(TAKEN))):
        if tally.read[kind]:
            yield TypeReport(kind, tally.read[kind], taken[kind], tally.number_left(kind))
