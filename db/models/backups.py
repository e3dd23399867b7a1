"""Backups that were made of this record."""

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class Backup(Base):
    """One backup, written down after it was read back. Its key lies here and, sealed, in its own header."""

    __tablename__ = "backup"
    __table_args__ = (Index("ix_backup_made_at", "made_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    folder: Mapped[str]
    made_at: Mapped[datetime]
    reason: Mapped[str]  # daily, asked, before_migration, before_restore, before_update
    size: Mapped[int]
    sha256: Mapped[bytes]  # of the encrypted database in it
    audit_seq: Mapped[int]
    database_key: Mapped[bytes]
    paper_mark: Mapped[str]  # which paper key it is sealed to
    checked_at: Mapped[datetime]  # when it was last read and opened
    problem: Mapped[str | None]  # what the last check found; None when it was good
