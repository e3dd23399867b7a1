"""Patients sent elsewhere and patients sent here."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Referral(Recorded, Base):
    """What it says beyond its visit, and what came of it. One for a visit; it outlives corrections."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("urgency in ('emergency', 'urgent', 'routine')", name="urgency"),
        Index("ix_referral_visit_id", "visit_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    number: Mapped[str]  # the patient's number with -R1, -R2, ...
    urgency: Mapped[str] = mapped_column(default="routine")
    unit: Mapped[str | None]  # the ward or clinic asked for
    reason: Mapped[str | None]
    summary: Mapped[str | None]  # history and findings, as the letter tells them
    treatment: Mapped[str | None]  # given here before leaving
    transport: Mapped[str | None]  # a code of care_words.csv
    escort: Mapped[str | None]
    informed: Mapped[str | None]  # who there was told that the patient comes
    arrived_on: Mapped[date | None]
    arrival_told_by: Mapped[str | None]


class CounterReferral(Recorded, Base):
    """What the other facility wrote back; one for a referral, corrected in place by version."""

    __tablename__ = "counter_referral"
    __table_args__ = (
        Index("ix_counter_referral_referral_id", "referral_id", unique=True),
        Index("ix_counter_referral_visit_id", "visit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referral.id"))
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))  # the visit of the referral
    seen_on: Mapped[date]
    diagnosis: Mapped[str | None]
    treatment: Mapped[str | None]
    advice: Mapped[str | None]
    written_by: Mapped[str | None]


class ReferralIn(Base):
    """That a visit was sent by somebody else. Part of the visit: corrected with it."""

    __tablename__ = "referral_in"
    __table_args__ = (
        CheckConstraint("kind in ('facility', 'community', 'other')", name="kind"),
        Index("ix_referral_in_visit_id", "visit_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    kind: Mapped[str]
    sender: Mapped[str | None]  # the facility, or the health worker's name
    reason: Mapped[str | None]
    letter_number: Mapped[str | None]
