"""Laboratory orders and the versions of what was found."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class LabOrder(Recorded, Base):
    """A test asked of the laboratory.

    ``visit_id`` is the id the visit has or will have: a test can be ordered before its visit is first saved,
    so it is no foreign key. None: ordered at the laboratory, without a visit.
    """

    __tablename__ = "lab_order"
    __table_args__ = (
        CheckConstraint("status in ('ordered', 'taken', 'to_validate', 'done')", name="status"),
        Index("ix_lab_order_patient_id", "patient_id"),
        Index("ix_lab_order_visit_id", "visit_id"),
        Index("ix_lab_order_status", "status", "voided_at"),
        Index("ix_lab_order_ordered_on", "ordered_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_id: Mapped[uuid.UUID | None]
    test: Mapped[str]  # a code of emr_desktop/reference/tests.csv
    ordered_on: Mapped[date]  # local calendar date
    urgent: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]  # what the laboratory should know
    sensitive: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="ordered")
    specimen: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[uuid.UUID | None]
    rejected_at: Mapped[datetime | None]  # the last sample that could not be used
    rejected_by: Mapped[uuid.UUID | None]
    rejected_why: Mapped[str | None]  # a code of answers.csv, or words
    done_at: Mapped[datetime | None]  # when a result was first released


class LabReport(Base):
    """One version of the result of an order. A correction makes a new one; the earlier stay."""

    __tablename__ = "lab_report"
    __table_args__ = (
        UniqueConstraint("order_id", "version"),
        Index("ix_lab_report_patient_id", "patient_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    order_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lab_order.id"))
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    version: Mapped[int]
    entered_at: Mapped[datetime]
    entered_by: Mapped[uuid.UUID]
    remark: Mapped[str | None]
    reason: Mapped[str | None]  # why it was corrected
    released_at: Mapped[datetime | None]  # None while it waits for a second person
    released_by: Mapped[uuid.UUID | None]


class LabValue(Base):
    """One part of a result, with the range it was judged by."""

    __tablename__ = "lab_value"
    __table_args__ = (
        UniqueConstraint("report_id", "test"),
        CheckConstraint(
            "flag in ('low', 'high', 'critical_low', 'critical_high', 'abnormal', 'normal')", name="flag"
        ),
        Index("ix_lab_value_patient_id_test", "patient_id", "test"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lab_report.id"))
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    position: Mapped[int]
    test: Mapped[str]  # a code of emr_desktop/reference/tests.csv
    result: Mapped[str]
    value: Mapped[float | None]  # the number in it, when it has one
    flag: Mapped[str | None]  # None: not judged
    low: Mapped[float | None]  # the range used
    high: Mapped[float | None]
    range_source: Mapped[str | None]
