"""Where the record keeps what a form counts: the tables of each source, its days, its facts as columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, exists, extract, func, literal, null, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from db.models import (
    CounterReferral,
    Death,
    Diagnosis,
    LabResult,
    Patient,
    Prescription,
    Referral,
    ReferralIn,
    Visit,
    VisitProcedure,
    Vitals,
)
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.facts import PATIENT_FACTS, SOURCES, WITHOUT_VISIT, base_of
from emr_desktop.forms.judging import flag_column
from emr_desktop.forms.periods import Period
from emr_desktop.patients.death_held import death_holds
from emr_desktop.visits.rules import VISIT_TYPES

# What lies beside the visit, a line for each thing; its own facts are columns of the same name.
_BESIDE: dict[str, Any] = {
    "diagnoses": Diagnosis,
    "tests": LabResult,
    "treatments": Prescription,
    "procedures": VisitProcedure,
}


def fact_column(name: str, source: str) -> ColumnElement[Any]:
    """The column, or what is worked out of several, that a fact of a source lies in."""
    base = base_of(source)
    if name in PATIENT_FACTS:
        return _column(Patient, name)
    if (base, name) in _ELSEWHERE:
        column: ColumnElement[Any] = _ELSEWHERE[base, name]()
        return column
    if base not in WITHOUT_VISIT and name in SOURCES["visits"]:
        return _WORKED_OUT[name]() if name in _WORKED_OUT else _column(Visit, name)
    return _column(_BESIDE.get(base, Death), name)


def _column(owner: Any, name: str) -> ColumnElement[Any]:
    column: ColumnElement[Any] = getattr(owner, name).expression
    return column


def _weight() -> ColumnElement[Any]:
    """What was weighed last in the visit."""
    return (
        select(Vitals.weight_kg)
        .where(Vitals.visit_id == Visit.id, Vitals.weight_kg.is_not(None))
        .order_by(Vitals.taken_at.desc(), Vitals.id.desc())
        .limit(1)
        .correlate(Visit)
        .scalar_subquery()
    )


def _age_at_death() -> ColumnElement[Any]:
    """Completed months on the day of death, with the calendar's own years, months and days."""
    born, died = Patient.birth_date, Death.died_on
    months = (extract("year", died) - extract("year", born)) * 12
    months = months + extract("month", died) - extract("month", born)
    # On the last day of a short month a month is not complete yet for who was born on a later day.
    return sql_cast(months - case((extract("day", died) < extract("day", born), 1), else_=0), Integer)


def _was_sent_here() -> ColumnElement[Any]:
    return exists().where(ReferralIn.visit_id == Visit.id).correlate(Visit)


_WORKED_OUT: dict[str, Callable[[], ColumnElement[Any]]] = {
    "weight_kg": _weight,
    "referred_in": _was_sent_here,
}
_ELSEWHERE: dict[tuple[str, str], Any] = {
    ("treatments", "quantity"): lambda: _column(Prescription, "quantity"),
    ("tests", "flag"): flag_column,
    ("procedures", "procedure"): lambda: _column(VisitProcedure, "code"),
    ("referrals", "urgency"): lambda: case((Referral.reason.is_not(None), Referral.urgency), else_=null()),
    ("referrals", "referred_to"): lambda: _column(Visit, "referred_to"),
    ("referrals", "arrived"): lambda: Referral.arrived_on.is_not(None),
    ("referrals", "answered"): lambda: CounterReferral.id.is_not(None),
    ("referrals_in", "sent_by"): lambda: _column(ReferralIn, "kind"),
    ("answers", "urgency"): lambda: case((Referral.reason.is_not(None), Referral.urgency), else_=null()),
    ("deaths", "sex"): lambda: _column(Patient, "sex"),
    ("deaths", "age_months"): _age_at_death,
    ("deaths", "icd10"): lambda: func.coalesce(Death.underlying_icd10, Death.immediate_icd10),
    ("deaths", "concept"): lambda: case(
        (Death.underlying_icd10.is_not(None), Death.underlying_concept), else_=Death.immediate_concept
    ),
    ("deaths", "notified"): lambda: Death.notified_on.is_not(None),
}


def in_scope(
    chosen: Select[Any], definition: FormDefinition, source: str, period: Period, count: str
) -> Select[Any]:
    """Limit a selection to what a source counts in a period, before any row is chosen."""
    base = base_of(source)
    conditions = definition.conditions(source, count)
    limits = [condition_as_sql(condition, source) for condition in conditions]
    if base in WITHOUT_VISIT:
        chosen = chosen.select_from(Death).join(Patient, Patient.id == Death.patient_id)
        return chosen.where(*(own_days(base, period) or ()), death_holds(), *limits)
    chosen = joined(chosen, definition, source)
    if (days := own_days(base, period)) is None:
        if not any(condition.field == "visit_type" for condition in conditions):
            # The counting index begins with the kind of visit: naming all of them lets it serve every form.
            chosen = chosen.where(Visit.visit_type.in_(VISIT_TYPES))
        return chosen.where(*admission(period).values(), *limits)
    # Left to itself the database would look at every visit for its answer: the few with one are named.
    written = aliased(CounterReferral)
    few = select(written.visit_id).where(*_written_in(written.created_at, period))
    chosen = chosen.where(Visit.id.in_(few))
    admitted = admission(period)
    del admitted["other_period"]
    return chosen.where(*days, *admitted.values(), *limits)


