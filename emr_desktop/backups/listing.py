"""Finds the backups that lie in a folder, by their headers alone."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from db.backup import is_backup_name
from db.backup_file import ENDING, Container, read_container
from db.errors import BackupTrouble
from emr_desktop.backups.rows import BackupRow


def ours_in(
    folder: Path, facility: str, db_id: bytes, *, known: Collection[uuid.UUID] = ()
) -> list[Container]:
    """The backups of one record in a folder; what is damaged, of others or no backup is left alone.

    ``known`` ones are of this record also where somebody gave the file another name.
    """
    return [
        one
        for one in scan_all(folder)
        if one.header.facility == facility
        and one.header.db_id == db_id
        and (is_backup_name(one.path.name, facility) or uuid.UUID(bytes=one.header.backup_id) in known)
    ]


def scan_all(folder: Path) -> list[Container]:
    """All whole backups in a folder, whosever they are."""
    try:
        names = sorted(path for path in folder.iterdir() if path.name.endswith(ENDING))
    except OSError:
        return []
    found = []
    for path in names:
        try:
            container = read_container(path)
        except BackupTrouble:
            continue
        found.append(container)
    return found


def row_of(
    container: Container,
    *,
    checked_at: datetime | None,
    problem: str | None = None,
    paper_mark: str | None = None,
) -> BackupRow:
    """What callers see of a backup; ``paper_mark`` (``Vault.paper_mark``) is of the paper key in force."""
    header = container.header
    papers = {
        one.public_key.hex()[: len(paper_mark or "")] for one in header.sealed if one.kind == "recovery"
    }
    return BackupRow(
        file=container.path,
        created=header.created,
        facility=header.facility,
        training=header.training,
        reason=header.reason,
        size=container.offset + header.size,
        rows=dict(header.rows),
        audit_seq=header.audit_seq,
        checked_at=checked_at,
        problem=problem,
        old_paper=paper_mark is not None and paper_mark not in papers,
    )


def newest_of(places: Iterable[Path]) -> BackupRow | None:
    """The newest whole backup in some folders; None when there is none."""
    found = [one for place in places for one in scan_all(place)]
    newest = max(found, key=lambda one: one.header.created, default=None)
    return None if newest is None else row_of(newest, checked_at=None)
