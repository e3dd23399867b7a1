"""Counts a form: one grouped pass for each thing counted, and the definition says where each group goes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import Diagnosis, LabResult, Patient, Prescription, Visit
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import CODE_OF_SOURCE, FormDefinition, Place
from emr_desktop.forms.facts import PATIENT_FACTS, SOURCES, Fact
from emr_desktop.forms.periods import Period
from emr_desktop.forms.placement import Placement
from emr_desktop.visits.rules import VISIT_TYPES

# What is counted -> its table beside the visit, the order of its lines, and where its own facts lie.
_TABLES: dict[str, type[Diagnosis] | type[LabResult] | type[Prescription]] = {
    "diagnoses": Diagnosis,
    "tests": LabResult,
    "treatments": Prescription,
}

Group = tuple[Fact, ...]  # one value for each of ``fact_columns``


@dataclass(frozen=True)
class CountedThing:
    """One visit, diagnosis or test of the period, and where it goes."""

    visit_id: uuid.UUID
    visit_date: date
    place: Place


@dataclass(frozen=True)
class Count:
    """The figures of one period, zeros left out."""

    cells: Counter[tuple[str, str]]  # row and column -> figure, open cells alone
    astray: Mapping[str, Sequence[Group]]  # source -> groups that landed in a greyed cell or in no row


def count_form(session: Session, definition: FormDefinition, period: Period, count: str) -> Count:
    """Count every cell.

    Args:
        session: a reading session.
        definition: the form.
        period: the days to count.
        count: a key of the definition's choices: ``new`` counts diagnoses of new problems, ``all`` those of
            every visit.
    """
    cells: Counter[tuple[str, str]] = Counter()
    astray: dict[str, dict[Group, None]] = {}
    for source in definition.sources:
        placement = Placement(definition, source)
        facts = fact_columns(definition, source)
        grouped = in_scope(select(*facts, func.count()), definition, source, period, count).group_by(*facts)
        for group in session.connection().execute(grouped):
            for place in placement.places(group):
                if place.is_open and place.row is not None:
                    cells[place.row, place.column] += group[-1]
                else:
                    astray.setdefault(source, {})[tuple(group[:-1])] = None
    return Count(cells, {source: tuple(groups) for source, groups in astray.items()})


def counted_things(
    session: Session,
    definition: FormDefinition,
    period: Period,
    count: str,
    *,
    source: str,
    groups: Sequence[Group] | None = None,
) -> Iterator[CountedThing]:
    """Every single thing behind the figures, by the same selection and rule that count them; in no order.

    Args:
        session: a reading session.
        definition: the form.
        period: the days to count.
        count: a key of the definition's choices.
        source: what to list: ``visits``, ``diagnoses``, ``tests``, ``treatments``.
        groups: only things with these facts, as ``Count.astray`` names them; None lists all.
    """
    placement = Placement(definition, source)
    facts = fact_columns(definition, source)
    single = in_scope(select(*facts, Visit.id, Visit.visit_date), definition, source, period, count)
    wanted = None if groups is None else frozenset(groups)
    if wanted is not None and source in CODE_OF_SOURCE:
        # The index knows codes; whole groups as a condition would be a new statement for every month.
        place_of_code = placement.facts_used.index(CODE_OF_SOURCE[source])
        codes = {str(group[place_of_code]) for group in wanted}
        single = single.where(fact_column(CODE_OF_SOURCE[source], source).in_(sorted(codes)))
    for thing in session.connection().execute(single):
        if wanted is None or tuple(thing[:-2]) in wanted:
            for place in placement.places(thing):
                yield CountedThing(thing[-2], thing[-1], place)


def visits_in_scope(definition: FormDefinition, period: Period, *columns: Any) -> Select[Any]:
    """Select columns of the saved, valid visits that this form counts in this period."""
    return in_scope(select(*columns), definition, "visits", period, "all")


def fact_columns(definition: FormDefinition, source: str) -> list[ColumnElement[Any]]:
    """The columns for the facts that a source's rows depend on; ages are lowered to the last cut below them.

    Any age between two cuts of the definition gives the same answers, so a month has few distinct groups.
    """
    columns: list[ColumnElement[Any]] = []
    for name in definition.facts_used(source):
        column: ColumnElement[Any] = fact_column(name, source).expression
        if name == "age_months" and definition.age_cuts:
            steps = [(Visit.age_months >= cut, cut) for cut in reversed(definition.age_cuts)]
            column = case(*steps, else_=0)
        columns.append(column.label(name))
    return columns


def in_scope(
    chosen: Select[Any], definition: FormDefinition, source: str, period: Period, count: str
) -> Select[Any]:
    """Limit a selection to what a source counts in a period, before any row is chosen."""
    chosen = joined(chosen, definition, source)
    conditions = definition.conditions(source, count)
    if not any(condition.field == "visit_type" for condition in conditions):
        # The counting index begins with the kind of visit: naming all of them lets it serve every form.
        chosen = chosen.where(Visit.visit_type.in_(VISIT_TYPES))
    return chosen.where(
        *admission(period).values(), *(condition_as_sql(condition, source) for condition in conditions)
    )


def joined(chosen: Select[Any], definition: FormDefinition, source: str) -> Select[Any]:
    """Bring the visit, its things of this source and, where the form asks them, the patients together."""
    chosen = chosen.select_from(Visit)
    if definition.asks_patients:
        chosen = chosen.join(Patient, Patient.id == Visit.patient_id)
    if (table := _TABLES.get(source)) is not None:
        chosen = chosen.join(table, table.visit_id == Visit.id)
    return chosen


def admission(period: Period) -> dict[str, ColumnElement[bool]]:
    """What every visit must be before a form looks at it; the name says what it is when this fails."""
    return {
        "other_period": Visit.visit_date.between(period.first_day, period.last_day),
        "open": Visit.status == "done",
        "voided": Visit.voided_at.is_(None),
    }


def fact_column(name: str, source: str) -> InstrumentedAttribute[Any]:
    """The column that a fact of a source lies in."""
    owner: Any = Visit if name in SOURCES["visits"] else _TABLES[source]
    if name in PATIENT_FACTS:
        owner = Patient
    column: InstrumentedAttribute[Any] = getattr(owner, name)
    return column


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
