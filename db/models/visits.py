"""Visits and what was found, tested, diagnosed and prescribed in them."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base, Recorded


class Visit(Recorded, Base):
    """One attendance. The columns that monthly forms count by are worked out once, when it is saved."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("sex in ('M', 'F')", name="sex"),
        CheckConstraint("payer in ('cash', 'nhif', 'chf', 'other_insurance', 'exempt')", name="payer"),
        CheckConstraint("outcome in ('home', 'referred', 'admitted', 'died')", name="outcome"),
        CheckConstraint("status in ('open', 'done')", name="status"),
        CheckConstraint("pregnancy in ('no', 'pregnant', 'breastfeeding')", name="pregnancy"),
        UniqueConstraint("source", "source_id"),
        # When a patient was last here, and who was here lately, from the index alone.
        Index("ix_visit_patient_id_visit_date", "patient_id", "visit_date", "voided_at"),
        Index("ix_visit_visit_date_patient_id", "visit_date", "patient_id", "voided_at"),
        # Everything a month's attendance rows need, so that they are counted from the index alone.
        Index(
            "ix_visit_counting",
            "visit_type",
            "visit_date",
            "status",
            "voided_at",
            "new_problem",
            "new_this_year",
            "sex",
            "age_months",
            "payer",
            "outcome",
            "malaria_test",
            "id",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patient.id"))
    visit_type: Mapped[str] = mapped_column(default="opd")
    visit_date: Mapped[date]  # local calendar date
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(default="done")
    station: Mapped[str | None]  # where the patient waits while the visit is open
    clinician_id: Mapped[uuid.UUID | None]
    # counting columns
    sex: Mapped[str]
    age_months: Mapped[int]  # completed months on the visit date; years = age_months // 12
    new_this_year: Mapped[bool]
    new_problem: Mapped[bool]
    payer: Mapped[str] = mapped_column(default="cash")
    exemption: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(default="home")
    outcome_detail: Mapped[str | None]  # a code of outcome_details.csv: left before the end, ...
    malaria_test: Mapped[str | None]  # bs_positive > mrdt_positive > negative; None when not tested
    sensitive: Mapped[bool] = mapped_column(default=False)
    pregnancy: Mapped[str | None]  # None: not asked
    pregnancy_weeks: Mapped[int | None]
    # the clinician's words
    complaint: Mapped[str | None]
    history: Mapped[str | None]
    examination: Mapped[str | None]
    advice: Mapped[str | None]
    referred_to: Mapped[str | None]
    source: Mapped[str | None]
    source_id: Mapped[str | None]
    source_digest: Mapped[bytes | None]  # SHA-256 of what the imported line said, to know it again


class Vitals(Base):
    """Measurements of one visit, in the units the names say."""

    __tablename__ = "vitals"
    __table_args__ = (Index("ix_vitals_visit_id", "visit_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    taken_at: Mapped[datetime]
    weight_kg: Mapped[float | None]
    height_cm: Mapped[float | None]
    temperature_c: Mapped[float | None]
    systolic: Mapped[int | None]
    diastolic: Mapped[int | None]
    pulse: Mapped[int | None]
    respiration: Mapped[int | None]
    spo2: Mapped[int | None]
    muac_cm: Mapped[float | None]
    head_cm: Mapped[float | None]
    height_lying: Mapped[bool | None]  # how the height was measured; None: as usual at that age
    oedema: Mapped[bool | None]  # of both feet


class LabResult(Base):
    __tablename__ = "lab_result"
    __table_args__ = (UniqueConstraint("visit_id", "test"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    test: Mapped[str]  # a code of emr_desktop/reference/tests.csv: mrdt, bs, hb, ...
    result: Mapped[str | None]  # as entered: positive, negative, 7.9; None while it waits
    value: Mapped[float | None]  # the number in it, when it has one


class Diagnosis(Base):
    __tablename__ = "diagnosis"
    __table_args__ = (
        UniqueConstraint("visit_id", "icd10"),
        CheckConstraint("certainty in ('confirmed', 'provisional')", name="certainty"),
        CheckConstraint("severity in ('none', 'mild', 'some', 'severe')", name="severity"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    icd10: Mapped[str]  # with its dot: B54, A09.0
    concept: Mapped[str | None]  # code of the clinical concept that was picked, if one was
    certainty: Mapped[str] = mapped_column(default="confirmed")
    severity: Mapped[str | None]


class Prescription(Base):
    """One medicine ordered in a visit."""

    __tablename__ = "prescription"
    __table_args__ = (Index("ix_prescription_visit_id", "visit_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    medicine: Mapped[str]  # formulary code
    dose: Mapped[float]  # dispensing units at a time
    per_day: Mapped[int]
    days: Mapped[int]
    quantity: Mapped[int]  # whole dispensing units
    instructions: Mapped[str | None]
    route: Mapped[str | None]  # a code of reference/routes.csv
    frequency: Mapped[str | None]  # a code of reference/frequencies.csv; None: per_day is all there is
    as_needed: Mapped[bool | None]  # per_day is then the most in a day
    start_now: Mapped[bool | None]
    directions: Mapped[str | None]  # codes of reference/directions.csv between spaces


class VisitProcedure(Base):
    """What was done in a visit."""

    __tablename__ = "visit_procedure"
    __table_args__ = (UniqueConstraint("visit_id", "code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    code: Mapped[str]  # of procedures.csv


class PrescriptionFinding(Base):
    """What a safety check said of a prescription, and what the clinician did about it."""

    __tablename__ = "prescription_finding"
    __table_args__ = (
        Index("ix_prescription_finding_visit_id", "visit_id"),
        CheckConstraint("severity in ('serious', 'mild')", name="severity"),
        CheckConstraint("action in ('shown', 'kept', 'taken_off', 'changed')", name="action"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    position: Mapped[int]
    medicine: Mapped[str]
    other: Mapped[str | None]  # the other medicine, or the allergy as written
    rule: Mapped[str]
    code: Mapped[str]
    severity: Mapped[str]
    params: Mapped[dict[str, Any]]
    action: Mapped[str]
    reason: Mapped[str | None]  # a code of reasons.csv
    reason_words: Mapped[str | None]  # or the clinician's own words


class VisitRevision(Base):
    """What a visit said before it was corrected, whole, as JSON."""

    __tablename__ = "visit_revision"
    __table_args__ = (UniqueConstraint("visit_id", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("visit.id"))
    version: Mapped[int]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[uuid.UUID]
    content: Mapped[Any] = mapped_column(JSON)


class Draft(Base):
    """What stands on a form that was not saved yet. ``id`` is the id the record will get."""

    __tablename__ = "draft"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]  # visit, patient
    patient_id: Mapped[uuid.UUID | None]
    staff_id: Mapped[uuid.UUID]
    content: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[datetime]
