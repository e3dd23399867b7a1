"""Staff and the audit trail."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
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


class StaffPin(Base):
    """A person's PIN for switching inside an open session. It wraps no key, so alone it opens nothing."""

    __tablename__ = "staff_pin"

    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    verifier: Mapped[str]  # Argon2id, with salt and parameters
    wrong_tries: Mapped[int] = mapped_column(default=0)  # in a row; the password sets it back
    set_at: Mapped[datetime]


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
    # Rows from before these columns have none of them, and are checked as they were signed.
    session_no: Mapped[int | None]
    mono_ms: Mapped[int | None]  # steady clock of the PC since it was switched on
    clock: Mapped[int | None]  # 0: the clock went on from the row before; 1: it stood behind it
    after_hash: Mapped[bytes | None]  # what the transaction left in the watched records: see db/watching.py
    seal: Mapped[bytes | None]  # MAC under a key that was erased with this row


class AuditSession(Base):
    """Where rows of the trail were written: one log-in of one person on one PC. Only added."""

    __tablename__ = "audit_session"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[uuid.UUID | None]
    device_id: Mapped[uuid.UUID]
    incarnation: Mapped[uuid.UUID | None]
    app_version: Mapped[str]
    boot_id: Mapped[str | None]
    started_at: Mapped[datetime]


class AuditKey(Base):
    """The keys of the trail, one row: they outlive a change of the database key."""

    __tablename__ = "audit_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    chain_key: Mapped[bytes]
    next_key: Mapped[bytes | None]  # seals the next row and is then replaced by its successor
    next_seq: Mapped[int | None]  # number of the next row, counted on with each: see db/table_digests.py
    tables: Mapped[bytes | None]  # digests of the tables that no row of the trail tells of one by one


class AuditChapter(Base):
    """From which row on which paper key can check every seal: the first sealing key, closed to it."""

    __tablename__ = "audit_chapter"

    first_seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot_id: Mapped[bytes]
    salt: Mapped[bytes]
    public_key: Mapped[bytes]
    sealed_key: Mapped[bytes]
