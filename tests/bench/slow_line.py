"""A month of visits over a line of 64 kbit/s on which a tenth of the requests fail: until all is there."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from figures import Figure
from measured_facility import standing_clock
from sending import SERVERS, queue_visits, served
from sizes import LAST_DAY, SEED, Size
from sqlalchemy import func, select

from db.models import Delivery, DeliveryAttempt, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.facility.service import unlock
from sync.scheduler import SyncScheduler
from sync.service import SyncService, SyncStatus

VISITS = 1000
_KINDS = ("fhir", "hdu")
_LONGEST_S = 3600.0


def slow_line_figures(size: Size, *, say: Callable[[str], None]) -> list[Figure]:
    """Minutes, bytes and retries of a month of 1,000 visits, sent by the background passes alone."""
    wanted = VISITS if size.visits >= 100_000 else VISITS // 5
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "training"
        make_demo(folder, seed=SEED, months=1, per_day=60, until=LAST_DAY, clock=standing_clock())
        figures = []
        for kind in _KINDS:
            # By the real clock: the waits between tries are part of the time.
            work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD)
            try:
                figures += _sent(work, kind, wanted, say=say)
            finally:
                work.database.close()
        return figures


def _sent(work: WorkSession, kind: str, wanted: int, *, say: Callable[[str], None]) -> list[Figure]:
    sync = SyncService(work=work)
    with served(kind) as told, _bad_line()(told["url"], seed=SEED, lifetime_s=_LONGEST_S) as line:
        sync.add_target(kind=kind, name=kind, url=line.url, username=told["user"], password=told["password"])
        queue_visits(work, wanted)
        ended = threading.Event()  # all of it was planned, and nothing waits

        def heard(status: SyncStatus, working: bool) -> None:
            # What is planned for the target of before, which is switched off now, waits for ever.
            waiting = sum(each.waiting for each in status.targets if each.name == kind)
            there = wanted - waiting if waiting else 0
            say(f"\r{kind}: {there} of {wanted}, {line.requests} requests, {sum(line.cut.values())} cut ")
            planned = any(each.target == kind for each in status.deliveries)
            if not working and planned and not waiting:
                ended.set()

        scheduler = SyncScheduler(work=work, on_status=heard)
        started = time.monotonic()
        scheduler.start()
        if not ended.wait(_LONGEST_S):
            raise RuntimeError(f"not all visits arrived at {kind} within an hour")
        took = time.monotonic() - started
        scheduler.stop()
        states, again, tries = _counted(work, kind)
    if states != {"acknowledged": wanted}:
        raise RuntimeError(f"of {wanted} visits for {kind}: {states}")
    sync.enable_target(kind, enabled=False)
    cut = ", ".join(f"{count} {end}" for end, count in sorted(line.cut.items()))
    return [
        Figure(
            f"a month of {wanted:,} visits at 64 kbit/s, a tenth of the requests cut ({kind})",
            took / 60,
            "min",
            note=f"{line.requests} requests, cut: {cut}; {again} went again, one {tries} times",
        ),
        Figure(f"  over the line, up ({kind})", line.up / 1000, "kB", note=f"down {line.down / 1000:.0f} kB"),
    ]


def _counted(work: WorkSession, name: str) -> tuple[dict[str, int], int, int]:
    """The states of the deliveries, how many were pushed more than once, and the most pushes of one."""
    with work.database.read() as session:
        mine = select(Target.id).where(Target.name == name).scalar_subquery()
        states = session.execute(
            select(Delivery.state, func.count()).where(Delivery.target_id == mine).group_by(Delivery.state)
        )
        found = {row[0]: row[1] for row in states}
        pushes = session.scalars(
            select(func.count())
            .select_from(DeliveryAttempt)
            .join(Delivery, Delivery.id == DeliveryAttempt.delivery_id)
            .where(Delivery.target_id == mine, DeliveryAttempt.step == "push")
            .group_by(DeliveryAttempt.delivery_id)
        ).all()
    return found, sum(each > 1 for each in pushes), max(pushes, default=0)


def _bad_line() -> Callable[..., object]:
    spec = importlib.util.spec_from_file_location("bad_line", SERVERS / "bad_line.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.bad_line
