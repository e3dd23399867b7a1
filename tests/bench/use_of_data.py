"""Times the page "Use of the data" of the last whole month, and a year of a row."""

from __future__ import annotations

import tracemalloc

from figures import Figure, summed, timed
from sizes import USE_MS, Size

from emr_desktop.access.work_session import WorkSession
from emr_desktop.indicators.service import IndicatorService

_MONTH = "202609"


def use_figures(work: WorkSession, size: Size) -> list[Figure]:
    """The first page counts the weeks of five years; every further one within the hour does not."""
    service = IndicatorService(work=work)
    first = timed(lambda: service.use_of_data(_MONTH))
    warm = summed([timed(lambda: service.use_of_data(_MONTH)) for _ in range(size.counts)])
    year = summed([timed(lambda: service.row_year("opd", _MONTH, row="23.2")) for _ in range(size.counts)])
    tracemalloc.start()
    IndicatorService(work=work).use_of_data(_MONTH)
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return [
        Figure(
            f"use of the data {_MONTH}, warm, p95",
            warm.p95,
            "ms",
            USE_MS,
            f"p50 {warm.p50:.0f}; the first, with five years of weeks, {first.wall * 1000:.0f}; "
            f"{most:.1f} MB of Python objects at most",
            warm.cpu_p95,
        ),
        Figure("a year of a row and the year before, p95", year.p95, "ms", USE_MS, "row 23.2", year.cpu_p95),
    ]
