"""Writes the refused rows of an export with the reason; corrected, they can be moved in in their turn."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.move_in.sources import Source
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.exchange.rows import Say

_ADDED = ("line", "reason")


def ready_folder(folder: Path, source: Source) -> None:
    """Make the folder of refused rows, before anything is kept.

    Raises:
        EmrError: ``file.not_written``, ``import.rejects_is_file`` (the folder of the export itself).
    """
    if (
        folder.resolve() in (source.path.resolve(), source.path.resolve().parent)
        and not source.path.is_file()
    ):
        raise EmrError("import.rejects_is_file", path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmrError("file.not_written", path=str(folder), reason=error.strerror or "") from error


def write_rejects(
    folder: Path, source: Source, table: Table, refused: Mapping[int, ValidationError], say: Say
) -> str | None:
    """Write the refused rows of one table; gives the file, None when none was refused.

    Raises:
        EmrError: ``file.not_written``.
    """
    path = folder / f"{PurePosixPath(table.file).stem}.csv"
    if not refused:
        return None
    if path.resolve() == (source.path / table.file).resolve() or path.resolve() == source.path.resolve():
        raise EmrError("import.rejects_is_file", path=str(path))
    header = source.header(table.rule)
    kept = [place for place, name in enumerate(header) if name.casefold() not in _ADDED]
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow([guard(header[place]) for place in kept] + list(_ADDED))
            for row in source.rows(table.rule):
                problem = refused.get(row.line)
                if problem is None:
                    continue
                cells = [guard(row.cells[place]) if place < len(row.cells) else "" for place in kept]
                writer.writerow([*cells, row.line, guard(say(problem.code, problem.params))])
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
    return str(path)
