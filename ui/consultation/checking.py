"""Looks at measurements while they are typed: unreadable, impossible, unlikely, or fine at this age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.growth.assessing import assess, doubts
from emr_desktop.growth.rows import Assessment, Measured
from emr_desktop.visits import rules
from emr_desktop.visits.rows import VisitForm, VitalsEntry
from ui.consultation import typed
from ui.consultation.presenter import WHOLE_VITALS, Consultation

BODY = ("weight_kg", "height_cm", "muac_cm")  # what growth is judged by


@dataclass(frozen=True)
class Remark:
    """What to say about a field. ``blocks`` is False for a question that Enter answers."""

    code: str
    params: Mapping[str, Any]
    blocks: bool


def remark_on(consultation: Consultation, name: str) -> Remark | None:
    """Judge one vitals field as it stands: None when there is nothing to say."""
    read = _read(consultation, name)
    if isinstance(read, Remark):
        return read
    if consultation.is_confirmed(name):
        return None
    doubt = next(iter(rules.doubts(read, birth_date=consultation.patient.birth_date)), None)
    if doubt is None and name in BODY and consultation.fields[name].strip():
        # Each possible by itself, but hardly together, or hardly at this very age.
        found = doubts(growth_of(consultation))
        doubt = next((each for each in found if each.field == f"vitals.{name}"), None)
    return None if doubt is None else Remark(doubt.code, doubt.params, blocks=False)


def growth_of(consultation: Consultation) -> Assessment:
    """What the measurements say about growth; those that are unreadable or impossible are left out."""
    patient, position = consultation.patient, consultation.fields["height_position"]
    return assess(
        Measured(
            sex=patient.sex,
            birth_date=patient.birth_date,
            on=consultation.visit_date,
            weight_kg=_possible(consultation, "weight_kg"),
            height_cm=_possible(consultation, "height_cm"),
            muac_cm=_possible(consultation, "muac_cm"),
            head_cm=_possible(consultation, "head_cm"),
            lying=position == "lying" if position else None,
            oedema=consultation.fields["oedema"] == "yes",
        )
    )


def _possible(consultation: Consultation, name: str) -> float | None:
    read = _read(consultation, name)
    return None if isinstance(read, Remark) else getattr(read.vitals, name)


def _read(consultation: Consultation, name: str) -> VisitForm | Remark:
    """A visit with this measurement alone, or what keeps it from being one."""
    try:
        vitals = _alone(consultation, name)
    except ValidationError as error:
        return Remark(error.code, error.params, blocks=True)
    form = VisitForm(
        id=consultation.visit_id,
        patient_id=consultation.patient.id,
        visit_date=consultation.visit_date,
        vitals=vitals,
    )
    born = consultation.patient.birth_date
    for problem in rules.problems(form, birth_date=born, today=consultation.visit_date):
        if problem.field.startswith("vitals."):
            return Remark(problem.code, problem.params, blocks=True)
    return form


def _alone(consultation: Consultation, name: str) -> VitalsEntry:
    text = consultation.fields[name]
    if name == "blood_pressure":
        pressure = typed.blood_pressure(text)
        return VitalsEntry(systolic=pressure[0], diastolic=pressure[1]) if pressure else VitalsEntry()
    if name in WHOLE_VITALS:
        return VitalsEntry(**{name: typed.whole(text, f"vitals.{name}")})  # type: ignore[arg-type]
    return VitalsEntry(**{name: typed.number(text, f"vitals.{name}")})  # type: ignore[arg-type]
