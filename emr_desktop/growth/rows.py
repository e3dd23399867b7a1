"""What callers hand in and see of growth."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emr_desktop.growth.classes import GrowthClass

INDICATORS = (
    "weight_for_age",
    "length_height_for_age",
    "weight_for_length_height",
    "bmi_for_age",
    "head_circumference_for_age",
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was measured of one person on one day; None was not measured."""

    sex: str  # M, F
    birth_date: date
    on: date
    weight_kg: float | None = None
    height_cm: float | None = None
    muac_cm: float | None = None
    head_cm: float | None = None
    lying: bool | None = None  # how the height was measured; None: lying before two years, then standing
    oedema: bool = False  # of both feet: the weight then says nothing

    @property
    def age_days(self) -> int:
        return (self.on - self.birth_date).days


@dataclass(frozen=True)
class Score:
    """One indicator that could be worked out."""

    indicator: str  # of INDICATORS
    table: str  # the WHO table: weight_for_length_height is weight_for_length or weight_for_height
    x: float  # days of age, or cm
    value: float  # kg, cm or kg/m²
    z: float  # two decimals, as WHO gives it
    named: GrowthClass | None  # None: not remarkable


@dataclass(frozen=True)
class NotScored:
    """One indicator that could not be worked out: ``code`` says why and has a sentence."""

    indicator: str
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Assessment:
    """All that follows from what was measured."""

    measured: Measured
    age_months: int
    indicators: Mapping[str, Score | NotScored]
    bmi: float | None  # kg/m²
    bmi_class: GrowthClass | None  # adults only: a child's is in the indicator
    muac_class: GrowthClass | None

    def score(self, indicator: str) -> Score | None:
        """The score of one indicator, or None when it could not be worked out."""
        found = self.indicators[indicator]
        return found if isinstance(found, Score) else None

    @property
    def malnutrition(self) -> str | None:
        """``sam``, ``mam`` or None, by weight for length/height, MUAC and oedema, the worst of them."""
        scored = self.score("weight_for_length_height")
        named = {each.code for each in (scored and scored.named, self.muac_class) if each}
        if self.measured.oedema or named & {"severely_wasted", "muac_sam"}:
            return "sam"
        return "mam" if named & {"wasted", "muac_mam"} else None


@dataclass(frozen=True, kw_only=True)
class GrowthVisit:
    """The measurements of one saved visit."""

    visit_id: uuid.UUID
    assessment: Assessment


@dataclass(frozen=True, kw_only=True)
class GrowthHistory:
    """A patient's measurements so far, oldest first."""

    patient_id: uuid.UUID
    sex: str
    birth_date: date
    birth_precision: str  # day month year age
    visits: tuple[GrowthVisit, ...]
