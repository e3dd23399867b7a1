"""Two passes at once, a pass that dies, a pass that comes back from the dead."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Delivery
from sync import claims
from sync.pace import Pace

ROOT = Path(__file__).parents[2]


def test_two_passes_at_once_send_each_month_once(line: Any, server: Any) -> None:
    for month in ("202606", "202607", "202608", "202609"):
        line.forms.close(month, r1_lt1m_M=1)
        line.queue(month)
    server.fail("slow_after", method="POST", path="/api/dataValueSets", times=8, seconds=0.2)
    services = [line.open_again() for _ in range(3)]
    results = []

    def work(service: Any) -> None:
        results.append(service.run_pass(timeout_s=20))

    threads = [threading.Thread(target=work, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == 3
    assert [result.waiting for result in results] == [0, 0, 0]
    assert sum(result.acknowledged for result in results) == 4
    assert len(server.posts()) == 4
    assert len(server.posts("/api/completeDataSetRegistrations")) == 4


def test_a_newer_month_waits_until_the_older_one_is_out_of_the_way(line: Any, server: Any) -> None:
    server.fail("slow_before", method="POST", path="/api/dataValueSets", seconds=30)
    older = line.queue()
    mine, other = line.open_again(), line.open_again()
    thread = threading.Thread(target=lambda: mine.run_pass(timeout_s=20))
    thread.start()
    while line.state(older) != "sending":
        time.sleep(0.01)
    line.forms.close("202610", r1_lt1m_M=77)
    newer = line.queue()
    assert other.run_pass(timeout_s=0.5).sent == 0
    server.heal()
    thread.join(20)
    line.sync.run_pass(timeout_s=10)
    assert (line.state(older), line.state(newer)) == ("acknowledged", "acknowledged")
    assert server.figures(period="202610") == {("uyQpafHrxLT", "xo7RVsgBkpT"): "77"}


def test_only_the_holder_of_a_claim_is_listened_to(line: Any) -> None:
    number = line.queue()
    database, now = line.work.database, line.clock()
    with database.write.begin() as session:
        delivery_id = session.scalars(select(Delivery.id)).one()
        mine = claims.claim(session, delivery_id, now=now, lease=claims.LEASE)
        assert mine is not None
        assert claims.claim(session, delivery_id, now=now, lease=claims.LEASE) is None
    later = now + timedelta(seconds=31)
    with database.write.begin() as session:
        assert claims.release_expired(session, now=later) == 1
        theirs = claims.claim(session, delivery_id, now=later, lease=claims.LEASE)
        assert theirs is not None
    for word in (
        lambda session: claims.renew(session, mine, now=later, lease=claims.LEASE),
        lambda session: claims.freeze(
            session, mine, payload=b"x", payload_hash="y", now=later, lease=claims.LEASE
        ),
        lambda session: claims.finish(session, mine, claims.Verdict(state="acknowledged"), now=later),
    ):
        with pytest.raises(claims.LeaseLost), database.write.begin() as session:
            word(session)
    assert line.state(number) == "sending"


def test_a_lease_from_a_clock_that_was_set_back_has_expired(line: Any) -> None:
    line.queue()
    with line.work.database.write.begin() as session:
        delivery_id = session.scalars(select(Delivery.id)).one()
        claims.claim(session, delivery_id, now=line.clock() + timedelta(days=90), lease=claims.LEASE)
    with line.work.database.write.begin() as session:
        assert claims.has_expired(session, now=line.clock())
        assert claims.release_expired(session, now=line.clock()) == 1


def test_a_slow_server_does_not_cost_the_lease(
    line: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime

    from sync.transport import Transport

    class Now:
        def __call__(self) -> Any:
            return datetime.now(UTC)

    object.__setattr__(line.work.clock, "now", Now())
    monkeypatch.setattr(Transport, "HEARTBEAT_S", 0.1)
    pace = Pace(random=lambda: 0.5, lease=timedelta(seconds=0.6))
    mine, other = line.open_again(pace=pace), line.open_again(pace=pace)
    for service in (mine, other):
        object.__setattr__(service._work.clock, "now", Now())
    server.fail("slow_after", method="POST", path="/api/dataValueSets", seconds=1.5)
    line.queue()
    thread = threading.Thread(target=lambda: mine.run_pass(timeout_s=10))
    thread.start()
    while not server.posts():
        time.sleep(0.01)
    time.sleep(0.9)  # longer than the lease
    assert other.run_pass(timeout_s=10, eager=False).sent == 0
    thread.join(10)
    assert mine.status().deliveries[0].state == "acknowledged"
    assert len(server.posts()) == 1


_CHILD = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("site_of_the_child", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = module
spec.loader.exec_module(module)
module.run_a_pass_on(sys.argv[2])
"""


@pytest.mark.slow
def test_a_killed_program_has_sent_exactly_once_when_it_is_back(line: Any, server: Any) -> None:
    from datetime import UTC, datetime

    line.clock.instant = datetime.now(UTC)
    number = line.queue()
    server.fail("slow_after", method="POST", path="/api/dataValueSets", seconds=60)
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(Path(__file__).parent / "conftest.py"), str(line.path)],
        cwd=ROOT,
    )
    try:
        end = time.monotonic() + 30
        while not server.posts():
            assert child.poll() is None, "the child ended early"
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        child.kill()
        child.wait(10)
    server.heal()
    assert line.state(number) == "sending"
    assert line.sync.run_pass(timeout_s=0.2).waiting == 1
    line.clock.instant = datetime.now(UTC) + timedelta(seconds=60)
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1
    assert len(server.posts()) == 1
    assert len(server.completed) == 1
