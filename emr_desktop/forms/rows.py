"""What callers see of forms and their figures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class FormInfo:
    """A form in one edition, for lists."""

    form: str  # opd
    edition: str  # 2014
    name_en: str
    name_sw: str
    period_type: str  # month, week
    official: bool  # False: a transcription that was not confirmed
    columns: tuple[str, ...]  # lt1m.M, lt1m.F, ...


@dataclass(frozen=True)
class FormCell:
    value: int | None  # None: greyed on the paper form


@dataclass(frozen=True)
class FormRow:
    row: str
    en: str
    sw: str
    cells: dict[str, int | None]
    total: dict[str, int]  # M, F, all


@dataclass(frozen=True)
class Misplaced:
    """A count that landed in a greyed cell; listed, never dropped and never added."""

    row: str
    column: str
    visit: uuid.UUID
    why: str


@dataclass(frozen=True)
class FormReport:
    """One form for one period."""

    info: FormInfo
    period: str  # 202610, 2026W47
    first_day: date
    last_day: date
    facility_code: str
    facility_name: str
    generated: datetime
    status: str  # open, closed, changed
    version: int
    count: str  # new, all
    rows: tuple[FormRow, ...]
    misplaced: tuple[Misplaced, ...]


@dataclass(frozen=True)
class CaseLine:
    """One visit behind a number."""

    visit: uuid.UUID
    date: date
    patient_number: str
    patient_name: str
    sex: str
    age: str  # 3y 2m, 14d
    diagnoses: tuple[str, ...]


@dataclass(frozen=True)
class Cases:
    form: str
    edition: str
    period: str
    row: str
    column: str | None
    count: int  # always len(visits)
    visits: tuple[CaseLine, ...]
