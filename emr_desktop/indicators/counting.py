"""Counts rows of forms over many periods in one grouped pass, and visits that no row counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from db.models import Diagnosis, Patient, Prescription, Visit, Vitals
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import (
    FALLBACK,
    ColumnHeading,
    ColumnSet,
    FormDefinition,
    Place,
    RowRule,
    bare_code,
)
from emr_desktop.forms.facts import CODE_OF_SOURCE
from emr_desktop.forms.periods import Period
from emr_desktop.forms.placement import Placement
from emr_desktop.forms.sources import fact_column, fact_columns, in_scope
from emr_desktop.indicators.definition import VisitChoice
from emr_desktop.prescribing.tables import family_of, ingredients
from emr_desktop.visits.rules import VISIT_TYPES

Cells = Counter[tuple[str, str]]  # row and column -> figure
_CATEGORY = 3  # letters of an ICD-10 category


def count_periods(
    session: Session, definition: FormDefinition, periods: Sequence[Period], count: str, rows: Sequence[str]
) -> dict[str, Cells]:
    """Count rows of a form in each of many periods, by the form's own rule, in one grouped pass.

    Args:
        session: a reading session.
        definition: the form, its rows written down.
        periods: of one kind, none overlapping another; in any order.
        count: a key of the definition's choices.
        rows: which rows; cells of others are not in the answer.
    """
    counted: dict[str, Cells] = {period.code: Counter() for period in periods}
    for number, place, figure in _grouped(session, definition, periods, count, rows):
        counted[periods[number].code][str(place.row), place.column] += figure
    return counted


def count_totals(
    session: Session, definition: FormDefinition, periods: Sequence[Period], count: str, rows: Sequence[str]
) -> dict[str, Counter[str]]:
    """The totals of rows in each of many periods: what ``total`` of ``count_periods`` gives, sooner.

    Where the paper has no cell open to one sex or age alone, they need not be told apart.
    """
    counted: dict[str, Counter[str]] = {period.code: Counter() for period in periods}
    totalled = frozenset(columns_of(definition, "all"))
    plain = _without_ages(definition, rows)
    asked = definition if plain is None else plain
    for number, place, figure in _grouped(session, asked, periods, count, rows):
        if plain is not None or place.column in totalled:
            counted[periods[number].code][str(place.row)] += figure
    return counted


def _grouped(
    session: Session, definition: FormDefinition, periods: Sequence[Period], count: str, rows: Sequence[str]
) -> Iterator[tuple[int, Place, int]]:
    """The number of the period, the open cell and a figure; a cell comes many times."""
    wanted = frozenset(rows)
    for source in dict.fromkeys(definition.rules[row].counts for row in rows):
        asked = _narrowed(definition, source, rows)
        if source not in asked.sources:
            continue
        placement = Placement(asked, source)
        facts = fact_columns(asked, source)
        for span in spans(periods):
            number = _number_of_period(periods, span)
            grouped = in_scope(select(*facts, number, func.count()), asked, source, span, count).where(
                *_codes_of(asked, source, rows)
            )
            for group in session.connection().execute(grouped.group_by(*facts, number)):
                for place in placement.places(group[:-2]):
                    if place.is_open and place.row in wanted:
                        yield group[-2], place, group[-1]


def _without_ages(definition: FormDefinition, rows: Sequence[str]) -> FormDefinition | None:
    """The form with as few columns as its totals allow; None when a sex of a row is greyed alone."""
    columns = definition.columns
    totalled = frozenset(columns_of(definition, "all"))
    rules = [definition.rules[row] for row in rows]
    if all(rule.open_columns >= totalled for rule in rules):
        bands: tuple[ColumnHeading, ...] = (ColumnHeading("all", "", "", (), columns.blocks[0].code),)
    else:
        bands = columns.totalled
        for rule in rules:
            for band in bands:
                opened = [f"{band.code}.{part.code}" in rule.open_columns for part in columns.parts]
                if any(opened) != all(opened):
                    return None
    first = columns.parts[0].code

    def opened_in(rule: RowRule) -> frozenset[str]:
        if bands[0].code == "all":
            return frozenset({"all.all"})
        return frozenset(f"{band.code}.all" for band in bands if f"{band.code}.{first}" in rule.open_columns)

    fewer = ColumnSet(columns.code, columns.blocks[:1], bands, (ColumnHeading("all", "", "", ()),), {})
    kept = tuple(replace(rule, open_columns=opened_in(rule)) for rule in definition.rows)
    return replace(definition, columns=fewer, rows=kept, _candidates={})


def total(definition: FormDefinition, cells: Cells, rows: Iterable[str], *, column: str = "all") -> int:
    """The sum of rows in a column, a band, a part, or everything a total adds."""
    columns = columns_of(definition, column)
    return sum(cells[row, each] for row in rows for each in columns)


def columns_of(definition: FormDefinition, column: str) -> tuple[str, ...]:
    """The columns that a total, a band, a part or a column stands for; none for an unknown word."""
    parts = tuple(part.code for part in definition.columns.parts)
    totalled = tuple(f"{band.code}.{part}" for band in definition.columns.totalled for part in parts)
    if column == "all":
        return totalled
    if column in parts:
        return tuple(each for each in totalled if each.split(".")[1] == column)
    return tuple(each for each in definition.columns.codes if column in (each, each.split(".")[0]))


def spans(periods: Sequence[Period]) -> Iterator[Period]:
    """The stretches of days that periods make up together."""
    begun: Period | None = None
    for period in sorted(periods, key=lambda one: one.first_day):
        if begun is not None and period.first_day <= begun.last_day + timedelta(days=1):
            begun = replace(begun, last_day=max(begun.last_day, period.last_day))
            continue
        if begun is not None:
            yield begun
        begun = period
    if begun is not None:
        yield begun


def _number_of_period(periods: Sequence[Period], span: Period) -> ColumnElement[int]:
    """Which of the periods a visit lies in: a search by halves, so that 300 weeks cost eight comparisons."""
    numbered = sorted(
        (period.first_day, number)
        for number, period in enumerate(periods)
        if span.first_day <= period.first_day <= span.last_day
    )

    def half(low: int, high: int) -> ColumnElement[int]:
        if high - low == 1:
            return literal(numbered[low][1], Integer)
        middle = (low + high) // 2
        return case((Visit.visit_date < numbered[middle][0], half(low, middle)), else_=half(middle, high))

    return half(0, len(numbered)).label("period")


def _narrowed(definition: FormDefinition, source: str, rows: Sequence[str]) -> FormDefinition:
    """Leave out rows that cannot change the answer; where codes choose the row, every row may."""
    if source in CODE_OF_SOURCE:
        layers = {definition.layers.get(definition.rules[row].section, "") for row in rows}
        kept = tuple(
            rule
            for rule in definition.rows
            if rule.counts == source and definition.layers.get(rule.section, "") in layers
        )
    else:
        kept = tuple(definition.rules[row] for row in rows if definition.rules[row].counts == source)
    return replace(definition, rows=kept, _candidates={})


def _codes_of(
    definition: FormDefinition, source: str, rows: Sequence[str]
) -> tuple[ColumnElement[bool], ...]:
    """Limit to codes that may belong in these rows; more may pass, none is missing."""
    if source not in CODE_OF_SOURCE:
        return ()
    groups = {rule.group for rule in definition.rows if rule.row in rows and rule.group is not None}
    codes = {
        bare_code(code)
        for rule in definition.rows
        if rule.row in rows or (rule.counts == source and rule.group in groups)
        for code in rule.codes
    }
    if not codes or FALLBACK in codes:
        return ()
    column: Any = fact_column(CODE_OF_SOURCE[source], source)
    if source != "diagnoses":
        return (func.upper(column).in_(sorted(codes)),)
    shortest = min(_CATEGORY, *(len(code) for code in codes))
    return (func.substr(column, 1, shortest).in_(sorted({code[:shortest] for code in codes})),)


# visits that no row counts ------------------------------------------------------------------------------


def count_choices(
    session: Session, choices: Sequence[VisitChoice], periods: Sequence[Period]
) -> dict[str, tuple[int, ...]]:
    """How many visits fit each choice, period by period: one pass a period."""
    found: dict[str, tuple[int, ...]] = {}
    for period in periods:
        sums = [func.sum(case((and_(*_tests(choice)), 1), else_=0)) for choice in choices]
        row = session.execute(_visits(select(*sums), period)).one() if sums else ()
        found[period.code] = tuple(int(value or 0) for value in row)
    return found


def choice_visits(choice: VisitChoice, period: Period, *, without: VisitChoice | None = None) -> Select[Any]:
    """Select day and id of the visits of a choice; with ``without`` those that do not fit that one."""
    chosen = _visits(select(Visit.visit_date, Visit.id), period).where(*_tests(choice))
    if without is not None:
        chosen = chosen.where(case((and_(*_tests(without)), 0), else_=1) == 1)
    return chosen


def _visits(chosen: Any, period: Period) -> Select[Any]:
    limited: Select[Any] = chosen.select_from(Visit).where(
        Visit.visit_type.in_(VISIT_TYPES),
        Visit.visit_date.between(period.first_day, period.last_day),
        Visit.status == "done",
        Visit.voided_at.is_(None),
    )
    return limited


def _tests(choice: VisitChoice) -> tuple[ColumnElement[bool], ...]:
    """What a visit must be; an empty choice takes every visit."""
    tests = [_holds(condition) for condition in choice.among]
    if choice.only:
        tests += [_diagnosed(_begins(choice.only)), ~_diagnosed(~_begins(choice.only))]
    if choice.any:
        tests.append(_diagnosed(_begins(choice.any)))
    if choice.given:
        medicines = sorted(medicines_of_class(choice.given))
        tests.append(exists().where(Prescription.visit_id == Visit.id, Prescription.medicine.in_(medicines)))
    if choice.has:
        tests.append(_recorded(choice.has))
    return tuple(tests) or (Visit.id.is_not(None),)


def _holds(condition: Condition) -> ColumnElement[bool]:
    column: Any = fact_column(condition.field, "visits")
    value: Any = condition.values[0]
    if condition.operator == "=":
        return column.in_(condition.values)  # type: ignore[no-any-return]
    comparisons: dict[str, Any] = {
        "<": column < value,
        "<=": column <= value,
        ">": column > value,
        ">=": column >= value,
    }
    return comparisons[condition.operator]  # type: ignore[no-any-return]


def _diagnosed(test: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Diagnosis.visit_id == Visit.id, test)


def _begins(codes: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(Diagnosis.icd10.startswith(code, autoescape=True) for code in codes))


def _recorded(what: str) -> ColumnElement[bool]:
    if what == "diagnosis":
        return exists().where(Diagnosis.visit_id == Visit.id)
    if what == "weight":
        return exists().where(Vitals.visit_id == Visit.id, Vitals.weight_kg.is_not(None))
    if what == "village":
        return exists().where(
            Patient.id == Visit.patient_id, Patient.village.is_not(None), Patient.village != ""
        )
    column: Any = {
        "test": Visit.malaria_test,
        "exemption": Visit.exemption,
        "clinician": Visit.clinician_id,
    }[what]
    return column.is_not(None)  # type: ignore[no-any-return]


@cache
def medicines_of_class(name: str) -> frozenset[str]:
    """Formulary codes of medicines that reach the whole body and hold something of a class."""
    return frozenset(
        medicine
        for medicine, parts in ingredients().items()
        if any(part.systemic and name in family_of(part.code) for part in parts)
    )


def choices_in(sources: Iterable[object]) -> Mapping[VisitChoice, int]:
    """Different choices with a number each."""
    found = dict.fromkeys(source for source in sources if isinstance(source, VisitChoice))
    return {choice: number for number, choice in enumerate(found)}
