"""Monthly and weekly forms that were closed: frozen figures with the visits behind them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
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


class FormDefinitionCopy(Base):
    """A definition by which a version was counted, whole: its file may change with the next program."""

    __tablename__ = "form_definition_copy"

    hash: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of the text
    content: Mapped[bytes] = mapped_column(deferred=True)  # JSON, compressed


class FormVersionKept(Base):
    """What a signed version keeps beside its figures, so that it can be printed and explained for ever.

    Versions from before this table was there have none.
    """

    __tablename__ = "form_version_kept"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("form_version.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # short form of audit_mac, as it is printed
    audit_seq: Mapped[int]  # the row of the audit chain that tells of this closing
    audit_mac: Mapped[bytes]
    signed_on: Mapped[date]  # as written beside the signature
    not_over: Mapped[bool]  # signed before the last day of the period had passed
    open_visits: Mapped[int]  # of the period, not finished when it was signed
    confirmation: Mapped[str | None]  # why it was signed all the same; None: nobody was asked
    visit_count: Mapped[int]
    definition_hash: Mapped[str] = mapped_column(ForeignKey("form_definition_copy.hash"))
    sheet: Mapped[bytes] = mapped_column(deferred=True)  # the report as signed: JSON, compressed
    # every visit that was counted, its version and the cells it stands in: JSON, compressed
    visit_list: Mapped[bytes] = mapped_column(deferred=True)
