"""Where an unfinished visit waits, what the triage found, and what the pharmacy gave."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base

_OPEN = text("left_at IS NULL")


class StationPass(Base):
    """One stay of a visit at one station; only the last may still be without ``left_at``."""

    __tablename__ = "station_pass"
    __table_args__ = (
        CheckConstraint(
            "station in ('reception', 'triage', 'consultation', 'laboratory', 'pharmacy')", name="station"
        ),
        CheckConstraint("ended in ('moved', 'handed_over', 'taken_back', 'finished', 'left')", name="ended"),
        Index("ix_station_pass_visit_id", "visit_id"),
        Index("ix_station_pass_left_at", "left_at", "station"),
        # A visit waits in one place.
        Index("uq_station_pass_open", "visit_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    station: Mapped[str]
    arrived_at: Mapped[datetime]
    sent_by: Mapped[uuid.UUID]
    for_staff: Mapped[uuid.UUID | None]  # the person it waits for; None: whoever comes first
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[uuid.UUID | None]
    left_at: Mapped[datetime | None]
    ended: Mapped[str | None]  # how it left
    ended_by: Mapped[uuid.UUID | None]
    reason: Mapped[str | None]


class Triage(Base):
    """How urgent a visit is, and why. One row a visit; earlier answers stand in the audit trail."""

    __tablename__ = "triage"
    __table_args__ = (
        CheckConstraint("priority in ('emergency', 'priority', 'routine')", name="priority"),
        Index("ix_triage_visit_id", "visit_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    priority: Mapped[str]
    by_hand: Mapped[bool]  # a person chose it; what is measured later raises it and never lowers it
    reasons: Mapped[list[Any]]  # codes of signs and rules; in front, the words of who chose by hand
    signs: Mapped[list[Any]]  # codes of the danger signs seen
    signs_asked: Mapped[bool]  # False: nobody looked for danger signs
    done_at: Mapped[datetime | None]  # when the triage was finished
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID]


class DispenseLine(Base):
    """What the pharmacy gave of one prescribed medicine; a later answer for the same medicine replaces it."""

    __tablename__ = "dispense_line"
    __table_args__ = (
        CheckConstraint("answer in ('given', 'partly', 'not_given')", name="answer"),
        Index("ix_dispense_line_visit_id", "visit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    prescription_id: Mapped[uuid.UUID]  # no foreign key: a corrected visit gets new prescription rows
    medicine: Mapped[str]  # formulary code
    ordered: Mapped[int]  # whole dispensing units, as prescribed when it was answered
    given: Mapped[int]
    answer: Mapped[str]
    reason: Mapped[str | None]  # a code of reference/queue/not_given.csv
    reason_words: Mapped[str | None]
    answered_at: Mapped[datetime]
    answered_by: Mapped[uuid.UUID]
    replaced_at: Mapped[datetime | None]  # a later answer took its place
