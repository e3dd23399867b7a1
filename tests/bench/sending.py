"""Drains a backlog of visits to a FHIR server and to the HDU on this PC: visits a second, and bytes."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, Spent, timed
from measured_facility import standing_clock
from sizes import LAST_DAY, SEED, SENDING_KB_A_DAY, SENDING_PER_S, Size
from sqlalchemy import insert, select

from db.models import OutboxEvent, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from sync.service import SyncService

SERVERS = Path(__file__).resolve().parents[1] / "servers"
_KINDS = ("fhir", "hdu")


def sending_figures(size: Size) -> list[Figure]:
    """Visits a second to either kind of server, and what a day of forty costs on the wire."""
    wanted = 10_000 if size.visits >= 100_000 else 2_000
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "training"
        make_demo(
            folder,
            seed=SEED,
            months=-(-wanted // 1500) + 1,
            per_day=80,
            until=LAST_DAY,
            clock=standing_clock(),
        )
        work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD, clock=standing_clock())
        try:
            return [figure for kind in _KINDS for figure in _drained(work, kind, wanted)]
        finally:
            work.database.close()


def _drained(work: WorkSession, kind: str, wanted: int) -> list[Figure]:
    sync = SyncService(work=work)
    with served(kind) as told:
        sync.add_target(
            kind=kind, name=kind, url=told["url"], username=told["user"], password=told["password"]
        )
        queue_visits(work, wanted)
        left = []
        spent = timed(lambda: left.append(sync.run_pass(target=kind, timeout_s=3600)))
        if left[0].acknowledged != wanted:
            raise RuntimeError(f"{left[0].acknowledged} of {wanted} visits arrived at {kind}")
        before = _bytes_in(told)
        queue_visits(work, 40)
        sync.run_pass(target=kind, timeout_s=600)
        day = (_bytes_in(told) - before) / 1000
    sync.enable_target(kind, enabled=False)
    return [_rate(kind, wanted, spent), _day(kind, day)]


def _rate(kind: str, wanted: int, spent: Spent) -> Figure:
    # Turned round, for a figure's target is the most it may be: milliseconds a visit.
    return Figure(
        f"sending a visit ({kind})",
        spent.wall * 1000 / wanted,
        "ms",
        1000 / SENDING_PER_S,
        f"{wanted / spent.wall:,.0f} visits/s of a backlog of {wanted:,}; "
        f"{wanted / spent.cpu:,.0f} a second of processor time",
        spent.cpu * 1000 / wanted,
    )


def _day(kind: str, day: float) -> Figure:
    return Figure(f"a day's 40 visits on the wire ({kind})", day, "kB", SENDING_KB_A_DAY)


def queue_visits(work: WorkSession, number: int) -> None:
    now = work.clock.now()
    with work.database.write.begin() as session:
        chosen = session.scalars(select(Visit.id).order_by(Visit.visit_date.desc(), Visit.id).limit(number))
        rows = [
            {"id": new_id(), "kind": "visit.saved", "entity_id": each, "detail": {}, "created_at": now}
            for each in chosen
        ]
        session.execute(insert(OutboxEvent), rows)


@contextlib.contextmanager
def served(kind: str) -> Iterator[dict[str, str]]:
    """A stand-in in a process of its own, so that it does not take our processor time."""
    command = [sys.executable, str(Path(__file__)), kind]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            told: dict[str, str] = json.loads(process.stdout.readline())
            _ASKING[told["url"]] = process
            yield told
        finally:
            process.stdin.close()
            process.wait(20)


_ASKING: dict[str, subprocess.Popen[str]] = {}


def _bytes_in(told: dict[str, str]) -> int:
    process = _ASKING[told["url"]]
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("bytes\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def _serve(kind: str) -> None:
    """The other process: says where it is, answers until its input ends."""
    spec = importlib.util.spec_from_file_location(f"stand_in_{kind}", SERVERS / f"{kind}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.serve(lifetime_s=3600) as server:
        user, password = next(iter(server.users.items()))
        print(json.dumps({"url": server.url, "user": user, "password": password}), flush=True)
        for _ in sys.stdin:
            print(server.bytes_in, flush=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
