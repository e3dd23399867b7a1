"""Counts a form: one grouped pass for each thing counted, and the definition says where each group goes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.orm import Session

from db.models import Death, Prescription, Visit
from emr_desktop.forms.amounts import WEIGHED, amount_of
from emr_desktop.forms.definition import FormDefinition, Place
from emr_desktop.forms.facts import CODE_OF_SOURCE, WITHOUT_VISIT, Fact, base_of
from emr_desktop.forms.periods import Period
from emr_desktop.forms.placement import Placement
from emr_desktop.forms.sources import fact_column, fact_columns, in_scope

Group = tuple[Fact, ...]  # one value for each of ``fact_columns``


@dataclass(frozen=True)
class CountedThing:
    """One visit, diagnosis, test, medicine or death of the period, and where it goes."""

    visit_id: uuid.UUID  # of a death that belongs to no visit: the death itself
    visit_date: date
    place: Place
    amount: int = 1  # what it adds to the figure: more than one where units are counted
    death_id: uuid.UUID | None = None


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
    for base, sources in definition.bases.items():
        placements = [(source, Placement(definition, source)) for source in sources]
        columns = [*fact_columns(definition, base), *_weight(sources)]
        grouped = _selected(select(*columns, func.count()), definition, base, period, count)
        # By name: what is worked out is worked out once.
        grouped = grouped.group_by(*(literal_column(column.key or "") for column in columns))
        code = _place_of_code(placements[0][1], base)
        facts = len(placements[0][1].facts_used)
        for group in session.connection().execute(grouped):
            for source, placement in placements:
                times = group[-1]
                if source in WEIGHED:
                    times *= amount_of(source, str(group[code]), group[facts])
                for place in placement.places(group):
                    if place.is_open and place.row is not None:
                        cells[place.row, place.column] += times
                    else:
                        astray.setdefault(source, {})[tuple(group[:facts])] = None
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
        source: what to list: a source of the definition.
        groups: only things with these facts, as ``Count.astray`` names them; None lists all.
    """
    placement = Placement(definition, source)
    base, facts = base_of(source), len(placement.facts_used)
    which: tuple[Any, ...] = (
        (Death.died_on, func.coalesce(Death.visit_id, Death.id), Death.id)
        if base in WITHOUT_VISIT
        else (Visit.visit_date, Visit.id)
    )
    columns = [*fact_columns(definition, source), *which, *_weight((source,))]
    single = _selected(select(*columns), definition, source, period, count)
    wanted = None if groups is None else frozenset(groups)
    code = _place_of_code(placement, source)
    if wanted is not None and source in CODE_OF_SOURCE and base not in WITHOUT_VISIT:
        # The index knows codes; whole groups as a condition would be a new statement for every month.
        codes = {str(group[code]) for group in wanted}
        single = single.where(fact_column(CODE_OF_SOURCE[source], source).in_(sorted(codes)))
    for thing in session.connection().execute(single):
        if wanted is None or tuple(thing[:facts]) in wanted:
            amount = amount_of(source, str(thing[code]), thing[-1]) if source in WEIGHED else 1
            death = thing[facts + 2] if base in WITHOUT_VISIT else None
            for place in placement.places(thing):
                yield CountedThing(thing[facts + 1], thing[facts], place, amount, death)


def visits_in_scope(definition: FormDefinition, period: Period, *columns: Any) -> Select[Any]:
    """Select columns of the saved, valid visits that this form counts in this period."""
    return in_scope(select(*columns), definition, "visits", period, "all")


def _selected(
    chosen: Select[Any], definition: FormDefinition, source: str, period: Period, count: str
) -> Select[Any]:
    """What is in scope; where a form leaves out all codes but its own, those alone are read."""
    chosen = in_scope(chosen, definition, source, period, count)
    base = base_of(source)
    if (codes := definition.asked_codes(base)) is not None:
        chosen = chosen.where(fact_column(CODE_OF_SOURCE[base], base).in_(codes))
    return chosen


def _weight(sources: Sequence[str]) -> list[ColumnElement[Any]]:
    return [Prescription.quantity.label("weight")] if WEIGHED & set(sources) else []


def _place_of_code(placement: Placement, source: str) -> int:
    code = CODE_OF_SOURCE.get(source)
    return placement.facts_used.index(code) if code is not None else -1
