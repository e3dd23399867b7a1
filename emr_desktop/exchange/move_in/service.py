"""The verb that moves a facility in: try it, or do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.importing import BATCH
from emr_desktop.exchange.move_in.codes import Codes
from emr_desktop.exchange.move_in.likely import likely_ones
from emr_desktop.exchange.move_in.lines import Notes
from emr_desktop.exchange.move_in.mapping import SystemMapping, load_mapping
from emr_desktop.exchange.move_in.patients import PatientsOf
from emr_desktop.exchange.move_in.reading import wanted_columns
from emr_desktop.exchange.move_in.rejects import ready_folder, write_rejects
from emr_desktop.exchange.move_in.result import FileRead, LikelyOne, MonthMoved, Moved, PartMoved, Problem
from emr_desktop.exchange.move_in.sources import Source
from emr_desktop.exchange.move_in.tables import Table, read_table
from emr_desktop.exchange.move_in.taking import MovedPatients, MovedVisits, Taker
from emr_desktop.exchange.move_in.visits import VisitsOf
from emr_desktop.exchange.rows import Progress, Say

__all__ = ["SystemMapping", "load_mapping", "move_in"]

KINDS = ("patients", "visits")
_TOLD = 200  # problems, notes and likely ones that are told one by one
_Sessions = Callable[[], AbstractContextManager[Session]]


class _NotKept(Exception):
    """Rolls the transaction back."""


def move_in(
    work: WorkSession,
    path: Path,
    mapping: SystemMapping,
    *,
    kinds: tuple[str, ...] = KINDS,
    only: str | None = None,
    dry_run: bool = False,
    rejects: Path | None = None,
    send_from: date | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Moved:
    """Take the patients and visits of another system's export.

    Without ``rejects`` everything happens in one transaction, all or nothing. With it good rows are kept some
    thousands at a time, so that a power cut costs one batch and the import can be repeated; what is here
    already with the same content is left alone either way.

    Args:
        work: who imports; needs ``data.import``.
        path: a folder, a zip, or one table's file.
        mapping: what its tables mean.
        kinds: what is taken: ``patients``, ``visits``.
        only: with one file: which of the two it holds. Other tables are looked for beside it.
        dry_run: look at everything, keep nothing.
        rejects: keep the good rows and write the refused ones into this folder.
        send_from: visits from this day on go to national systems as if they were saved here; None: none does.
        encoding: of all files; None recognises it.
        delimiter: of all files; None recognises it.
        say: the sentence for a code, for the refused rows.
        progress: called with rows done and their number. What it raises ends the import.

    Raises:
        PermissionRefused: ``data.import``.
        EmrError: the export as a whole cannot be taken: ``move_in.nothing_there``, ``move_in.no_header`` ...
    """
    work.require("data.import")
    one = getattr(mapping, only).table if only is not None and path.is_file() else None
    source = Source(
        path,
        encoding=encoding or mapping.encoding,
        delimiter=delimiter or mapping.delimiter,
        table=mapping.tables[one] if one is not None else None,
    )
    with source:
        return _Moving(work, source, mapping, kinds=kinds, send_from=send_from, progress=progress).run(
            dry_run=dry_run, rejects=rejects, say=say or (lambda code, params: code)
        )


class _Moving:
    """One run: the tables read, the lines ready to be taken."""

    def __init__(
        self,
        work: WorkSession,
        source: Source,
        mapping: SystemMapping,
        *,
        kinds: tuple[str, ...],
        send_from: date | None,
        progress: Progress | None,
    ) -> None:
        self._work, self._source, self._mapping = work, source, mapping
        self._progress: Progress = progress or (lambda done, of: None)
        self._send_from = send_from
        self._today = work.clock.today()
        self._notes = Notes(most=_TOLD)
        wanted = wanted_columns(mapping)
        self._tables: dict[str, Table | None] = {
            name: read_table(source, rule, wanted[name], tick=lambda rows: self._progress(0, 1))
            for name, rule in mapping.tables.items()
        }
        there = {kind: self._tables[getattr(mapping, kind).table] is not None for kind in kinds}
        if not any(there.values()):
            files = ", ".join(mapping.tables[getattr(mapping, kind).table].files[0].upper() for kind in kinds)
            raise EmrError("move_in.nothing_there", path=source.path.name, files=files)
        self._codes = Codes(mapping.codes, self._tables)
        patients = (
            PatientsOf(mapping, self._tables, today=self._today, notes=self._notes)
            if self._tables[mapping.patients.table] is not None
            else None
        )
        self.takers: list[Taker] = []
        # Visits bring their patients with them, where the export has them.
        if patients is not None:
            self.takers.append(Taker(MovedPatients(work, patients, self._notes), patients, "patients"))
        self._visits: VisitsOf | None = None
        if there.get("visits"):
            self._visits = VisitsOf(mapping, self._tables, self._codes, patients, notes=self._notes)
            visits = MovedVisits(work, self._visits, self._notes, mapping=mapping, send_from=send_from)
            self.takers.append(Taker(visits, self._visits, "visits"))

    def run(self, *, dry_run: bool, rejects: Path | None, say: Say) -> Moved:
        if rejects is not None and not dry_run:
            ready_folder(rejects, self._source)
        in_batches = rejects is not None and not dry_run
        kept = True
        likely: tuple[int, tuple[LikelyOne, ...]] = (0, ())
        try:
            with self._sessions(in_batches) as sessions:
                for taker in self.takers:
                    self._take(taker, sessions)
                with sessions() as session:
                    likely = self._likely(session)
                    kept = rejects is not None or not any(taker.refused for taker in self.takers)
                    if dry_run or not kept:
                        raise _NotKept
                    self._audit(session)
        except _NotKept:
            pass
        except EmrError as error:
            if in_batches and error.code == "import.stopped":
                raise EmrError("move_in.stopped", **self._so_far()) from error
            raise
        files = [
            written
            for taker in self.takers
            if rejects is not None
            and not dry_run
            and (written := write_rejects(rejects, self._source, taker.source.table, taker.refused, say))
        ]
        return self._result(dry_run=dry_run, kept=kept, likely=likely, rejects=tuple(files))

    @contextmanager
    def _sessions(self, in_batches: bool) -> Iterator[_Sessions]:
        """One transaction for everything, or one for each batch."""
        if in_batches:
            yield self._work.database.write.begin
            return
        with self._work.database.write.begin() as session:
            yield lambda: nullcontext(session)

    def _take(self, taker: Taker, sessions: _Sessions) -> None:
        records = taker.source.records()
        total = sum(len(each.source) for each in self.takers)
        before = sum(len(each.source) for each in self.takers[: self.takers.index(taker)])
        for line in taker.source.table.short:
            taker.refuse_line(line, ValidationError("", "move_in.cells"))
        done = 0
        while batch := list(islice(records, BATCH)):
            with sessions() as session:
                taker.take(session, batch)
            done += len(batch)
            self._progress(before + done, total)

    def _likely(self, session: Session) -> tuple[int, tuple[LikelyOne, ...]]:
        for taker in self.takers:
            if isinstance(taker.lines, MovedPatients):
                return likely_ones(session, taker.lines.new, today=self._today, most=_TOLD)
        return 0, ()

    def _audit(self, session: Session) -> None:
        detail: dict[str, object] = {
            "kind": "move_in",
            "system": self._mapping.name,
            "file": self._source.digest({name: each.file for name, each in self._tables.items() if each}),
            "send_from": self._send_from.isoformat() if self._send_from else None,
            "read": sum(len(taker.source) for taker in self.takers),
            "added": sum(taker.lines.added for taker in self.takers),
            "unchanged": sum(taker.lines.unchanged for taker in self.takers),
            "refused": sum(len(taker.refused) for taker in self.takers),
            "patients_added": sum(taker.lines.patients_added for taker in self.takers),
        }
        self._work.audit(session, "data.imported", detail=detail)

    def _so_far(self) -> dict[str, object]:
        return {kind: sum(taker.lines.added for taker in self.takers if taker.kind == kind) for kind in KINDS}

    def _result(
        self,
        *,
        dry_run: bool,
        kept: bool,
        likely: tuple[int, tuple[LikelyOne, ...]],
        rejects: tuple[str, ...],
    ) -> Moved:
        visits = next((each.lines for each in self.takers if isinstance(each.lines, MovedVisits)), None)
        refused = [
            Problem(taker.source.file, line, problem.field or None, problem.code, problem.params)
            for taker in self.takers
            for line, problem in sorted(taker.refused.items())
        ]
        return Moved(
            system=self._mapping.name,
            confirmed=self._mapping.confirmed,
            dry_run=dry_run,
            kept=kept,
            parts=tuple(
                PartMoved(
                    kind=taker.kind,
                    file=taker.source.file,
                    read=len(taker.source) + len(taker.source.table.short),
                    added=taker.lines.added if kept else 0,
                    unchanged=taker.lines.unchanged,
                    refused=len(taker.refused),
                )
                for taker in self.takers
            ),
            files=tuple(self._files()),
            missing=tuple(
                self._mapping.tables[name].files[0] for name, table in self._tables.items() if table is None
            ),
            months=tuple(
                MonthMoved(month, kind, count)
                for (month, kind), count in sorted(visits.months.items() if visits else ())
            ),
            first_day=visits.first_day if visits else None,
            last_day=visits.last_day if visits else None,
            not_sent=visits.not_sent if visits else 0,
            sent=visits.sent if visits else 0,
            send_from=self._send_from,
            unknown=tuple(self._codes.unknown.most_common()),
            mapped=tuple((*said, count) for said, count in self._codes.mapped.most_common()),
            taken_as_they_are=self._codes.taken_as_they_are and visits is not None,
            likely=likely[1],
            likely_count=likely[0],
            left_over=self._visits.left_over if self._visits is not None else (),
            problems=tuple(refused[:_TOLD]),
            refused_by=tuple(Counter(problem.code for problem in refused).most_common()),
            notes=tuple(self._notes.first),
            notes_count=self._notes.count,
            rejects=rejects,
            changes=Changes.of("patient", "visit") if kept and not dry_run else Changes.of(),
        )

    def _files(self) -> Iterator[FileRead]:
        for name, table in self._tables.items():
            if table is not None:
                kind = self._source.kinds[table.file]
                yield FileRead(
                    table=name,
                    file=table.file,
                    encoding=kind.encoding,
                    delimiter=kind.delimiter,
                    rows=len(table.rows),
                    left_out=table.left_out,
                    ignored_columns=table.ignored,
                )
