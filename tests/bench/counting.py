"""Counts the busiest month, warm, cold, and against the plain twin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from figures import Figure, no_collecting, paired_ratio, summed, timed
from machine import drop_page_cache, resident_mb
from measured_facility import PASSWORD, ROOT, USERNAME, MeasuredFacility, standing_clock
from sizes import COUNT_RATIO, MONTH_MS, Size
from sqlalchemy import func, select

from db.engine import Database, open_database
from db.models import Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.forms.service import FormService

_FORM = "opd"


def counting_figures(
    facility: MeasuredFacility, work: WorkSession, plain: WorkSession, size: Size
) -> list[Figure]:
    """Time the OPD month through ``FormService.show``."""
    period, visits = busiest_month(work.database)
    ours, twin = FormService(work=work), FormService(work=plain)
    if ours.show(_FORM, period).rows != twin.show(_FORM, period).rows:
        raise AssertionError("the twin does not hold the same month")
    warm = summed([timed(lambda: ours.show(_FORM, period)) for _ in range(size.counts)])
    ratio, _, _ = _ratio(lambda: ours.show(_FORM, period), lambda: twin.show(_FORM, period), size)
    cases = timed(lambda: ours.cases(_FORM, period, row="1"))
    fresh = _fresh_connection_ratio(facility, work, plain, period, size)
    fresh_process, dropped = _in_new_process(facility.folder, period)
    kind = "page cache dropped" if dropped else "files still in the page cache"
    return [
        Figure(
            f"OPD month {period}, warm, p95",
            warm.p95,
            "ms",
            MONTH_MS,
            f"{visits:,} visits; p50 {warm.p50:.0f}",
            warm.cpu_p95,
        ),
        Figure(
            "OPD month, new process, cold",
            fresh_process["first_ms"],
            "ms",
            MONTH_MS,
            f"the form's definition read as well; {kind}",
            fresh_process["first_cpu_ms"],
        ),
        Figure("the visits behind a whole row", cases.wall * 1000, "ms", note="row 1", cpu=cases.cpu * 1000),
        Figure(
            "counting, encrypted : plain", ratio, "x", COUNT_RATIO, "warm, the same connection counts again"
        ),
        Figure("counting on a new connection, encrypted : plain", fresh[0], "x", note=fresh[1]),
        Figure(
            "resident after the month",
            fresh_process["after_mb"],
            "MB",
            note=f"command line process; {fresh_process['before_mb']:.0f} before",
        ),
    ]


def busiest_month(database: Database) -> tuple[str, int]:
    """The month with the most visits, and how many."""
    month = func.strftime("%Y%m", Visit.visit_date)
    with database.read() as session:
        found = session.execute(
            select(month, func.count()).group_by(month).order_by(func.count().desc())
        ).first()
    assert found is not None
    return str(found[0]), int(found[1])


def _ratio(ours: Callable[[], object], twin: Callable[[], object], size: Size) -> tuple[float, float, float]:
    with no_collecting():
        return paired_ratio(lambda: timed(ours).cpu, lambda: timed(twin).cpu, rounds=size.counts * 2)


def _fresh_connection_ratio(
    facility: MeasuredFacility, work: WorkSession, plain: WorkSession, period: str, size: Size
) -> tuple[float, str]:
    """A connection that has decrypted nothing yet: what a count costs after somebody else has written."""

    def count(session_of: WorkSession, path: Path, key: bytes | None) -> float:
        database = open_database(path, key)
        try:
            forms = FormService(work=replace(session_of, database=database))
            return timed(lambda: forms.show(_FORM, period)).wall * 1000
        finally:
            database.engine.dispose()

    ratio, ours, twin = paired_ratio(
        lambda: count(work, facility.encrypted, work.vault.database_key),
        lambda: count(plain, facility.plain, None),
        rounds=max(5, size.counts // 2),
    )
    return ratio, f"{ours:.0f} : {twin:.0f} ms; nothing decrypted yet"


def _in_new_process(folder: Path, period: str) -> tuple[dict[str, float], bool]:
    tries, dropped = [], False
    for _ in range(3):
        dropped = drop_page_cache()
        answer = subprocess.run(
            [sys.executable, __file__, str(folder), period],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        tries.append(json.loads(answer.stdout))
    return {name: median(one[name] for one in tries) for name in tries[0]}, dropped


def _count_here(folder: Path, period: str) -> dict[str, float | None]:
    """What the new process does."""
    from emr_desktop.facility.service import unlock

    work = unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock())
    try:
        before = resident_mb()
        forms = FormService(work=work)
        first = timed(lambda: forms.show(_FORM, period))
        return {
            "first_ms": first.wall * 1000,
            "first_cpu_ms": first.cpu * 1000,
            "before_mb": before,
            "after_mb": resident_mb(),
        }
    finally:
        work.database.close()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_count_here(Path(sys.argv[1]), sys.argv[2])))
