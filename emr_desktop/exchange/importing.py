"""What imports have in common: one transaction, all or nothing, refused lines set aside with the reason."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.into_place import into_place
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.rows import ImportResult, LineProblem, Progress, Say
from emr_desktop.exchange.table_file import Record, TableFile

BATCH = 2000  # lines looked up and written together
_TOLD = 20  # problems that are told one by one
_OUR_COLUMNS = ("line", "reason")  # of a rejects file, which may be corrected and imported in its turn


class BatchOfLines(Protocol):
    """Takes the lines of a file in batches and writes what is new."""

    added: int
    unchanged: int
    patients_added: int

    def take(
        self, session: Session, records: list[Record], refuse: Callable[[Record, ValidationError], None]
    ) -> None: ...


class _NotKept(Exception):
    """Rolls the transaction back."""


class _Refused:
    """Counts refused lines, keeps the first reasons, and writes all of them into the rejects file."""

    def __init__(self, path: Path | None, table: TableFile, say: Say | None) -> None:
        self.count = 0
        self.first: list[LineProblem] = []
        self._path = path
        self._say: Say = say or (lambda code, params: code)
        self._kept = [place for place, name in enumerate(table.columns) if name not in _OUR_COLUMNS]
        self._columns = table.columns
        self._part = path.with_name(path.name + ".part") if path else None
        self._handle = None
        self._writer: Any = None
        if self._part is None:
            return
        with _file_trouble(path):
            # With the mark, so that a spreadsheet takes it for UTF-8.
            self._handle = self._part.open("w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._handle)
            self._writer.writerow([guard(table.header[place]) for place in self._kept] + list(_OUR_COLUMNS))

    def __enter__(self) -> _Refused:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    def add(self, record: Record, problem: ValidationError) -> None:
        self.count += 1
        column = problem.field if problem.field in self._columns else None
        told = LineProblem(record.line, column, problem.code, problem.params)
        self.first.append(told)
        if len(self.first) > 2 * _TOLD:
            self.first = sorted(self.first, key=lambda one: one.line)[:_TOLD]
        if self._writer is not None:
            cells = [record.raw[place] if place < len(record.raw) else "" for place in self._kept]
            cells += record.raw[len(self._columns) :]  # a line that is too long is given back whole
            reason = self._say(problem.code, problem.params)
            with _file_trouble(self._path):
                self._writer.writerow([guard(cell) for cell in cells] + [record.line, guard(reason)])

    def told(self) -> tuple[LineProblem, ...]:
        return tuple(sorted(self.first, key=lambda one: one.line)[:_TOLD])

    def flush(self) -> None:
        """Bring everything to the disk before the good lines are kept."""
        if self._handle is not None:
            with _file_trouble(self._path):
                self._handle.flush()
                os.fsync(self._handle.fileno())

    def put_in_place(self) -> None:
        if self._part is not None and self._path is not None and self._handle is not None:
            self._handle.close()
            with _file_trouble(self._path):
                into_place(self._part, self._path)


@contextmanager
def _file_trouble(path: Path | None) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error


def run_import(
    work: WorkSession,
    table: TableFile,
    lines: BatchOfLines,
    *,
    kind: str,
    known_columns: tuple[str, ...],
    needed: tuple[str, ...],
    dry_run: bool,
    rejects: Path | None,
    say: Say | None,
    progress: Progress | None,
) -> ImportResult:
    """Take every line of a file in one transaction.

    Raises:
        PermissionRefused: the verb ``data.import``.
        EmrError: ``import.column_missing``, ``import.rejects_is_file``, ``file.not_written``.
    """
    work.require("data.import")
    for name in needed:
        if name not in table.columns:
            raise EmrError("import.column_missing", column=name, columns=", ".join(needed))
    if rejects is not None and rejects.resolve() == table.path.resolve():
        raise EmrError("import.rejects_is_file", path=str(rejects))
    ignored = tuple(name for name in table.columns if name not in (*known_columns, *_OUR_COLUMNS))
    with _Refused(rejects, table, say) as refused:
        kept = True
        try:
            with work.database.write.begin() as session:
                done = 0
                records = table.records()
                while batch := list(islice(records, BATCH)):
                    good = [record for record in batch if _complete(record, table, refused)]
                    lines.take(session, good, refused.add)
                    done += len(batch)
                    if progress is not None:
                        progress(done, len(table))
                kept = refused.count == 0 or rejects is not None
                if dry_run or not kept:
                    raise _NotKept
                work.audit(
                    session,
                    "data.imported",
                    detail={
                        "kind": kind,
                        "file": table.digest,
                        "read": len(table),
                        "added": lines.added,
                        "unchanged": lines.unchanged,
                        "refused": refused.count,
                        "patients_added": lines.patients_added,
                    },
                )
                refused.flush()
        except _NotKept:
            pass
        refused.put_in_place()
        return ImportResult(
            kind=kind,
            dry_run=dry_run,
            kept=kept,
            read=len(table),
            added=lines.added if kept else 0,
            unchanged=lines.unchanged,
            refused=refused.count,
            patients_added=lines.patients_added if kept else 0,
            problems=refused.told(),
            ignored_columns=ignored,
            rejects=rejects,
            changes=Changes.of("patient", "visit") if kept and not dry_run else Changes.of(),
        )


def _complete(record: Record, table: TableFile, refused: _Refused) -> bool:
    if record.cells is not None:
        return True
    refused.add(
        record,
        ValidationError("", "import.cells", cells=len(record.raw), columns=len(table.columns)),
    )
    return False


class KnowsRepeats(Protocol):
    """Knows where an identifier stood first in a file."""

    def first_line_of(self, identifier: str, line: int) -> int | None: ...


def refuse_repeated(table: KnowsRepeats, record: Record, column: str, identifier: str) -> None:
    """Refuse a line whose identifier stood on an earlier line of the file.

    Raises:
        ValidationError: ``import.id_repeated``.
    """
    first = table.first_line_of(identifier, record.line)
    if first is not None:
        raise ValidationError(column, "import.id_repeated", identifier=identifier, first=first)


def cells_of(record: Record) -> Mapping[str, str]:
    """The cells of a record that has as many as the header."""
    assert record.cells is not None  # noqa: S101 - others were refused before
    return record.cells
