"""Looks at measurements while they are typed: unreadable, impossible, unlikely, or fine at this age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emr_desktop.errors import ValidationError
from emr_desktop.visits import rules
from emr_desktop.visits.rows import VisitForm, VitalsEntry
from ui.consultation import typed
from ui.consultation.presenter import WHOLE_VITALS, Consultation


@dataclass(frozen=True)
class Remark:
    """What to say about a field. ``blocks`` is False for a question that Enter answers."""

    code: str
    params: Mapping[str, Any]
    blocks: bool


def remark_on(consultation: Consultation, name: str) -> Remark | None:
    """Judge one vitals field as it stands: None when there is nothing to say."""
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
    if consultation.is_confirmed(name):
        return None
    doubt = next(iter(rules.doubts(form, birth_date=born)), None)
    return None if doubt is None else Remark(doubt.code, doubt.params, blocks=False)


def _alone(consultation: Consultation, name: str) -> VitalsEntry:
    text = consultation.fields[name]
    if name == "blood_pressure":
        pressure = typed.blood_pressure(text)
        return VitalsEntry(systolic=pressure[0], diastolic=pressure[1]) if pressure else VitalsEntry()
    if name in WHOLE_VITALS:
        return VitalsEntry(**{name: typed.whole(text, f"vitals.{name}")})
    return VitalsEntry(**{name: typed.number(text, f"vitals.{name}")})  # type: ignore[arg-type]
