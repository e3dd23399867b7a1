"""What callers see of backups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A disk that can be taken away: a USB stick or a card."""

    path: Path
    name: str
    free: int  # bytes


@dataclass(frozen=True, kw_only=True)
class KnownPlace:
    """A folder in which backups of this record were made; a stick may be away now."""

    folder: Path
    last_at: datetime
    is_there: bool


@dataclass(frozen=True, kw_only=True)
class BackupRow:
    """One backup file.

    Attributes:
        file: where it lies.
        created: by the clock of the PC that made it.
        facility: HFR code.
        training: of a training facility.
        reason: ``daily asked before_migration before_restore before_update``.
        size: bytes of the file.
        rows: all rows of all tables in it.
        audit_seq: number of the newest entry of the audit trail in it.
        checked_at: when it was last read back and opened here; None when that is not known.
        problem: code of what the last check found; None when it was good.
        old_paper: elsewhere only an earlier paper key opens it, not the one in force.
    """

    file: Path
    created: datetime
    facility: str
    training: bool
    reason: str
    size: int
    rows: dict[str, int]
    audit_seq: int
    checked_at: datetime | None = None
    problem: str | None = None
    old_paper: bool = False


@dataclass(frozen=True, kw_only=True)
class MadeBackup:
    """A backup that was read back and opened.

    Attributes:
        row: the backup.
        sha256: of the encrypted database in it (hex).
        second: the same backup in the chosen folder; None when there is none or it could not be written.
        second_problem: code of why not; ``backup.not_plugged_in`` when the folder is away.
        removed: how many old ones gave way.
    """

    row: BackupRow
    sha256: str
    second: Path | None = None
    second_problem: str | None = None
    removed: int = 0


@dataclass(frozen=True, kw_only=True)
class CheckedBackup:
    """What looking into a backup found; ``problem`` is None when all is as promised."""

    row: BackupRow
    sha256: str
    seconds: float
    problem: str | None = None
    audit_broken_at: int | None = None


@dataclass(frozen=True, kw_only=True)
class BackupState:
    """How the facility stands with its backups.

    Attributes:
        last_at: when the last good one was made; None without any.
        days: whole days since then, or since work began.
        is_due: the automatic one is due.
        folder: on this PC.
        chosen: the folder or stick that gets a second copy; None when nobody chose one.
        chosen_is_there: it is plugged in.
        chosen_last_at: when it last got one.
        drill_at: when restoring was last rehearsed.
        drill_is_due: that is more than a month ago.
    """

    last_at: datetime | None
    days: int
    is_due: bool
    folder: Path
    chosen: Path | None
    chosen_is_there: bool
    chosen_last_at: datetime | None
    drill_at: datetime | None
    drill_is_due: bool
    sticks: tuple[Place, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A facility that came out of a backup.

    Attributes:
        row: the backup.
        facility_name: whose record it is.
        username: who logs in first; None when everybody keeps the password they had.
        one_time_code: with which ``username`` sets a password; None when one was given.
        recovery_key: the new paper key; None when the paper stays in force.
        missing: first and last number of the audit entries that the backup does not have; None when nothing
            is known to be missing.
        moved_to: where the facility that lay there before is now, whole.
    """

    row: BackupRow
    facility_name: str
    username: str | None
    one_time_code: str | None
    recovery_key: str | None
    missing: tuple[int, int] | None
    moved_to: Path | None
