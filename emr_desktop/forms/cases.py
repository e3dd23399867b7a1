"""The visits behind a number, one line for each thing that was counted."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Death, Diagnosis, Patient, Visit
from db.portions import portions
from emr_desktop.errors import EmrError
from emr_desktop.forms.counting import counted_things
from emr_desktop.forms.definition import ColumnSet, FormDefinition, RowRule
from emr_desktop.forms.facts import WITHOUT_VISIT
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import CaseLine
from emr_desktop.visits.age import age_text, age_text_of_months, completed_months


def case_lines(
    session: Session,
    definition: FormDefinition,
    period: Period,
    count: str,
    *,
    row: str,
    column: str | None,
) -> tuple[CaseLine, ...]:
    """List what was counted in a cell, a total or a row, by date.

    Args:
        session: a reading session.
        definition: the form.
        period: the days to count.
        count: a key of the definition's choices.
        row: a row of the form.
        column: ``y1_4.F``; ``F`` or ``y1_4`` for that total; None or ``all`` for the whole row.

    Raises:
        EmrError: ``form.row_unknown``, ``form.column_unknown``.
    """
    if row not in definition.rules:
        raise EmrError("form.row_unknown", row=row, form=definition.form, edition=definition.edition)
    rule = definition.rules[row]
    wanted = _column_test(definition.columns, rule, column)
    things = [
        (thing.visit_date, thing.death_id or thing.visit_id, thing.amount)
        for thing in counted_things(session, definition, period, count, source=rule.counts)
        if thing.place.row == row and thing.place.is_open and wanted(thing.place.column)
    ]
    ids = list(dict.fromkeys(each for _, each, _ in sorted(things)))
    lines = _of_deaths(session, ids) if rule.counts in WITHOUT_VISIT else visit_lines(session, ids)
    return tuple(
        lines[each] if amount == 1 else replace(lines[each], amount=amount)
        for _, each, amount in sorted(things)
    )


def _column_test(columns: ColumnSet, rule: RowRule, column: str | None) -> Callable[[str], bool]:
    totalled = {
        f"{band.code}.{part.code}"
        for band in columns.totalled_of(rule.open_columns)
        for part in columns.parts
    }
    if column is None or column == "all":
        return lambda code: code in totalled
    if column in columns.codes:
        return lambda code: code == column
    if column in {band.code for band in columns.bands}:
        return lambda code: code.split(".")[0] == column
    if column in {part.code for part in columns.parts}:
        return lambda code: code in totalled and code.split(".")[1] == column
    raise EmrError("form.column_unknown", column=column, columns=" ".join(columns.codes))


def visit_lines(session: Session, visit_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, CaseLine]:
    """What is listed of each of these visits."""
    lines: dict[uuid.UUID, CaseLine] = {}
    for portion in portions(visit_ids):
        diagnoses: dict[uuid.UUID, list[str]] = {}
        for visit_id, icd10 in session.execute(
            select(Diagnosis.visit_id, Diagnosis.icd10)
            .where(Diagnosis.visit_id.in_(portion))
            .order_by(Diagnosis.visit_id, Diagnosis.position)
        ):
            diagnoses.setdefault(visit_id, []).append(icd10)
        for visit_id, day, sex, months, number, first, middle, last, birth_date in session.execute(
            select(
                Visit.id,
                Visit.visit_date,
                Visit.sex,
                Visit.age_months,
                Patient.number,
                Patient.first_name,
                Patient.middle_name,
                Patient.last_name,
                Patient.birth_date,
            )
            .join(Patient, Patient.id == Visit.patient_id)
            .where(Visit.id.in_(portion))
        ):
            lines[visit_id] = CaseLine(
                visit=visit_id,
                date=day,
                patient_number=number,
                patient_name=" ".join(part for part in (first, middle, last) if part),
                sex=sex,
                age=_age(months, birth_date, day),
                diagnoses=tuple(diagnoses.get(visit_id, ())),
            )
    return lines


def _of_deaths(session: Session, death_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, CaseLine]:
    """Deaths with their cause, and the visit where there was one."""
    lines: dict[uuid.UUID, CaseLine] = {}
    for portion in portions(death_ids):
        for death, patient in session.execute(
            select(Death, Patient).join(Patient, Patient.id == Death.patient_id).where(Death.id.in_(portion))
        ):
            cause = death.underlying_icd10 or death.immediate_icd10
            names = (patient.first_name, patient.middle_name, patient.last_name)
            lines[death.id] = CaseLine(
                visit=death.visit_id,
                date=death.died_on,
                patient_number=patient.number,
                patient_name=" ".join(part for part in names if part),
                sex=patient.sex,
                age=age_text(min(patient.birth_date, death.died_on), death.died_on),
                diagnoses=(cause,) if cause is not None else (),
            )
    return lines


def _age(months: int, birth_date: date, on: date) -> str:
    """The age the visit was counted with; days and weeks only where the birth date still says the same."""
    if birth_date <= on and completed_months(birth_date, on) == months:
        return age_text(birth_date, on)
    return age_text_of_months(months)
