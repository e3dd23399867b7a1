"""Deaths, here and elsewhere."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Death(Recorded, Base):
    """That a patient died. Voided with a reason when it was a mistake; one holds at a time."""

    __tablename__ = "death"
    __table_args__ = (
        CheckConstraint("place in ('here', 'on_arrival', 'elsewhere')", name="place"),
        Index("ix_death_patient_id", "patient_id"),
        Index("ix_death_visit_id", "visit_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))  # whose outcome it is
    died_on: Mapped[date]
    died_at: Mapped[str | None]  # local time, HH:MM, where it is known
    place: Mapped[str]
    immediate_icd10: Mapped[str | None]
    immediate_concept: Mapped[str | None]
    underlying_icd10: Mapped[str | None]
    underlying_concept: Mapped[str | None]
    cause_words: Mapped[str | None]
    told_by: Mapped[str | None]  # who reported a death elsewhere
    notified_to: Mapped[str | None]  # whom the facility told: the village executive, the council, ...
    notified_on: Mapped[date | None]
    sensitive: Mapped[bool] = mapped_column(default=False)  # a cause is marked so
