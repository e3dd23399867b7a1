"""What moving in did, or would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emr_desktop.changes import Changes
from emr_desktop.exchange.move_in.codes import UnknownCode
from emr_desktop.exchange.move_in.lines import Note


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """One file of the export, as it was taken."""

    table: str
    file: str
    encoding: str
    delimiter: str
    rows: int
    left_out: int  # marked there as deleted
    ignored_columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartMoved:
    """Patients or visits."""

    kind: str  # patients, visits
    file: str
    read: int
    added: int
    unchanged: int
    refused: int


@dataclass(frozen=True)
class MonthMoved:
    """New visits of one month and kind."""

    month: str  # 202611
    kind: str  # opd, anc, ...
    visits: int


@dataclass(frozen=True)
class LikelyOne:
    """Two people who are likely one: somebody of the file, and who is here or in the file too."""

    theirs: str  # the identifier in the file
    other: str  # a patient's number here, or an identifier of the file
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """Why one line of one file was refused."""

    file: str
    line: int
    column: str | None
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The whole result."""

    system: str
    confirmed: bool  # whether anybody has approved the mapping
    dry_run: bool
    kept: bool
    parts: tuple[PartMoved, ...]
    files: tuple[FileRead, ...]
    missing: tuple[str, ...]  # tables that the mapping knows and the export does not have
    months: tuple[MonthMoved, ...]
    first_day: date | None
    last_day: date | None
    not_sent: int  # visits that do not go to national systems by themselves
    sent: int
    send_from: date | None
    unknown: tuple[tuple[UnknownCode, int], ...]
    mapped: tuple[
        tuple[str, str, str, int], ...
    ]  # by a list that is unconfirmed: code, words, ICD-10, how often
    taken_as_they_are: bool  # numbers of concepts were taken for CIEL's, because the export does not say
    likely: tuple[LikelyOne, ...]
    likely_count: int
    left_over: tuple[tuple[str, int], ...]  # rows of a table that belong to no visit of the export
    problems: tuple[Problem, ...]
    refused_by: tuple[tuple[str, int], ...]  # why, how often
    notes: tuple[Note, ...]
    notes_count: int
    rejects: tuple[str, ...]
    changes: Changes

    @property
    def refused(self) -> int:
        return sum(part.refused for part in self.parts)

    def part(self, kind: str) -> PartMoved | None:
        """Patients or visits; None when the export has none."""
        return next((part for part in self.parts if part.kind == kind), None)
