"""Staff and the audit trail."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class Staff(Base):
    """A person who works here. The password is not in here: it opens a slot of the key file."""

    __tablename__ = "staff"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)  # folded to lower case
    full_name: Mapped[str]
    cadre: Mapped[str | None]
    roles: Mapped[list[Any]]
    language: Mapped[str | None]
    public_key: Mapped[str | None]  # hex; the authoritative list of whom the key file is sealed to
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class AuditEntry(Base):
    """One thing somebody did. Rows are only added: triggers refuse an update or delete."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_patient_id", "patient_id"),
        Index("ix_audit_entry_staff_id_at", "staff_id", "at"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    staff_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    entity: Mapped[str | None]
    entity_id: Mapped[uuid.UUID | None]
    patient_id: Mapped[uuid.UUID | None]
    detail: Mapped[Any] = mapped_column(JSON, default=None)
    previous_mac: Mapped[bytes]
    mac: Mapped[bytes]
