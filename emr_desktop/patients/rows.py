"""What callers hand in and see of patients."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PatientForm:
    """What a person types to register or correct a patient. Birth date or age, not both.

    ``id`` is made by the caller before the first save, so that saving twice changes nothing.
    """

    id: uuid.UUID
    first_name: str
    last_name: str
    sex: str  # M, F
    middle_name: str | None = None
    birth_date: date | None = None
    age_years: int | None = None
    age_months: int | None = None  # beside age_years, for small children
    birth_date_estimated: bool = False
    phone: str | None = None
    nida: str | None = None
    insurance_number: str | None = None
    region: str | None = None
    council: str | None = None
    ward: str | None = None
    village: str | None = None
    guardian: str | None = None
    insurance_scheme: str | None = None  # nhif, chf, other_insurance
    mother_id: uuid.UUID | None = None  # another patient
    allergies: tuple[str, ...] = ()
    source: str | None = None
    source_id: str | None = None
    expected_version: int | None = None  # None registers; a number corrects that version


@dataclass(frozen=True)
class RegistryId:
    """The number by which a client registry knows somebody; ``system`` is a URI that says whose number."""

    system: str
    value: str


@dataclass(frozen=True, kw_only=True)
class PatientRow:
    """A patient as screens show them."""

    id: uuid.UUID
    number: str
    first_name: str
    middle_name: str | None
    last_name: str
    sex: str
    birth_date: date
    birth_precision: str  # day, month, year, age
    phone: str | None
    nida: str | None
    insurance_number: str | None
    region: str | None
    council: str | None
    ward: str | None
    village: str | None
    guardian: str | None
    allergies: tuple[str, ...]
    version: int
    none_known_on: date | None = None  # when the patient was asked and knew of no allergy
    source: str | None = None
    source_id: str | None = None
    insurance_scheme: str | None = None
    mother_id: uuid.UUID | None = None
    household_id: uuid.UUID | None = None
    household_head: bool = False
    died_on: date | None = None
    registry_ids: tuple[RegistryId, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


@dataclass(frozen=True, kw_only=True)
class PatientHit:
    """One line of a search result."""

    patient: PatientRow
    score: float  # 0-100
    last_visit: date | None


@dataclass(frozen=True, kw_only=True)
class DuplicateHint:
    """Someone already registered who may be the same person, and why we think so."""

    patient: PatientRow
    score: float  # 0-100
    # codes: same_nida same_name similar_name names_exchanged same_middle_name same_phone same_birth_date
    # near_age same_village same_guardian
    reasons: tuple[str, ...]
    # what speaks against it: other_nida other_middle_name other_birth_date other_age far_other_age
    # other_village other_phone
    against: tuple[str, ...] = ()
