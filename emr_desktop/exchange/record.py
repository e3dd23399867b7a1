"""One canonical record of a visit and of a patient: what every wire form and every copy is made from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from emr_desktop.allergies.rows import AllergyList
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VisitRow


@dataclass(frozen=True, kw_only=True)
class OtherRecord:
    """Another record of the same person."""

    id: uuid.UUID
    number: str


@dataclass(frozen=True, kw_only=True)
class ProblemRecord:
    """An illness that stays with a patient."""

    id: uuid.UUID
    icd10: str
    concept: str | None
    since: date | None
    status: str  # active resolved
    resolved_on: date | None
    note: str | None
    sensitive: bool
    noted_on: date


@dataclass(frozen=True, kw_only=True)
class PatientRecord:
    """Who somebody is and what stays with them."""

    patient: PatientRow  # names, sex, birth, identifiers, place, guardian, insurance, death
    allergies: AllergyList
    changed_at: datetime
    problems: tuple[ProblemRecord, ...] = ()
    merged_into: OtherRecord | None = None  # the record that stays; this one is no longer used
    replaces: tuple[OtherRecord, ...] = ()  # records that were merged into this one
    mother: OtherRecord | None = None
    # Said once and taken back since; who was told of it must hear that as well.
    voided_substances: tuple[str, ...] = ()
    voided_problems: tuple[ProblemRecord, ...] = ()

    @property
    def id(self) -> uuid.UUID:
        return self.patient.id


@dataclass(frozen=True, kw_only=True)
class LabPart:
    """One part of a laboratory result, with the range it was judged by."""

    test: str
    result: str
    flag: str | None = None  # low high critical_low critical_high abnormal normal; None: not judged
    low: float | None = None
    high: float | None = None
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class LabOrderRecord:
    """A test asked of the laboratory, with the newest result that was released."""

    id: uuid.UUID
    test: str
    ordered_at: datetime
    urgent: bool
    status: str  # ordered taken to_validate done
    specimen: str | None
    taken_at: datetime | None
    released_at: datetime | None = None
    report_version: int | None = None
    remark: str | None = None
    parts: tuple[LabPart, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class CounterReferralRecord:
    """What the other facility wrote back."""

    seen_on: date
    diagnosis: str | None
    treatment: str | None
    advice: str | None


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """The case form of a condition that is notified at once."""

    id: uuid.UUID
    number: str | None
    condition: str  # code of surveillance/immediate.csv
    icd10: str | None
    seen_on: date
    onset_on: date | None
    exposure: str | None
    symptoms: str | None
    specimen: str | None
    specimen_on: date | None
    specimen_to: str | None
    vaccinated: str
    doses: int | None
    last_dose_on: date | None
    outcome: str
    action: str | None


@dataclass(frozen=True, kw_only=True)
class VisitRecord:
    """A saved visit, whole, with all that hangs on it.

    The form of ``visit`` holds vitals, complaint and history, diagnoses, tests, prescriptions, procedures,
    pregnancy, payer and exemption, outcome, the referral's letter, referred in, death and follow-up.
    """

    visit: VisitRow
    patient: PatientRecord
    started_at: datetime
    ended_at: datetime | None = None
    measured_at: datetime | None = None
    clinician_id: uuid.UUID | None = None
    clinician_cadre: str | None = None
    orders: tuple[LabOrderRecord, ...] = ()
    referral_number: str | None = None
    counter_referral: CounterReferralRecord | None = None
    cases: tuple[CaseRecord, ...] = ()
    sensitive: bool = False  # something in it is marked: HIV, violence, mental health
    kept_back: frozenset[str] = field(default_factory=frozenset)  # groups of fields that a filter took out

    @property
    def id(self) -> uuid.UUID:
        return self.visit.form.id

    @property
    def is_void(self) -> bool:
        return self.visit.status == "void"


def groups_of_patient(record: PatientRecord) -> tuple[str, ...]:
    """The groups of fields that a patient's record holds, for the account of what left the building."""
    who = record.patient
    held = {
        "identity": True,
        "contact": who.phone or who.guardian,
        "place": who.region or who.council or who.ward or who.village,
        "insurance": who.insurance_number,
        "allergies": record.allergies.allergies or record.allergies.none_known,
        "problems": record.problems,
    }
    return tuple(name for name, there in held.items() if there)


def groups_of_visit(record: VisitRecord) -> tuple[str, ...]:
    """The groups of fields that a visit's record holds, the patient's among them."""
    form = record.visit.form
    held = {
        "visit": True,
        "vitals": not form.vitals.is_empty,
        "notes": form.complaint or form.history or form.examination or form.advice,
        "diagnoses": form.diagnoses,
        "tests": form.tests or record.orders,
        "medicines": form.prescriptions,
        "procedures": form.procedures,
        "pregnancy": form.pregnancy,
        "payer": True,
        "referral": form.referral or form.referred_to or form.referred_in or record.counter_referral,
        "death": form.death,
        "notification": record.cases,
    }
    return groups_of_patient(record.patient) + tuple(name for name, there in held.items() if there)
