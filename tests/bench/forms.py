"""Counts every form: warm, cold, all of a month together; checks and signs one; tells whether size matters.

The other facility, with a tenth of the visits, is made for this alone: a month as busy as this one's must
cost the same time and memory in both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from counting import busiest_month
from figures import Figure, Spent, summed, timed
from machine import drop_page_cache, resident_mb
from measured_facility import (
    PASSWORD,
    ROOT,
    USERNAME,
    MeasuredFacility,
    measured_facility,
    opened,
    standing_clock,
)
from sizes import FORM_COLD_MS, MONTH_MS, MONTH_TOGETHER_MS, Size, tenth_of

from emr_desktop.access.work_session import WorkSession
from emr_desktop.forms.periods import parse_period, period_of
from emr_desktop.forms.service import FormService

Asked = tuple[str, str, str]  # form, edition, period


def form_figures(
    facility: MeasuredFacility, work: WorkSession, size: Size, *, say: Callable[[str], None]
) -> list[Figure]:
    """A line for each form, then what is done with all of them."""
    forms = FormService(work=work)
    month, visits = busiest_month(work.database)
    asked = _all_forms(forms, month)
    cold = _cold(facility, asked)
    warm = {one: _warm(forms, one, size) for one in asked}
    lines = [
        Figure(
            f"form {form} {edition}, {period}, warm, p95",
            summed(warm[form, edition, period]).p95,
            "ms",
            MONTH_MS,
            f"p50 {summed(warm[form, edition, period]).p50:.0f}; cold {cold[form, edition, period]:.0f}",
            summed(warm[form, edition, period]).cpu_p95,
        )
        for form, edition, period in asked
    ]
    slowest = max(cold, key=cold.__getitem__)
    lines.append(
        Figure(
            "the slowest form, cold",
            cold[slowest],
            "ms",
            FORM_COLD_MS,
            " ".join(slowest) + "; a new process each",
        )
    )
    together = summed([timed(lambda: [_show(forms, one) for one in asked]) for _ in range(size.counts)])
    note = f"{len(asked)} forms, {visits:,} visits; p50 {together.p50:.0f}"
    lines.append(
        Figure(
            "every form of a month together, p95",
            together.p95,
            "ms",
            MONTH_TOGETHER_MS,
            note,
            together.cpu_p95,
        )
    )
    lines += _signing(forms, asked)
    say("Making a facility with a tenth of the visits")
    lines += _flatness(facility, measured_facility(tenth_of(size), say=say), size)
    return lines


def _all_forms(forms: FormService, month: str) -> list[Asked]:
    week = period_of(parse_period(month, "month").first_day + timedelta(days=14), "week").code
    return [
        (info.form, info.edition, month if info.period_type == "month" else week)
        for info in forms.list_forms()
    ]


def _show(forms: FormService, one: Asked) -> object:
    form, edition, period = one
    return forms.show(form, period, edition=edition)


def _warm(forms: FormService, one: Asked, size: Size) -> list[Spent]:
    _show(forms, one)
    return [timed(lambda: _show(forms, one)) for _ in range(size.counts)]


def _signing(forms: FormService, asked: list[Asked]) -> list[Figure]:
    """Check, close and look at what changed, as the in-charge does at the end of a month."""
    lines = []
    for form, edition, period in asked[:2]:
        checked = timed(lambda: forms.check(form, period, edition=edition))  # noqa: B023 - called at once
        closed = timed(lambda: forms.close(form, period, edition=edition))  # noqa: B023
        again = timed(lambda: forms.show(form, period, edition=edition))  # noqa: B023
        forms.reopen(form, period, edition=edition, reason="bench")
        lines += [
            Figure(f"checking {form} {edition}", checked.wall * 1000, "ms", None, "once", checked.cpu * 1000),
            Figure(
                f"closing {form} {edition}",
                closed.wall * 1000,
                "ms",
                None,
                f"once; showing it beside what was signed {again.wall * 1000:.0f}",
                closed.cpu * 1000,
            ),
        ]
    return lines


# Whether the size of the record matters -------------------------------------------------------------------


def _flatness(large: MeasuredFacility, small: MeasuredFacility, size: Size) -> list[Figure]:
    """The same number of visits counted in a record ten times as long."""
    with opened(small) as (work, _):
        month, visits = busiest_month(work.database)
    days = _as_many_days(large, visits)
    told = {name: _in_new_process(facility, period) for name, facility, period in
            (("large", large, days), ("small", small, month))}  # fmt: skip
    return [
        Figure(
            "peak memory of a count, tenfold record : small",
            told["large"]["peak_mb"] / told["small"]["peak_mb"],
            "x",
            1.5,
            f"{told['large']['peak_mb']:.1f} : {told['small']['peak_mb']:.1f} MB of Python;"
            f" {told['large']['visits']:.0f} and {told['small']['visits']:.0f} visits counted;"
            f" process {told['large']['resident_mb']:.0f} : {told['small']['resident_mb']:.0f} MB",
        ),
        Figure(
            "time of a count, tenfold record : small",
            told["large"]["cpu_ms"] / told["small"]["cpu_ms"],
            "x",
            1.5,
            f"{told['large']['cpu_ms']:.0f} : {told['small']['cpu_ms']:.0f} ms of the processor",
        ),
    ]


def _as_many_days(facility: MeasuredFacility, visits: int) -> str:
    """The month of the long record whose visits come closest to that many."""
    from sqlalchemy import func, select

    from db.models import Visit

    month = func.strftime("%Y%m", Visit.visit_date)
    with opened(facility) as (work, _), work.database.read() as session:
        found = session.execute(select(month, func.count()).group_by(month)).all()
    return str(min(found, key=lambda one: abs(int(one[1]) - visits))[0])


# In a process of its own ----------------------------------------------------------------------------------


def _cold(facility: MeasuredFacility, asked: list[Asked]) -> dict[Asked, float]:
    """The first count of a new process, its definition read as well."""
    told = {}
    for one in asked:
        tries = []
        for _ in range(3):
            drop_page_cache()
            tries.append(_child(facility, *one)["first_ms"])
        told[one] = median(tries)
    return told


def _in_new_process(facility: MeasuredFacility, period: str) -> dict[str, float]:
    tries = [_child(facility, "opd", "2014", period, "traced") for _ in range(3)]
    return {name: median(one[name] for one in tries) for name in tries[0]}


def _child(facility: MeasuredFacility, *asked: str) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, __file__, str(facility.folder), *asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "EMR_DEVICE_DIR": str(facility.home / "device")},
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def _count_here(folder: Path, form: str, edition: str, period: str, traced: str = "") -> dict[str, float]:
    from emr_desktop.facility.service import unlock

    work = unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock())
    try:
        forms = FormService(work=work)
        first = timed(lambda: forms.show(form, period, edition=edition))
        told = {"first_ms": first.wall * 1000, "first_cpu_ms": first.cpu * 1000}
        if not traced:
            return told
        again = [timed(lambda: forms.show(form, period, edition=edition)).cpu * 1000 for _ in range(7)]
        tracemalloc.start()
        report = forms.show(form, period, edition=edition)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        visits = sum(row.total["all"] for row in report.rows if row.row in ("2", "3"))
        return told | {
            "cpu_ms": median(again),
            "peak_mb": peak,
            "resident_mb": resident_mb(),
            "visits": float(visits),
        }
    finally:
        work.database.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_count_here(Path(sys.argv[1]), *sys.argv[2:])))
