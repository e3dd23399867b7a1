"""Records over a line that is slow and breaks: all of them get there by themselves, none of them twice."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Target
from sync.engine import SyncEngine
from sync.pace import Pace
from sync.scheduler import SyncScheduler
from sync.transport import Credentials, Transport

ENDS = ("on_the_way", "before_the_answer", "in_the_answer")  # not silence: that takes its time


def renew(desk: Any, name: str, url: str, server: Any) -> None:
    user, password = next(iter(server.users.items()))
    desk.sync.renew_credentials(name, url=url, username=user, password=password)


def details(desk: Any) -> dict[str, Any]:
    with desk.clinic.work.database.read() as session:
        return dict(session.scalars(select(Target)).one().details)


def engine(desk: Any) -> SyncEngine:
    return SyncEngine(work=desk.clinic.work, pace=Pace(random=lambda: 0.01, sleep=lambda _seconds: None))


@pytest.mark.parametrize("kind", ["fhir", "hdu"])
def test_a_backlog_finishes_by_itself(
    kind: str, desk: Any, bad_line: Any, clock: Any, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(f"to_{kind}")
    server = request.getfixturevalue(f"{kind}_server")
    visits = [desk.visit(desk.patient(f"N{number}"), "B54") for number in range(24)]
    with bad_line(server.url, speed=60, failing=0.3, ends=ENDS, seed=4, lifetime_s=60) as line:
        renew(desk, "shr" if kind == "fhir" else "him", line.url, server)
        ended = threading.Event()

        def heard(status: Any, working: bool) -> None:
            clock.advance(minutes=1)  # the waits between tries
            if not working and status.deliveries and not status.waiting:
                ended.set()

        scheduler = SyncScheduler(
            work=desk.clinic.work,
            on_status=heard,
            interval=timedelta(seconds=0.05),
            pace=Pace(random=lambda: 0.01, sleep=lambda _seconds: None),
        )
        scheduler.start()
        try:
            assert ended.wait(50), desk.state()
        finally:
            scheduler.stop()
    assert sum(line.cut.values()) > 0  # or the test says nothing
    assert desk.state() == {"acknowledged": len(visits)}
    if kind == "fhir":
        assert set(server.live("Encounter")) == {str(each.form.id) for each in visits}
        assert len(server.all("Encounter")) == len(visits)
    else:
        assert len(server.visits) == len(visits)


def test_what_was_too_much_is_not_tried_again_in_the_next_pass(
    to_fhir: Any, fhir_server: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        to_fhir.visit(to_fhir.patient(f"N{number}"))
    with to_fhir.clinic.work.database.write.begin() as session:
        target = session.scalars(select(Target)).one()
        target.details = {**target.details, "batch": 40, "fhir_version": "4.0.1"}
    fhir_server.fail("slow_before", method="POST", seconds=600)
    with monkeypatch.context() as hasty:
        hasty.setattr("sync.targets.fhir.client.READ_TIMEOUT_S", 0.2)
        hasty.setattr("sync.targets.fhir.client._SLOWEST_LINE", 1e9)
        engine(to_fhir).run_pass(eager=False, timeout_s=60)
    assert details(to_fhir)["batch"] == 20
    assert fhir_server.posts() == []  # it hangs in there until the end of the test
    clock.advance(hours=1)
    engine(to_fhir).run_pass(eager=False, timeout_s=30)
    first = fhir_server.posts()[0]
    assert first.body.count(b'"resourceType":"Encounter"') <= 20
    assert to_fhir.state() == {"acknowledged": 40}


def test_an_answer_under_way_is_waited_for_when_the_time_is_up(
    to_fhir: Any, fhir_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience: list[float] = []
    exchange = Transport.exchange

    def watched(self: Transport, method: str, path: str, **options: Any) -> Any:
        patience.append(self.guard.deadline - time.monotonic())
        return exchange(self, method, path, **options)

    monkeypatch.setattr(Transport, "exchange", watched)
    to_fhir.visit(to_fhir.patient())
    engine(to_fhir).run_pass(eager=False, timeout_s=10, patience_s=180)
    assert min(patience) > 150


def test_a_pass_that_leaves_something_untried_says_so(to_fhir: Any) -> None:
    for number in range(12):
        to_fhir.visit(to_fhir.patient(f"N{number}"))
    seen: list[int] = []
    cut = engine(to_fhir).run_pass(
        eager=False, progress=lambda done, _of: seen.append(done), stop=lambda: bool(seen)
    )
    assert cut.cut_short
    assert cut.waiting == 12 - seen[0] > 0
    whole = engine(to_fhir).run_pass(eager=False)
    assert (whole.cut_short, whole.waiting) == (False, 0)


def test_more_visits_are_waited_for_longer(
    to_fhir: Any, fhir_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed: list[tuple[int, float]] = []
    exchange = Transport.exchange

    def watched(self: Transport, method: str, path: str, **options: Any) -> Any:
        if method == "POST":
            allowed.append((len(options["body"]), options["read_timeout_s"]))
        return exchange(self, method, path, **options)

    monkeypatch.setattr(Transport, "exchange", watched)
    for number in range(30):
        to_fhir.visit(to_fhir.patient(f"N{number}"))
    to_fhir.run()
    to_fhir.visit(to_fhir.patient("Neema"))
    to_fhir.run()
    (_, longest), (_, shortest) = max(allowed), min(allowed)
    assert longest > shortest > 60


def test_a_body_may_take_longer_to_go_than_a_connection_to_come(
    fhir_server: Any, bad_line: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time-out for connecting once held for sending as well, and no large body got over a slow line."""
    monkeypatch.setattr("sync.transport.CONNECT_TIMEOUT_S", 0.3)
    body = os.urandom(6_000_000)  # more than all the sockets between here and there hold
    known = Credentials(kind="token", secret=fhir_server.token)
    with (
        bad_line(fhir_server.url, bits_a_second=32_000_000, latency_s=0, failing=0) as line,
        Transport(url=line.url, credentials=known, scheme="Bearer") as transport,
    ):
        reply = transport.exchange("POST", "", body=body, read_timeout_s=20)
    assert reply.status == 400  # it is no JSON; but it was read
