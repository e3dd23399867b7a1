"""Looks into a backup without an open record: with the paper key or the council's, on any PC."""

from __future__ import annotations

import time
from pathlib import Path

from db.backup import Watch, looked_into
from db.backup_file import read_container
from emr_desktop.backups.listing import row_of
from emr_desktop.backups.opening import open_by_council, open_by_paper
from emr_desktop.backups.rows import BackupRow, CheckedBackup
from emr_desktop.facility.answers import backup_answers


def look_at(file: Path) -> BackupRow:
    """What a backup says of itself in clear; believed only when a key fits.

    Raises:
        EmrError: ``backup.not_a_backup backup.damaged backup.place_gone`` ...
    """
    with backup_answers():
        return row_of(read_container(file), checked_at=None)


def verify_from_outside(
    file: Path,
    *,
    recovery_key: str | None = None,
    council_key: bytes | None = None,
    scratch: Path,
    watch: Watch | None = None,
) -> CheckedBackup:
    """Unpack the backup into ``scratch``, open it, check every page and count its rows; nothing is left.

    Raises:
        EmrError: ``backup.paper_refused council.refused backup.damaged backup.not_a_backup`` ...
        ValidationError: the recovery key was mistyped.
    """
    begun = time.monotonic()
    with backup_answers():
        container = read_container(file)
        if recovery_key is not None:
            opened = open_by_paper(container, recovery_key)
        else:
            opened = open_by_council(container, council_key or b"")
        with looked_into(container, opened.keys, scratch=scratch, watch=watch or Watch()):
            pass
    return CheckedBackup(
        row=row_of(container, checked_at=None),
        sha256=container.header.checksum.hex(),
        seconds=time.monotonic() - begun,
    )
