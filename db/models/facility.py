"""The facility itself, its settings, and the blocks of patient numbers each PC may hand out."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class Facility(Base):
    """One row: the facility this database belongs to."""

    __tablename__ = "facility"
    __table_args__ = (CheckConstraint("type in ('dispensary', 'health_centre')", name="type"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]  # HFR code, NNNNNN-C
    name: Mapped[str]
    type: Mapped[str] = mapped_column(default="dispensary")
    region: Mapped[str | None]
    council: Mapped[str | None]
    ward: Mapped[str | None]
    phone: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="sw")
    training: Mapped[bool] = mapped_column(default=False)
    incarnation: Mapped[uuid.UUID]  # new after a restore or a copy: sync then holds
    created_at: Mapped[datetime]


class Setting(Base):
    """A named value of the facility, editable by the in-charge."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID]


class Device(Base):
    """A PC that writes to this facility's record."""

    __tablename__ = "device"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class NumberBlock(Base):
    """A run of patient numbers of one year that one PC alone hands out, so that two PCs never clash."""

    __tablename__ = "number_block"
    __table_args__ = (UniqueConstraint("year", "first"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"))
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    next: Mapped[int]
