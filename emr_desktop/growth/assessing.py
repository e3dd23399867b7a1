"""Works out what follows from weight, height, MUAC and age. Pure, and fast enough to type along."""

from __future__ import annotations

from collections.abc import Iterator

from emr_desktop.growth.classes import bmi, class_of, muac_class
from emr_desktop.growth.rows import INDICATORS, Assessment, Measured, NotScored, Score
from emr_desktop.growth.standards import LAST_DAY, STANDING_FROM_DAY, standard
from emr_desktop.growth.zscores import RESTRICTED, z_score
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.rules import Doubt

LYING_IS_LONGER_CM = 0.7
# Beyond these a measurement or the birth date is more likely wrong (the flags of WHO Anthro).
FLAGS = {
    "weight_for_age": (-6.0, 5.0),
    "length_height_for_age": (-6.0, 6.0),
    "weight_for_length_height": (-5.0, 5.0),
    "bmi_for_age": (-5.0, 5.0),
    "head_circumference_for_age": (-5.0, 5.0),
}
# The fields to look at again, for each indicator that is asked about.
_ASKED = {
    "weight_for_age": ("weight_kg",),
    "length_height_for_age": ("height_cm",),
    "weight_for_length_height": ("weight_kg", "height_cm"),
}


def standard_height(measured: Measured) -> float | None:
    """The height in cm as the tables of this age mean it: lying before two years, standing after.

    A child measured the other way is 0.7 cm longer lying than standing (WHO).
    """
    height = measured.height_cm
    lies = measured.age_days < STANDING_FROM_DAY
    if height is None or measured.lying is None or measured.lying is lies:
        return height
    return height + LYING_IS_LONGER_CM if lies else height - LYING_IS_LONGER_CM


def assess(measured: Measured) -> Assessment:
    """Work out all indicators; what cannot be worked out says why.

    Codes of ``NotScored``: ``growth.not_born growth.too_old growth.needs_weight growth.needs_height
    growth.needs_weight_and_height growth.needs_head growth.oedema growth.length_outside``.
    """
    months = completed_months(measured.birth_date, max(measured.on, measured.birth_date))
    weight, height = measured.weight_kg, measured.height_cm
    index = bmi(weight, height) if weight and height else None
    return Assessment(
        measured=measured,
        age_months=months,
        indicators={indicator: _indicator(indicator, measured, months) for indicator in INDICATORS},
        bmi=index,
        bmi_class=class_of("bmi_kg_m2", round(index, 1), months) if index else None,
        muac_class=muac_class(measured.muac_cm, months) if measured.muac_cm else None,
    )


def doubts(assessment: Assessment) -> tuple[Doubt, ...]:
    """List the fields whose measurement can hardly be at this age, or not with the other one.

    Codes: ``growth.unlikely_weight_for_age``, ``growth.unlikely_length_height_for_age``,
    ``growth.unlikely_weight_for_length_height``.
    """
    return tuple(_doubts(assessment))


def _doubts(assessment: Assessment) -> Iterator[Doubt]:
    for indicator, fields in _ASKED.items():
        score = assessment.score(indicator)
        if score is None:
            continue
        lowest, highest = FLAGS[indicator]
        if not lowest <= score.z <= highest:
            for field in fields:
                yield Doubt(f"vitals.{field}", f"growth.unlikely_{indicator}", {"z": score.z})


def _indicator(indicator: str, measured: Measured, months: int) -> Score | NotScored:
    def without(code: str, **params: object) -> NotScored:
        return NotScored(indicator, f"growth.{code}", params)

    days = measured.age_days
    if days < 0:
        return without("not_born")
    if days > LAST_DAY:
        return without("too_old")
    table, x, value = indicator, float(days), None
    height = standard_height(measured)
    if indicator == "length_height_for_age":
        value = height
        if not value:
            return without("needs_height")
    elif indicator == "head_circumference_for_age":
        value = measured.head_cm
        if not value:
            return without("needs_head")
    elif measured.oedema:
        return without("oedema")
    elif indicator == "weight_for_age":
        value = measured.weight_kg
        if not value:
            return without("needs_weight")
    elif not measured.weight_kg or not height:
        missing = "needs_weight" if height else "needs_height" if measured.weight_kg else None
        return without(missing or "needs_weight_and_height")
    elif indicator == "bmi_for_age":
        value = bmi(measured.weight_kg, height)
    else:
        table = "weight_for_length" if days < STANDING_FROM_DAY else "weight_for_height"
        x, value = height, measured.weight_kg
    tables = standard(table, measured.sex)
    lms = tables.at(x)
    if lms is None:
        return without("length_outside", value=round(x, 1), lowest=tables.xs[0], highest=tables.xs[-1])
    z = round(z_score(value, lms, restricted=table in RESTRICTED), 2)
    return Score(indicator, table, x, value, z, class_of(indicator, z, months))
