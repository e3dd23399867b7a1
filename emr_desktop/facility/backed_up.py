"""Writes down that a backup was made and read back: for doctor, the bottom line, and who opens it later."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from db.backup import Made
from db.models import Backup, Setting

BACKUP_SETTING = "backup.last_verified_at"  # ISO instant, written by a backup that was read back
DRILL_SETTING = "backup.last_drill_at"  # ISO instant of the last restore that was rehearsed
PROGRAM = uuid.UUID(int=0)  # who set a value when nobody was in yet


def note_backup(
    session: Session, made: Made, *, at: datetime, staff_id: uuid.UUID, paper_mark: str
) -> dict[str, object]:
    """Add the row of a backup in the caller's transaction; returns what the audit trail says of it."""
    header = made.header
    session.add(
        Backup(
            id=uuid.UUID(bytes=header.backup_id),
            file_name=made.path.name,
            folder=str(made.path.parent),
            made_at=at,
            reason=header.reason,
            size=made.path.stat().st_size,
            sha256=header.checksum,
            audit_seq=header.audit_seq,
            database_key=made.keys.database_key,
            paper_mark=paper_mark,
            checked_at=at,
        )
    )
    put_setting(session, BACKUP_SETTING, at.isoformat(), at=at, staff_id=staff_id)
    return {"file": made.path.name, "reason": header.reason, "entries": header.audit_seq}


def put_setting(session: Session, name: str, value: object, *, at: datetime, staff_id: uuid.UUID) -> None:
    """Set a value that the program itself keeps."""
    setting = session.get(Setting, name)
    if setting is None:
        session.add(Setting(name=name, value=value, updated_at=at, updated_by=staff_id))
    else:
        setting.value, setting.updated_at, setting.updated_by = value, at, staff_id
