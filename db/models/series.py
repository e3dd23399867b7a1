"""Runs of numbers of one kind and year that one PC alone hands out."""

import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class SeriesBlock(Base):
    """As ``NumberBlock`` for patients: two PCs never give the same number."""

    __tablename__ = "series_block"
    __table_args__ = (UniqueConstraint("series", "year", "first"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    series: Mapped[str]  # N notifications, S sick sheets
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"))
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    next: Mapped[int]
