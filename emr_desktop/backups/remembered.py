"""What the record remembers of its backups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Backup, Setting


def newest_backup(session: Session) -> Backup | None:
    return session.scalars(select(Backup).order_by(Backup.made_at.desc()).limit(1)).one_or_none()


def instant(session: Session, name: str) -> datetime | None:
    setting = session.get(Setting, name)
    return None if setting is None else datetime.fromisoformat(str(setting.value))
