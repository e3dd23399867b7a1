"""What prescribing is told of a patient and a sheet, and what it answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

SERIOUS, MILD, INFO = "serious", "mild", "info"


@dataclass(frozen=True, kw_only=True)
class Running:
    """A medicine from an earlier visit that is not used up on the day of this one."""

    medicine: str
    since: date
    until: date  # the last day it lasts


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The patient on the day of the visit; None is not known, never "no"."""

    sex: str  # M, F
    age_months: int
    on: date
    allergies: tuple[str, ...] = ()  # as written in the record
    severe_allergies: tuple[str, ...] = ()  # those of them whose reaction was severe
    weight_kg: float | None = None
    weight_date: date | None = None
    pregnancy: str | None = None  # no, pregnant, breastfeeding
    pregnancy_weeks: int | None = None
    diagnoses: tuple[str, ...] = ()  # ICD-10 codes of the visit
    illnesses: tuple[str, ...] = ()  # ICD-10 codes of active problems, beside the diagnoses of the visit
    running: tuple[Running, ...] = ()
    tests: tuple[tuple[str, str | None], ...] = ()  # test and result; None waits


@dataclass(frozen=True, kw_only=True)
class Order:
    """One medicine of the sheet; a number is None while it was not typed."""

    medicine: str
    dose: float | None = None  # dispensing units at a time
    per_day: float | None = None
    days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule says of one line of the sheet.

    ``code`` has a sentence; ``params`` hold codes, numbers and the patient's own words, never a translation.
    ``position`` is the line, None when it is about the sheet. Of kind ``info`` are data that are missing.
    """

    code: str
    severity: str
    position: int | None
    medicine: str
    rule: str
    other: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    evidence: str = ""

    @property
    def needs_reason(self) -> bool:
        return self.severity == SERIOUS

    @property
    def key(self) -> str:
        """What a reason is kept under: it stays good while a dose is retyped."""
        return f"{self.rule}|{self.medicine}|{self.other or ''}"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A dose with its working: units at a time, times a day, days; None is left to the clinician."""

    rule: str
    medicine: str
    dose: float
    per_day: int | None
    days: int | None
    weight_kg: float | None  # the weight that was used
    weight_date: date | None
    per_kg: float | None  # mg (or IU) for each kg, at a time
    wanted: float | None  # mg (or IU) at a time, before rounding
    capped: bool
    unit: str  # mg, IU
    band: tuple[float | None, float | None] | None  # from and below, in kg or months
    by: str  # kg, weight (a band), age (a band)
    evidence: str
    source: str
    state: str  # approved (ships in force) or decided (a clinician approved it)


@dataclass(frozen=True, kw_only=True)
class NoDose:
    """Why there is no dose to suggest: ``why`` is a code, or None when no rule knows this medicine."""

    why: str | None = None  # prescribing.dose_needs_weight, dose_needs_diagnosis, dose_draft, ...
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """A medicine that somebody marked as out of stock, or as back again."""

    medicine: str
    is_out: bool
    marked_by: str | None = None  # full name
    marked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """A rule as Administration lists it. ``in_force`` is what counts; the rest says why."""

    id: str
    kind: str  # the file it stands in: dose interaction pregnancy ...
    severity: str | None
    evidence: str
    source: str
    shipped: str  # approved, draft
    in_force: bool
    text_en: str
    text_sw: str
    about: dict[str, Any]  # columns of the rule by which a screen names it
    decision: str | None = None  # approved, withdrawn
    decided_by: str | None = None  # full name
    decided_by_id: uuid.UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None
