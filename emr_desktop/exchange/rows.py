"""What an import or export gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from emr_desktop.changes import Changes

# Turns a code and its values into a sentence in the language of the person who asked.
Say = Callable[[str, Mapping[str, object]], str]
Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True)
class LineProblem:
    """Why one line of a file was refused."""

    line: int  # of the file, the header being line 1
    column: str | None
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import did, or with ``dry_run`` would do."""

    kind: str  # patients, visits
    dry_run: bool
    kept: bool  # False: a line was refused and no rejects file was asked for, so nothing was or would be kept
    read: int  # lines, without the header and empty ones
    added: int
    unchanged: int  # lines whose record is here already, with the same content
    refused: int
    patients_added: int
    problems: tuple[LineProblem, ...]  # the first ones, by line
    ignored_columns: tuple[str, ...]  # columns nobody knows here
    rejects: Path | None  # where the refused lines are; the file is there also when there were none
    changes: Changes


@dataclass(frozen=True, kw_only=True)
class ExportResult:
    """What was written where."""

    kind: str
    format: str
    path: Path
    records: int
    left_out: int = 0  # marked sensitive, and the person may not read those
