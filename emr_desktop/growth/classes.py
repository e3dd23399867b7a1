"""What a measurement is called: wasted, stunted, underweight, and the bands of MUAC and of an adult's BMI."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.tables import number, read_table

MUAC_MONTHS = range(6, 60)


@dataclass(frozen=True)
class GrowthClass:
    """A class of ``reference/growth/classes.csv``; ``code`` has a sentence ``growth.<code>``."""

    code: str
    level: str  # danger, look
    confirmed: bool


@dataclass(frozen=True)
class _Line:
    from_months: int
    to_months: int
    below: float | None
    above: float | None
    at_least: float | None
    named: GrowthClass

    def fits(self, value: float, age_months: int) -> bool:
        return self.from_months <= age_months < self.to_months and (
            (self.below is not None and value < self.below)
            or (self.above is not None and value > self.above)
            or (self.at_least is not None and value >= self.at_least)
        )


@cache
def _lines() -> dict[str, tuple[_Line, ...]]:
    found: dict[str, tuple[_Line, ...]] = {}
    for row in read_table("growth/classes.csv"):
        line = _Line(
            int(row["from_months"]),
            int(row["to_months"]),
            number(row["below"]),
            number(row["above"]),
            number(row["at_least"]),
            GrowthClass(row["class"], row["level"], row["state"] != "unconfirmed"),
        )
        found[row["measure"]] = (*found.get(row["measure"], ()), line)
    return found


def class_of(measure: str, value: float, age_months: int) -> GrowthClass | None:
    """Name a value: z-score of an indicator, ``muac_cm`` or ``bmi_kg_m2``; None when it is unremarkable.

    A measure that has no classes at this age gives None too: ``has_classes`` tells the two apart.
    """
    return next((line.named for line in _lines()[measure] if line.fits(value, age_months)), None)


def has_classes(measure: str, age_months: int) -> bool:
    """Say whether a value of this measure can be judged at this age."""
    return any(line.from_months <= age_months < line.to_months for line in _lines()[measure])


def bmi(weight_kg: float, height_cm: float) -> float:
    """Body mass index in kg/m².

    Raises:
        ValueError: the height is not more than 0.
    """
    if not height_cm > 0:
        raise ValueError("a height is more than 0")
    return weight_kg / (height_cm / 100) ** 2


def muac_class(muac_cm: float, age_months: int) -> GrowthClass | None:
    """Name a mid-upper arm circumference: below 11.5 cm ``muac_sam``, below 12.5 cm ``muac_mam``.

    Only from 6 to 59 completed months; None otherwise.
    """
    return class_of("muac_cm", muac_cm, age_months)