def admission(period: Period) -> dict[str, ColumnElement[bool]]:
    """What every visit must be before a form looks at it; the name says what it is when this fails."""
    return {
        "other_period": Visit.visit_date.between(period.first_day, period.last_day),
        "open": Visit.status == "done",
        "voided": Visit.voided_at.is_(None),
    }


def own_days(base: str, period: Period) -> list[ColumnElement[bool]] | None:
    """The days of what is counted by its own day, not by that of a visit; None for everything else."""
    if base == "deaths":
        return [Death.died_on.between(period.first_day, period.last_day)]
    if base == "answers":
        # An answer belongs in the month it was recorded in: one that comes late changes no month before.
        return _written_in(CounterReferral.created_at, period)
    return None


def _written_in(at: Any, period: Period) -> list[ColumnElement[bool]]:
    return [at >= midnight(period.first_day), at < midnight(period.last_day + timedelta(days=1))]


def joined(chosen: Select[Any], definition: FormDefinition, source: str) -> Select[Any]:
    """Bring the visit, its things of this source and, where the form asks them, the patients together."""
    base = base_of(source)
    chosen = chosen.select_from(Visit)
    if definition.asks_patients or base in WITHOUT_VISIT:
        chosen = chosen.join(Patient, Patient.id == Visit.patient_id)
    if (table := _BESIDE.get(base)) is not None:
        return chosen.join(table, table.visit_id == Visit.id)
    referral = (Referral.visit_id == Visit.id) & Referral.voided_at.is_(None)
    answer = (CounterReferral.referral_id == Referral.id) & CounterReferral.voided_at.is_(None)
    if base == "referrals":
        # A visit that ended so is a referral, also where nobody wrote a letter.
        sent = chosen.outerjoin(Referral, referral).outerjoin(CounterReferral, answer)
        return sent.where(Visit.outcome == "referred")
    if base == "referrals_in":
        return chosen.join(ReferralIn, ReferralIn.visit_id == Visit.id)
    if base == "answers":
        return chosen.join(Referral, referral).join(CounterReferral, answer)
    if base in WITHOUT_VISIT:
        return chosen.join(Death, (Death.visit_id == Visit.id) & death_holds())
    return chosen


def midnight(day: date) -> datetime:
    """When a day begins at the facility."""
    return datetime.combine(day, time.min, EAST_AFRICA).astimezone(UTC)


def fact_columns(definition: FormDefinition, source: str) -> list[ColumnElement[Any]]:
    """The columns for the facts that a source's rows depend on; numbers are lowered to steps.

    Any age between two cuts of the definition gives the same answers, so a month has few distinct groups. A
    weight between two limits likewise, where the limit itself is a step of its own.
    """
    columns: list[ColumnElement[Any]] = []
    for name in definition.facts_used(source):
        column = fact_column(name, source)
        if name == "age_months" and definition.age_cuts:
            column = case(*[(column >= cut, cut) for cut in reversed(definition.age_cuts)], else_=0)
        elif limits := definition.limits(name):
            column = _stepped(column, limits)
        columns.append(column.label(f"fact_{name}"))
    return columns


def _stepped(column: ColumnElement[Any], limits: tuple[int, ...]) -> ColumnElement[Any]:
    steps: list[tuple[ColumnElement[bool], Any]] = []
    for limit in reversed(limits):
        steps += [(column > limit, literal(limit + 0.5)), (column == limit, literal(float(limit)))]
    return case(*steps, (column < limits[0], literal(limits[0] - 0.5)), else_=null())


def condition_as_sql(condition: Condition, source: str) -> ColumnElement[bool]:
    """The condition as the database is asked it."""
    column = fact_column(condition.field, source)
    given = [value for value in condition.values if value is not None]
    if not given:
        return column.is_(None) if condition.operator == "=" else column.is_not(None)
    if condition.operator == "=":
        one_of = column == given[0] if len(given) == 1 else column.in_(given)
        return one_of | column.is_(None) if None in condition.values else one_of
    if condition.operator == "!=":
        none_of = column.not_in(given)
        return none_of & column.is_not(None) if None in condition.values else none_of | column.is_(None)
    limit = given[0]
    comparisons: dict[str, ColumnElement[bool]] = {
        "<": column < limit,
        "<=": column <= limit,
        ">": column > limit,
        ">=": column >= limit,
    }
    return comparisons[condition.operator]
