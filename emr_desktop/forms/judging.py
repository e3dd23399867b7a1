"""The flag of a test result as SQL: what the laboratory's ranges say of a number, for this person.

The visit keeps a result as it was read; the ranges judge it anew. ``laboratory.rules.judge`` says the same of
one result, and the register asks that one, so that the two are compared.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, null

from db.models import LabResult, Visit
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.laboratory import Range, ranges


@cache
def flag_column() -> ColumnElement[Any]:
    """low, high, critical_low, critical_high or normal; nothing without a number or a range for it."""
    judged = [
        (and_(LabResult.test == code, *_fits(line)), _flag(line))
        for code, lines in ranges().items()
        for line in lines
        if lab_tests()[code].kind == "number"
    ]
    return case(*judged, else_=null())


def _fits(line: Range) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = [
        Visit.age_months >= line.from_months,
        Visit.age_months < line.to_months,
    ]
    if line.sex is not None:
        fits.append(Visit.sex == line.sex)
    if line.pregnant is not None:
        fits.append(Visit.pregnancy == "pregnant" if line.pregnant else Visit.pregnancy != "pregnant")
    if line.from_week is not None:
        fits.append(Visit.pregnancy_weeks >= line.from_week)
    if line.to_week is not None:
        fits.append(Visit.pregnancy_weeks < line.to_week)
    return fits


def _flag(line: Range) -> Any:
    """Critical before merely low or high; the limits themselves are still normal."""
    value = LabResult.value
    steps: list[tuple[ColumnElement[bool], Any]] = [(value.is_(None), null())]
    if line.critical_low is not None:
        steps.append((value < line.critical_low, "critical_low"))
    if line.critical_high is not None:
        steps.append((value > line.critical_high, "critical_high"))
    if line.low is not None:
        steps.append((value < line.low, "low"))
    if line.high is not None:
        steps.append((value > line.high, "high"))
    nothing_said = line.low is None and line.high is None
    return case(*steps, else_=null() if nothing_said else "normal")
