"""Monthly and weekly forms that were closed: frozen figures with the visits behind them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class FormVersion(Base):
    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("form", "edition", "period", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    form: Mapped[str]
    edition: Mapped[str]
    period: Mapped[str]
    version: Mapped[int]
    closed_at: Mapped[datetime]
    closed_by: Mapped[uuid.UUID]
    signer_name: Mapped[str]
    signer_cadre: Mapped[str | None]
    figures: Mapped[Any] = mapped_column(JSON)  # the report's rows as they were
    visits_hash: Mapped[str]  # SHA-256 over the sorted visit ids and versions that were counted
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[uuid.UUID | None]
    reopen_reason: Mapped[str | None]


class LocalForm(Base):
    """A form that the facility added. Its text never changes: a new text is a new edition.

    Taken back after it was withdrawn, the same text is there once more with the next ``version``.
    """

    __tablename__ = "local_form"
    __table_args__ = (UniqueConstraint("form", "edition", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    form: Mapped[str]
    edition: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]  # the definition: one TOML file
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None]
    withdraw_reason: Mapped[str | None]
