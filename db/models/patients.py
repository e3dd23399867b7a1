"""Patients, their allergies, and the folded text that search reads."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Household(Base):
    """People who live together; who they are stands with each patient."""

    __tablename__ = "household"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID]


class Patient(Recorded, Base):
    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint("sex in ('M', 'F')", name="sex"),
        CheckConstraint("birth_precision in ('day', 'month', 'year', 'age')", name="birth_precision"),
        UniqueConstraint("source", "source_id"),
        Index("ix_patient_phone", "phone"),
        Index("ix_patient_nida", "nida"),
        Index("ix_patient_birth_date", "birth_date"),
        Index("ix_patient_mother_id", "mother_id"),
        Index("ix_patient_household_id", "household_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # 101168-3/2026/000123
    first_name: Mapped[str]
    middle_name: Mapped[str | None]
    last_name: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date]  # worked out from the age where only that is known
    birth_precision: Mapped[str] = mapped_column(default="day")
    phone: Mapped[str | None]  # +255NNNNNNNNN
    nida: Mapped[str | None]
    insurance_number: Mapped[str | None]
    region: Mapped[str | None]
    council: Mapped[str | None]
    ward: Mapped[str | None]
    village: Mapped[str | None]
    guardian: Mapped[str | None]
    source: Mapped[str | None]  # where an imported record came from
    source_id: Mapped[str | None]  # its id there
    source_digest: Mapped[bytes | None]  # SHA-256 of what the imported line said, to know it again
    merged_into: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patient.id"))
    insurance_scheme: Mapped[str | None]  # nhif, chf, other_insurance: whose number insurance_number is
    mother_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patient.id"))
    household_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("household.id"))
    household_head: Mapped[bool] = mapped_column(default=False, server_default="0")


class Allergy(Recorded, Base):
    __tablename__ = "allergy"
    __table_args__ = (Index("ix_allergy_patient_id", "patient_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    substance: Mapped[str]  # as people read it
    substance_code: Mapped[str | None]  # line of prescribing/substances.csv, when it was picked there
    reaction: Mapped[str | None]  # code of allergy_reactions.csv, or own words
    severity: Mapped[str | None]  # mild moderate severe
    certainty: Mapped[str] = mapped_column(default="reported")


class NoKnownAllergy(Recorded, Base):
    """Somebody asked the patient, who knows of no allergy. Nobody asked: no row."""

    __tablename__ = "no_known_allergy"
    __table_args__ = (Index("ix_no_known_allergy_patient_id", "patient_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    asked_on: Mapped[date]


class PatientIdentifier(Recorded, Base):
    """The number by which a client registry knows a patient."""

    __tablename__ = "patient_identifier"
    __table_args__ = (
        Index("ix_patient_identifier_patient_id", "patient_id"),
        Index("ix_patient_identifier_system_value", "value", "system"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    system: Mapped[str]  # whose number it is: a URI
    value: Mapped[str]


class PatientPhoto(Recorded, Base):
    """A small picture; the newest that is not voided counts."""

    __tablename__ = "patient_photo"
    __table_args__ = (
        CheckConstraint("media_type in ('image/jpeg', 'image/png')", name="media_type"),
        Index("ix_patient_photo_patient_id", "patient_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    media_type: Mapped[str]
    content: Mapped[bytes]


class SearchEntry(Base):
    """The folded words of one patient. The FTS5 index ``patient_search`` follows it by triggers.

    A table of its own because its integer key must survive VACUUM, which renumbers hidden row ids.
    """

    __tablename__ = "search_entry"

    row: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"), unique=True)
    words: Mapped[str]


class PatientMerge(Base):
    """Two records found to be one person: what each said, and what moved, so that it can be taken back."""

    __tablename__ = "patient_merge"
    __table_args__ = (
        Index("ix_patient_merge_kept_id", "kept_id"),
        Index("ix_patient_merge_merged_id", "merged_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    merged_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    merged_at: Mapped[datetime]
    merged_by: Mapped[uuid.UUID]
    choices: Mapped[Any] = mapped_column(JSON)  # field -> kept or merged, as the person chose
    kept_before: Mapped[Any] = mapped_column(JSON)  # the whole row of the patient who stays
    merged_before: Mapped[Any] = mapped_column(JSON)  # the whole row of the other
    moved: Mapped[Any] = mapped_column(JSON)  # table.column -> keys of the rows that moved
    left_behind: Mapped[Any] = mapped_column(JSON)  # table.column -> keys that would have been there twice
    changed: Mapped[Any] = mapped_column(JSON)  # values of rows before and after, beyond the move
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[uuid.UUID | None]
