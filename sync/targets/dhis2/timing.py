"""Says for what a period was refused: 2.43 has one code for too late, too early and no window."""

from __future__ import annotations

from datetime import date

from emr_desktop.forms.periods import parse_period
from sync.problems import Kind, Problem
from sync.targets.dhis2.mapping import dhis2_period
from sync.targets.dhis2.metadata import DataSetMetadata, deadline

_ALL_THREE = "E8030"


def explain_timing(problem: Problem, data_set: DataSetMetadata, *, period: str, today: date) -> Problem:
    """Tell apart what ``E8030`` means, from the data set's own dates; any other problem stays as it is.

    2.43.0 and 2.43.1 refuse a period inside a window of its own (dataInputPeriods) and take it outside:
    mended in later builds (DHIS2-21981).

    Args:
        problem: why the server refused.
        data_set: what the server says of it.
        period: as the form has it.
        today: on the server's clock.
    """
    if problem.params.get("server_code") != _ALL_THREE:
        return problem
    last_day = parse_period(period, "week" if "W" in period else "month").last_day
    until = deadline(data_set, period=dhis2_period(period), last_day=last_day)
    code = problem.code
    if until.by_window and until.is_open(today):
        code = "delivery.window_by_mistake"
    elif until.by_window and until.opens is not None and today < until.opens:
        code = "delivery.period_not_open_yet"
    elif not until.by_window and last_day >= today:
        code = "delivery.period_in_future"
    return Problem(kind=Kind.MEANING, code=code, params=problem.params)
