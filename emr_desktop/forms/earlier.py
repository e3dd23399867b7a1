"""The figures of a form in the periods before: as they were signed, the others in one grouped pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from db.models import Visit
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import totals
from emr_desktop.forms.periods import Period, period_of
from emr_desktop.forms.placement import Placement
from emr_desktop.forms.sources import fact_columns, in_scope
from emr_desktop.forms.versions import last_version

# What is counted by the date of its visit, and one by one.
BY_VISIT_DATE = ("visits", "diagnoses", "tests", "treatments")


@dataclass(frozen=True)
class EarlierPeriod:
    """One period before; ``visits`` is how many the form looked at, ``rows`` the grand total of each row."""

    period: Period
    visits: int
    rows: Mapping[str, int]


def periods_before(period: Period, number: int) -> tuple[Period, ...]:
    """The periods before this one, the oldest first."""
    found = [period]
    while len(found) <= number:
        found.append(period_of(found[-1].first_day - timedelta(days=1), period.period_type))
    return tuple(reversed(found[1:]))


def earlier_figures(
    session: Session, definition: FormDefinition, period: Period, count: str, *, number: int
) -> tuple[EarlierPeriod, ...]:
    """The totals of each row in the periods before, the oldest first; what has no row is not in them.

    Args:
        session: a reading session.
        definition: the form; rows that are made for each period cannot be compared.
        period: the one that is looked at.
        count: a key of the definition's choices.
        number: how many periods.
    """
    periods = periods_before(period, number)
    visits = _counted_visits(session, definition, periods, count)
    rows: dict[str, Counter[str]] = {}
    unsigned = []
    for one in periods:
        kept = last_version(session, definition, one)
        if kept is not None and kept.reopened_at is None and kept.figures["count"] == count:
            rows[one.code] = Counter(
                {row: totals(definition.columns, cells)["all"] for row, cells in kept.figures["rows"].items()}
            )
        elif visits[one.code]:
            unsigned.append(one)
    if unsigned:
        rows |= _counted_rows(session, definition, unsigned, count)
    return tuple(EarlierPeriod(one, visits[one.code], rows.get(one.code, Counter())) for one in periods)


def _which(periods: Sequence[Period]) -> ColumnElement[int]:
    """The place of the period that a visit lies in."""
    newest_first = [(Visit.visit_date >= one.first_day, at) for at, one in reversed(list(enumerate(periods)))]
    return case(*newest_first, else_=-1).label("which")


def _span(periods: Sequence[Period]) -> Period:
    first, last = periods[0], periods[-1]
    return Period(f"{first.code}-{last.code}", first.period_type, first.first_day, last.last_day)


def _counted_visits(
    session: Session, definition: FormDefinition, periods: Sequence[Period], count: str
) -> Counter[str]:
    which = _which(periods)
    chosen = cast("Select[Any]", select(which, func.count()))
    asked = in_scope(chosen, definition, "visits", _span(periods), count)
    return Counter({periods[at].code: number for at, number in session.execute(asked.group_by(which))})


def _counted_rows(
    session: Session, definition: FormDefinition, periods: Sequence[Period], count: str
) -> dict[str, Counter[str]]:
    which = _which(periods)
    codes = {one.code for one in definition.columns.totalled}
    found: dict[str, Counter[str]] = {one.code: Counter() for one in periods}
    inside = {at: found[one.code] for at, one in enumerate(periods)}
    for source in definition.sources:
        if source not in BY_VISIT_DATE:
            continue
        placement = Placement(definition, source)
        facts = fact_columns(definition, source)
        asked = in_scope(select(*facts, which, func.count()), definition, source, _span(periods), count)
        for group in session.connection().execute(asked.group_by(*facts, which)):
            rows = inside[group[-2]]
            for place in placement.places(group):
                if place.is_open and place.row is not None and place.column.partition(".")[0] in codes:
                    rows[place.row] += group[-1]
    return found
