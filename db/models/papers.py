"""Papers that were made out to a patient and must be told apart from their copies."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class IssuedPaper(Recorded, Base):
    """What a numbered paper says; ``printed_count`` of 2 and more are copies."""

    __tablename__ = "issued_paper"
    __table_args__ = (
        CheckConstraint("kind in ('sick_sheet')", name="kind"),
        Index("ix_issued_paper_patient_id", "patient_id"),
        Index("ix_issued_paper_visit_id", "visit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)  # 101168-3/S/2026/0001
    issued_on: Mapped[date]
    content: Mapped[Any] = mapped_column(JSON)
    printed_count: Mapped[int] = mapped_column(default=0)
