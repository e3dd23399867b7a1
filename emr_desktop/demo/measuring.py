"""Makes up vital signs that fit age, sex, build and illness."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from random import Random

from emr_desktop.demo import tables
from emr_desktop.demo.people import Person
from emr_desktop.demo.tables import Body, Illness
from emr_desktop.visits.rows import VitalsEntry

_GROWN = 216  # months


def measurements(draw: Random, person: Person, age_months: int, illness: Illness) -> VitalsEntry:
    """What triage wrote down: children are weighed, grown people have their blood pressure taken."""
    child = age_months < 60
    body = _middle(age_months)
    weigh = child or draw.random() < 0.85
    feverish = illness.fever == "yes" or (illness.fever == "some" and draw.random() < 0.4)
    temperature = draw.gauss(38.5, 0.6) if feverish else draw.gauss(36.7, 0.3)
    pressure = age_months >= _GROWN or (age_months >= 144 and draw.random() < 0.3)
    raised = 26.0 if illness.name == "hypertension" else 0.0
    respiration = body.respiration * (1.5 if illness.name == "pneumonia" else 1.1 if feverish else 1.0)
    systolic = round(_within(draw.gauss(body.systolic + raised, 11), 82, 208)) if pressure else None
    thin = 0.68 if illness.name == "marasmus" else 0.82 if illness.treatment == "malnutrition" else 1.0
    return VitalsEntry(
        weight_kg=round(body.weight_kg[person.sex] * person.build * thin * draw.uniform(0.985, 1.015), 1)
        if weigh
        else None,
        height_cm=round(body.height_cm * (0.7 + 0.3 * person.build), 1)
        if age_months >= _GROWN and draw.random() < 0.25
        else None,
        temperature_c=round(_within(temperature, 35.2, 40.7), 1) if draw.random() < 0.93 else None,
        systolic=systolic,
        diastolic=None
        if systolic is None
        else round(_within(draw.gauss(body.diastolic + raised * 0.6, 7), 42, systolic - 15)),
        pulse=round(_within(draw.gauss(body.pulse * (1.12 if feverish else 1.0), 7), 46, 190))
        if draw.random() < 0.6
        else None,
        respiration=round(_within(draw.gauss(respiration, 2), 10, 78))
        if child or draw.random() < 0.3
        else None,
        spo2=round(_within(draw.gauss(91 if illness.name == "pneumonia" else 97.5, 1.5), 86, 100))
        if draw.random() < 0.3
        else None,
        muac_cm=round(body.muac_cm * (0.5 + 0.5 * person.build) * (0.78 if thin < 1 else 1.0), 1)
        if 6 <= age_months < 60
        else None,
    )


@cache
def _middle(age_months: int) -> Body:
    listed = tables.bodies()
    place = bisect_right(listed, age_months, key=lambda body: body.months)
    if place == len(listed):
        return listed[-1]
    before, after = listed[place - 1], listed[place]
    part = (age_months - before.months) / (after.months - before.months)

    def between(one: float, other: float) -> float:
        return one + (other - one) * part

    return Body(
        months=age_months,
        weight_kg={sex: between(before.weight_kg[sex], after.weight_kg[sex]) for sex in ("M", "F")},
        height_cm=between(before.height_cm, after.height_cm),
        muac_cm=between(before.muac_cm, after.muac_cm),
        pulse=between(before.pulse, after.pulse),
        respiration=between(before.respiration, after.respiration),
        systolic=between(before.systolic, after.systolic),
        diastolic=between(before.diastolic, after.diastolic),
    )


def _within(value: float, lowest: float, highest: float) -> float:
    return max(lowest, min(highest, value))
