"""What callers hand in and see of visits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import DeathEntry, FollowUpEntry, ReferralEntry, ReferredInEntry


@dataclass(frozen=True, kw_only=True)
class VitalsEntry:
    """Measurements, in the units the names say. None was not measured."""

    weight_kg: float | None = None
    height_cm: float | None = None
    temperature_c: float | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    respiration: int | None = None
    spo2: int | None = None
    muac_cm: float | None = None
    head_cm: float | None = None
    height_lying: bool | None = None  # how the height was measured; None: as usual at that age
    oedema: bool | None = None  # of both feet: the weight then says nothing about nutrition

    @property
    def is_empty(self) -> bool:
        return all(value is None for value in vars(self).values())


@dataclass(frozen=True, kw_only=True)
class LabEntry:
    """A test and its result; ``result`` is None while it waits."""

    test: str  # code of reference/tests.csv
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class DiagnosisEntry:
    icd10: str
    concept: str | None = None
    certainty: str = "confirmed"  # confirmed, provisional
    severity: str | None = None  # none mild some severe


@dataclass(frozen=True, kw_only=True)
class PrescriptionEntry:
    """One medicine: ``dose`` dispensing units at a time, ``per_day`` times, for ``days``.

    What goes beyond these numbers stands beside them: they alone still tell the quantity. With ``as_needed``
    ``per_day`` is the most in a day.
    """

    medicine: str  # formulary code
    dose: float
    per_day: int
    days: int
    quantity: int
    instructions: str | None = None  # own words for the patient
    route: str | None = None  # code of reference/routes.csv
    frequency: str | None = (
        None  # code of reference/frequencies.csv: q8h, nocte, weekly; None: a plain number
    )
    as_needed: bool = False
    start_now: bool = False  # the first dose is given at the facility
    directions: tuple[str, ...] = ()  # codes of reference/directions.csv


MOVED_IN = "moved_in"  # the source of what another system kept before: not sent to national systems by itself
FROM_PAPER = "paper"  # the source of a visit that was written on paper and entered here later


@dataclass(frozen=True, kw_only=True)
class FindingEntry:
    """What a safety check said of a medicine, and what the clinician did.

    On a form that is to be saved only answers count: ``kept`` with its reason, ``taken_off`` and ``changed``;
    what the checks say is worked out again when the visit is saved.
    """

    medicine: str
    rule: str
    code: str
    severity: str  # serious, mild
    other: str | None = None  # the other medicine, or the allergy as written
    params: dict[str, Any] = field(default_factory=dict)
    action: str = "shown"  # shown, kept, taken_off, changed
    reason: str | None = None  # code of a reason
    reason_words: str | None = None  # or own words

    @property
    def key(self) -> str:
        return f"{self.rule}|{self.medicine}|{self.other or ''}"


@dataclass(frozen=True, kw_only=True)
class VisitForm:
    """A whole visit as it stands on the screen or in an import line.

    ``id`` is made when the form opens, so that Save is idempotent. ``new_this_year`` and ``new_problem``
    left None are worked out from earlier visits.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    visit_date: date
    visit_type: str = "opd"
    payer: str = "cash"
    exemption: str | None = None
    new_this_year: bool | None = None
    new_problem: bool | None = None
    vitals: VitalsEntry = field(default_factory=VitalsEntry)
    complaint: str | None = None
    history: str | None = None
    examination: str | None = None
    advice: str | None = None
    tests: tuple[LabEntry, ...] = ()
    diagnoses: tuple[DiagnosisEntry, ...] = ()
    prescriptions: tuple[PrescriptionEntry, ...] = ()
    procedures: tuple[str, ...] = ()  # codes of reference/procedures.csv
    pregnancy: str | None = None  # no, pregnant, breastfeeding; None was not asked
    pregnancy_weeks: int | None = None
    findings: tuple[FindingEntry, ...] = ()
    outcome: str = "home"  # home referred admitted died
    outcome_detail: str | None = None  # code of outcome_details.csv
    referred_to: str | None = None
    referral: ReferralEntry | None = None  # what the letter says; only with the outcome referred
    referred_in: ReferredInEntry | None = None
    death: DeathEntry | None = None  # only with the outcome died
    follow_up: FollowUpEntry | None = None
    source: str | None = None
    source_id: str | None = None
    expected_version: int | None = None  # None for a new visit; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A saved visit, whole."""

    form: VisitForm  # with both flags settled
    patient: PatientRow
    sex: str
    age_months: int
    malaria_test: str | None
    status: str
    version: int
    saved_at: datetime
    clinician: str | None  # full name
    voided_at: datetime | None = None
    void_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class VisitSummary:
    """One line of the timeline of earlier visits."""

    id: uuid.UUID
    visit_date: date
    visit_type: str
    new_problem: bool
    weight_kg: float | None
    complaint: str | None
    diagnoses: tuple[DiagnosisEntry, ...]
    tests: tuple[LabEntry, ...]
    prescriptions: tuple[PrescriptionEntry, ...]
    outcome: str
    is_hidden: bool = False  # marked sensitive, and the reader may not: day and type alone are told
    history: str | None = None
    examination: str | None = None
    advice: str | None = None


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """What stood on a form that was not saved."""

    id: uuid.UUID
    kind: str
    patient_id: uuid.UUID | None
    staff_id: uuid.UUID
    content: dict[str, object]
    updated_at: datetime
