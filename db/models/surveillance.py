"""Case forms of conditions that are notified at once."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Notification(Recorded, Base):
    """One case form, or the decision that a listed diagnosis is not a case.

    ``visit_id`` is the id of the visit, which may be saved later than the form: no foreign key.
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("kind in ('case', 'not_a_case')", name="kind"),
        CheckConstraint("sex in ('M', 'F')", name="sex"),
        CheckConstraint("vaccinated in ('yes', 'no', 'unknown')", name="vaccinated"),
        CheckConstraint("outcome in ('alive', 'admitted', 'referred', 'died', 'unknown')", name="outcome"),
        Index("ix_notification_patient_id", "patient_id"),
        Index("ix_notification_visit_id", "visit_id"),
        Index("ix_notification_seen_on", "seen_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(default="case")
    reason: Mapped[str | None]  # why it is not a case
    number: Mapped[str | None] = mapped_column(unique=True)  # 101168-3/N/2026/0001; None for not a case
    condition: Mapped[str]  # code of reference/surveillance/immediate.csv
    icd10: Mapped[str | None]
    seen_on: Mapped[date]
    onset_on: Mapped[date | None]
    sex: Mapped[str]
    age_months: Mapped[int]  # completed months on the day seen
    region: Mapped[str | None]
    council: Mapped[str | None]
    ward: Mapped[str | None]
    village: Mapped[str | None]
    phone: Mapped[str | None]  # of the patient or a relative
    exposure: Mapped[str | None]  # journey, contact, animals, food: where it may have come from
    symptoms: Mapped[str | None]
    specimen: Mapped[str | None]  # None: none was taken
    specimen_on: Mapped[date | None]
    specimen_to: Mapped[str | None]  # laboratory
    vaccinated: Mapped[str] = mapped_column(default="unknown")
    doses: Mapped[int | None]
    last_dose_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="alive")
    action: Mapped[str | None]  # what was done at once
    reporter: Mapped[str]
    reporter_cadre: Mapped[str | None]
    reporter_phone: Mapped[str | None]
    phoned_to: Mapped[str | None]
    phoned_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]
    printed_count: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]  # set when a national system has confirmed it
