"""The problem list: illnesses that stay with a patient."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Problem(Recorded, Base):
    __tablename__ = "problem"
    __table_args__ = (
        CheckConstraint("status in ('active', 'resolved')", name="status"),
        Index("ix_problem_patient_id", "patient_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    icd10: Mapped[str]
    concept: Mapped[str | None]
    since: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="active")
    resolved_on: Mapped[date | None]
    note: Mapped[str | None]
    sensitive: Mapped[bool] = mapped_column(default=False)  # HIV, violence, mental health
    origin_visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))  # whose saving added it
