"""The background pass: starts, wakes when poked, tells how things stand, and ends at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sync.pace import Pace
from sync.rows import SyncStatus
from sync.scheduler import SyncScheduler


def until(condition: Callable[[], bool], *, within_s: float = 8.0) -> None:
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple[SyncStatus, bool]] = []
        self.troubles: list[Exception] = []

    def status(self, status: SyncStatus, working: bool) -> None:
        self.heard.append((status, working))

    def trouble(self, error: Exception) -> None:
        self.troubles.append(error)

    @property
    def last(self) -> SyncStatus | None:
        return self.heard[-1][0] if self.heard else None


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def scheduler(line: Any, ear: Ear) -> Iterator[SyncScheduler]:
    made = SyncScheduler(
        work=line.work,
        on_status=ear.status,
        on_trouble=ear.trouble,
        interval=timedelta(hours=1),
        pace=Pace(random=lambda: 0.5),
    )
    yield made
    assert made.stop()


def test_a_poke_sends_what_was_queued(scheduler: SyncScheduler, line: Any, ear: Ear, server: Any) -> None:
    scheduler.start()
    until(lambda: ear.last is not None)
    number = line.queue()
    scheduler.poke()
    until(lambda: line.state(number) == "acknowledged")
    until(lambda: ear.last is not None and ear.last.last_success_at is not None)
    assert ear.troubles == []
    assert any(working for _, working in ear.heard)
    assert not ear.heard[-1][1]


def test_it_stops_within_two_seconds_while_the_server_is_silent(
    scheduler: SyncScheduler, line: Any, ear: Ear, server: Any
) -> None:
    server.fail("slow_after", method="POST", seconds=30)
    number = line.queue()
    scheduler.start()
    scheduler.poke()
    until(lambda: len(server.posts()) == 1)
    assert scheduler.stop()  # it waits for no longer than two seconds, and the thread has ended
    assert line.state(number) == "unknown"
    server.heal()
    line.sync.run_pass(timeout_s=10)
    assert line.state(number) == "acknowledged"
    assert len(server.posts()) == 1  # it had arrived: seen by reading back


def test_nothing_is_asked_of_the_server_when_nothing_waits(
    scheduler: SyncScheduler, ear: Ear, server: Any
) -> None:
    scheduler.start()
    until(lambda: len(ear.heard) == 1)
    scheduler.poke()
    until(lambda: len(ear.heard) == 2)
    assert server.requests == []


def test_trouble_is_told_and_the_next_pass_comes(line: Any, ear: Ear) -> None:
    calls = []

    class Breaking:
        def run_pass(self, **_: object) -> None:
            calls.append(threading.current_thread().name)
            raise ZeroDivisionError

    made = SyncScheduler(
        work=line.work,
        on_status=ear.status,
        on_trouble=ear.trouble,
        interval=timedelta(hours=1),
        engine=Breaking(),  # type: ignore[arg-type]
    )
    made.start()
    for number in (1, 2):
        made.poke()
        until(lambda number=number: len(ear.troubles) == number)  # type: ignore[misc]
    assert made.stop()
    assert set(calls) == {"sync"}
