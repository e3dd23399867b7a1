"""Finds the backups that lie in a folder, by their headers alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from db.backup import is_backup_name
from db.backup_file import ENDING, Container, read_container
from db.errors import BackupTrouble
from emr_desktop.backups.rows import BackupRow


def scan(folder: Path, facility: str) -> list[Container]:
    """The backups of a facility in a folder; what is damaged, of others or no backup is left alone."""
    return [
        one
        for one in scan_all(folder)
        if one.header.facility == facility and is_backup_name(one.path.name, facility)
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
