"""Says of a visit where each form counts it, and of what is counted nowhere the first condition that fails.

Nothing is decided here: the database is asked the very conditions that limit the count, one by one, and the
definition that fills the cells says where each thing goes.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormVersion, Patient, Visit
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import FormDefinition, Place
from emr_desktop.forms.explained import ExplainedCell, ExplainedForm, ExplainedThing, FoundVisit, Reason
from emr_desktop.forms.fact_words import (
    LANGUAGES,
    column_params,
    condition_words,
    period_params,
    row_params,
    source_words,
    value_words,
)
from emr_desktop.forms.facts import CODE_OF_SOURCE, SOURCES, Fact, base_of
from emr_desktop.forms.periods import Period
from emr_desktop.forms.sources import admission, condition_as_sql, fact_column, joined, own_days
from emr_desktop.forms.versions import last_version

PAPER = "paper"  # the source of a visit that was entered from paper later
_MOST_VISITS = 100

# Conditions that people ask about most have a sentence of their own; the others share one.
_OWN_SENTENCE: dict[tuple[str, tuple[Fact, ...]], str] = {
    ("certainty", ("confirmed",)): "form.why.provisional",
    ("new_problem", (True,)): "form.why.reattendance",
}


def read_asked_visit(session: Session, visit_id: uuid.UUID) -> tuple[Visit, str]:
    """The visit and the number of its patient.

    Raises:
        EmrError: ``visit.missing``.
    """
    found = session.execute(
        select(Visit, Patient.number)
        .join(Patient, Patient.id == Visit.patient_id)
        .where(Visit.id == visit_id)
    ).one_or_none()
    if found is None:
        raise EmrError("visit.missing")
    return found[0], found[1]


def visits_of_number(session: Session, number: str) -> tuple[FoundVisit, ...]:
    """The visits of the patient with this number, cancelled ones too, newest first.

    The number may be that of a record that was merged: then those of the record that stayed.

    Raises:
        EmrError: ``form.why.nobody``.
    """
    patient = session.scalars(select(Patient).where(Patient.number == number.strip())).one_or_none()
    while patient is not None and patient.merged_into is not None:
        patient = session.get(Patient, patient.merged_into)
    if patient is None:
        raise EmrError("form.why.nobody", number=number.strip())
    found = session.scalars(
        select(Visit)
        .where(Visit.patient_id == patient.id)
        .order_by(Visit.visit_date.desc(), Visit.started_at.desc())
        .limit(_MOST_VISITS)
    )
    return tuple(
        FoundVisit(
            visit=one.id,
            date=one.visit_date,
            patient_number=patient.number,
            visit_type=one.visit_type,
            status=one.status,
            is_void=one.voided_at is not None,
        )
        for one in found
    )


def explain_form(
    session: Session, definition: FormDefinition, period: Period, visit: Visit, count: str
) -> ExplainedForm:
    """What one form makes of the visit in one period.

    Args:
        session: a reading session.
        definition: the form, with its rows if those are made for each period.
        period: its days; a visit outside of them is told so.
        visit: the visit, saved or not, cancelled or not.
        count: a key of the definition's choices.
    """
    outside = _first_failing(session, definition, period, visit, count)
    things = (
        ()
        if outside is not None
        else tuple(
            thing
            for source in definition.sources
            for thing in _things(session, definition, period, visit.id, source, count)
        )
    )
    return ExplainedForm(
        form=definition.form,
        edition=definition.edition,
        name_en=definition.name_en,
        name_sw=definition.name_sw,
        period=period.code,
        reason=outside,
        things=things,
        notes=_notes(session, definition, period, visit),
    )


def _first_failing(
    session: Session, definition: FormDefinition, period: Period, visit: Visit, count: str
) -> Reason | None:
    """Why a form does not look at the visit at all."""
    admitted = admission(period)
    conditions = _of_every_visit(definition, count)
    facts, answers = _asked(session, definition, visit.id, "visits", conditions, tuple(admitted.values()))[0]
    for name, holds in zip(admitted, answers, strict=False):
        if not holds:
            return _not_admitted(name, period, visit)
    return _condition_failing(conditions, answers[len(admitted) :], facts)


def _of_every_visit(definition: FormDefinition, count: str) -> tuple[Condition, ...]:
    """The conditions that every source of the form shares: what the form asks of a visit."""
    shared = [set(definition.conditions(source, count)) for source in definition.sources]
    first = definition.conditions(definition.sources[0], count) if definition.sources else ()
    return tuple(
        condition
        for condition in first
        if condition.field in SOURCES["visits"] and all(condition in one for one in shared)
    )


def _not_admitted(name: str, period: Period, visit: Visit) -> Reason:
    params: dict[str, object] = {
        "day": f"{visit.visit_date:%d/%m/%Y}",
        **period_params(period.code, period.period_type),
    }
    if name == "voided" and visit.voided_at is not None:
        params |= {"on": f"{local(visit.voided_at):%d/%m/%Y}", "words": visit.void_reason or "-"}
    return Reason(f"form.why.{name}", params)


def _asked(
    session: Session,
    definition: FormDefinition,
    visit_id: uuid.UUID,
    source: str,
    conditions: Sequence[Condition],
    more: Sequence[Any] = (),
) -> list[tuple[dict[str, Fact], tuple[Any, ...]]]:
    """The facts of each thing, and what the database says to each condition (``more`` first)."""
    asked_of_it = [name for name in definition.facts_used(source) if name in SOURCES[source]]
    names = tuple(dict.fromkeys((*asked_of_it, *(condition.field for condition in conditions))))
    asked = select(
        *(fact_column(name, source).label(f"fact_{name}") for name in names),
        *(one.label(f"more_{at}") for at, one in enumerate(more)),
        *(condition_as_sql(one, source).label(f"holds_{at}") for at, one in enumerate(conditions)),
    )
    rows = session.execute(joined(asked, definition, source).where(Visit.id == visit_id))
    width = len(names)
    return [(dict(zip(names, line, strict=False)), tuple(line[width:])) for line in rows]


def _condition_failing(
    conditions: Sequence[Condition], answers: Sequence[Any], facts: Mapping[str, Fact]
) -> Reason | None:
    for condition, holds in zip(conditions, answers, strict=True):
        if not holds:
            return _reason_of(condition, facts)
    return None


def _reason_of(condition: Condition, facts: Mapping[str, Fact]) -> Reason:
    code = "form.why.condition"
    if condition.operator == "=":
        code = _OWN_SENTENCE.get((condition.field, condition.values), code)
    return Reason(code, _condition_params(condition, facts))


def _condition_params(condition: Condition, facts: Mapping[str, Fact]) -> dict[str, object]:
    here = facts[condition.field]
    params: dict[str, object] = {"fact": condition.field, "here": here}
    for language in LANGUAGES:
        params[f"condition_{language}"] = condition_words(condition, language)
        params[f"here_{language}"] = value_words(here, language)
    return params


def _things(
    session: Session,
    definition: FormDefinition,
    period: Period,
    visit_id: uuid.UUID,
    source: str,
    count: str,
) -> list[ExplainedThing]:
    conditions = definition.conditions(source, count)
    # A death or an answer is there on its own day, whatever the day of its visit.
    days = own_days(base_of(source), period) or []
    found = [
        (facts, answers[len(days) :])
        for facts, answers in _asked(session, definition, visit_id, source, conditions, days)
        if all(answers[: len(days)])
    ]
    if not found:
        said: dict[str, object] = {f"what_{each}": source_words(source, each) for each in LANGUAGES}
        return [ExplainedThing(source, "", (), Reason("form.why.nothing_there", said))]
    things = []
    for facts, answers in found:
        code = str(facts[CODE_OF_SOURCE[source]] or "") if source in CODE_OF_SOURCE else ""
        failing = _condition_failing(conditions, answers, facts)
        places = definition.places(source, facts) if failing is None else ()
        cells = tuple(
            _cell(definition, place.row, place.column)
            for place in places
            if place.row is not None and place.is_open
        )
        reason = None if cells else failing or _without_cell(definition, source, code, facts, places)
        things.append(ExplainedThing(source, code, cells, reason))
    return things


def _cell(definition: FormDefinition, row: str, column: str) -> ExplainedCell:
    rule = definition.rules[row]
    words = column_params(definition.columns, column)
    return ExplainedCell(row, column, rule.en, rule.sw, str(words["column_en"]), str(words["column_sw"]))


def _without_cell(
    definition: FormDefinition,
    source: str,
    code: str,
    facts: Mapping[str, Fact],
    places: Sequence[Place],
) -> Reason:
    """Why a thing that the form looks at finds no cell: greyed, or no row takes it."""
    for place in places:
        if place.row is not None:
            params = row_params(definition, place.row)
            return Reason("form.why.greyed_cell", params | column_params(definition.columns, place.column))
    params = {"code": code}
    if source not in CODE_OF_SOURCE:
        return Reason("form.why.no_visit_row", params)
    for rule in definition.rules_for_code(source, code, str(facts.get("concept") or "")):
        failing = next((one for one in rule.when if not one.holds(facts)), None)
        if failing is not None:
            params |= row_params(definition, rule.row) | _condition_params(failing, facts)
            return Reason("form.why.row_condition", params)
    return Reason("form.why.no_row" if places else "form.why.left_out", params)


def _notes(session: Session, definition: FormDefinition, period: Period, visit: Visit) -> tuple[Reason, ...]:
    notes = []
    if visit.source == PAPER:
        entered: dict[str, object] = {"on": f"{local(visit.created_at):%d/%m/%Y}"}
        notes.append(Reason("form.why.from_paper", entered))
    version = last_version(session, definition, period)
    if version is not None and version.reopened_at is None:
        notes += _since_signed(version, visit)
    return tuple(notes)


def _since_signed(version: FormVersion, visit: Visit) -> list[Reason]:
    params: dict[str, object] = {"version": version.version}
    params["signed"] = f"{local(version.closed_at):%d/%m/%Y %H:%M}"
    if visit.created_at > version.closed_at:
        return [Reason("form.why.not_in_version", params)]
    if visit.voided_at is not None and visit.voided_at > version.closed_at:
        return [Reason("form.why.voided_since_version", params)]
    if visit.updated_at > version.closed_at:
        return [Reason("form.why.changed_since_version", params)]
    return []
