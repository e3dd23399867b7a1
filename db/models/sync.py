"""What happened here and must be told elsewhere: events, deliveries, targets, mappings."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class OutboxEvent(Base):
    """Something a verb did, written in the verb's own transaction."""

    __tablename__ = "outbox_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    kind: Mapped[str]  # patient.saved, patient.merged, visit.saved, visit.voided, form.queued, ...
    entity_id: Mapped[uuid.UUID | None]
    detail: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime]


class Target(Base):
    """A national system that data goes to. Its secret lies only here, in the encrypted file."""

    __tablename__ = "target"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # dhis2, hdu, fhir
    url: Mapped[str]
    auth_kind: Mapped[str]  # token, basic
    auth_user: Mapped[str | None]
    auth_secret: Mapped[str | None]
    ca_pem: Mapped[str | None]
    enabled: Mapped[bool] = mapped_column(default=True)
    planned_seq: Mapped[int] = mapped_column(default=0)  # events up to here have become deliveries
    incarnation: Mapped[uuid.UUID]  # the database this target was set up for
    breaker_state: Mapped[str] = mapped_column(default="closed")
    breaker_reason: Mapped[str | None]
    breaker_until: Mapped[datetime | None]
    failures_in_a_row: Mapped[int] = mapped_column(default=0)
    last_success_at: Mapped[datetime | None]
    details: Mapped[Any] = mapped_column(JSON, default=dict)  # org unit, server version, ...


class FormMapping(Base):
    """Which cell of a form goes to which data element and option combo of a target."""

    __tablename__ = "form_mapping"
    __table_args__ = (UniqueConstraint("target_id", "form", "edition"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    target_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("target.id"))
    form: Mapped[str]
    edition: Mapped[str]
    content: Mapped[Any] = mapped_column(JSON)
    loaded_at: Mapped[datetime]
    snapshot: Mapped[Any] = mapped_column(JSON, nullable=True)  # the data set as the server last described it
    snapshot_at: Mapped[datetime | None]


class Delivery(Base):
    """One message to one target. Its bytes are frozen at the first send and resent as they are."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'sending', 'acknowledged', 'unknown', 'retry', 'refused', 'superseded')",
            name="state",
        ),
        Index("ix_delivery_target_id_state", "target_id", "state"),
        Index("ix_delivery_subject", "target_id", "subject"),
        Index("ix_delivery_entity", "entity_id", "target_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)  # what a person types: sync show 12
    target_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("target.id"))
    subject: Mapped[str]  # form:opd:2014:202610 or patient:<id>: order is kept within one subject
    kind: Mapped[str]
    event_seq: Mapped[int | None]
    entity_id: Mapped[uuid.UUID | None]  # the visit or patient it carries; None for a form
    state: Mapped[str] = mapped_column(default="waiting")
    payload: Mapped[bytes | None] = mapped_column(deferred=True)  # lists of deliveries do without
    payload_hash: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # a code; the sentence lives in the windows
    answer: Mapped[Any] = mapped_column(
        JSON, default=None, deferred=True
    )  # the last parsed answer, shortened
    details: Mapped[Any] = mapped_column(JSON, default=dict)


class DeliveryAttempt(Base):
    """One exchange with a server, for IT staff."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (Index("ix_delivery_attempt_delivery_id", "delivery_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    delivery_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("delivery.id"))
    at: Mapped[datetime]
    step: Mapped[str]  # dry_run, push, read_back, complete
    outcome: Mapped[str]
    http_status: Mapped[int | None]
    transaction_id: Mapped[str | None]
    answer: Mapped[str | None]
