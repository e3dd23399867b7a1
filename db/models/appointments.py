"""Days on which patients are expected, and what was done to find those who did not come."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Appointment(Recorded, Base):
    """One expected visit. Whether it was kept is read from the visits, never written here."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("state in ('open', 'cancelled', 'moved')", name="state"),
        Index("ix_appointment_patient_id", "patient_id"),
        Index("ix_appointment_visit_id", "visit_id"),
        Index("ix_appointment_state_due_on", "state", "due_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))  # in which it was made
    made_on: Mapped[date]
    due_on: Mapped[date]  # of a whole week: its Monday
    whole_week: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]  # a code of appointment_reasons.csv
    note: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    closed_reason: Mapped[str | None]  # a code of care_words.csv, or own words
    moved_from: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("appointment.id"))


class AppointmentTrace(Recorded, Base):
    """One attempt to find somebody who did not come."""

    __tablename__ = "appointment_trace"
    __table_args__ = (
        Index("ix_appointment_trace_appointment_id", "appointment_id"),
        Index("ix_appointment_trace_patient_id", "patient_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    appointment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("appointment.id"))
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    done_on: Mapped[date]
    way: Mapped[str]  # called, visited, ...: a code of care_words.csv
    result: Mapped[str]  # reached, not_found, moved, died, ...: a code of care_words.csv
    note: Mapped[str | None]
