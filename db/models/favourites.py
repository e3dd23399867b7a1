"""Usual treatments: of the facility, not of a patient."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class UsualTreatment(Recorded, Base):
    __tablename__ = "usual_treatment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    icd10: Mapped[str]
    concept: Mapped[str | None]
    lines: Mapped[list[Any]]  # pairs of formulary code and order: ["par500", "2 tds 5/7"]
    tests: Mapped[list[Any]]  # codes of tests.csv
    advice: Mapped[str | None]
    in_use: Mapped[bool] = mapped_column(default=False)
