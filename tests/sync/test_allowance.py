"""Hours and bytes for a target: the background pass keeps to them, a person who sends does not wait."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clock import local
from emr_desktop.errors import EmrError, ValidationError
from sync.allowance import Allowance, AllowanceService
from sync.engine import SyncEngine

NIGHT = Allowance(opens=time(18), closes=time(6))


@pytest.mark.parametrize(
    ("hour", "opens"), [(5, None), (6, "18:00"), (12, "18:00"), (17, "18:00"), (18, None), (23, None)]
)
def test_a_window_may_lie_over_midnight(hour: int, opens: str | None) -> None:
    at = (
        datetime(2026, 11, 3, hour - 3, 0, tzinfo=UTC) if hour >= 3 else datetime(2026, 11, 2, 23, tzinfo=UTC)
    )
    until = NIGHT.closed_until(at)
    assert (until and f"{until:%H:%M}") == opens


@given(
    opens=st.times(),
    closes=st.times(),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
)
def test_it_is_open_when_it_said_it_would_be(opens: time, closes: time, at: datetime) -> None:
    opens, closes = opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0)
    if opens == closes:
        return
    allowed = Allowance(opens=opens, closes=closes)
    until = allowed.closed_until(at.replace(tzinfo=UTC))
    if until is not None:
        assert until > local(at.replace(tzinfo=UTC))
        assert allowed.closed_until(until) is None


def test_the_background_pass_waits_for_the_hour_and_a_person_does_not(line: Any, server: Any) -> None:
    service = AllowanceService(work=line.work)
    service.save("moh", opens="18:00", closes="06:00")  # it is nine in the morning
    number = line.queue()
    engine = SyncEngine(work=line.work)
    engine.run_pass(eager=False, timeout_s=5)
    assert server.requests == []
    row = line.row(number)
    assert (row.problem, row.attempts) == ("sync.outside_window", 0)
    assert f"{local(row.next_try_at):%H:%M}" == "18:00"
    line.clock.forward(hours=10)
    engine.run_pass(eager=False, timeout_s=5)
    assert line.state(number) == "acknowledged"
    line.clock.forward(hours=14)
    line.forms.close("202609", r1_lt1m_M=1)
    second = line.queue("202609")
    line.sync.run_pass(timeout_s=5)
    assert line.state(second) == "acknowledged"


def test_another_window_counts_at_once(line: Any, server: Any) -> None:
    service = AllowanceService(work=line.work)
    service.save("moh", opens="18:00", closes="06:00")
    number = line.queue()
    engine = SyncEngine(work=line.work)
    engine.run_pass(eager=False, timeout_s=5)
    service.save("moh")
    engine.run_pass(eager=False, timeout_s=5)
    assert line.state(number) == "acknowledged"


def test_the_days_bytes_are_counted_and_kept_to(line: Any, server: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sync.allowance.SMALLEST_BYTES", 1000)
    service = AllowanceService(work=line.work)
    service.save("moh", bytes_a_day=4000)
    engine = SyncEngine(work=line.work)
    numbers = []
    for month in range(1, 10):
        line.forms.close(f"2026{month:02}", r1_lt1m_M=month)
        numbers.append(line.queue(f"2026{month:02}"))
    engine.run_pass(eager=False, timeout_s=10)
    states = [line.state(number) for number in numbers]
    assert 0 < states.count("acknowledged") < len(states)
    used = service.read("moh")["used_today"]
    assert used >= 4000
    posts = len(server.posts())
    engine.run_pass(eager=False, timeout_s=10)
    assert len(server.posts()) == posts
    assert line.row(numbers[-1]).problem == "sync.budget_spent"
    line.clock.forward(hours=24)
    assert service.read("moh")["used_today"] == 0
    for _ in range(len(numbers)):
        engine.run_pass(eager=False, timeout_s=10)
        line.clock.forward(hours=24)
    assert {line.state(number) for number in numbers} == {"acknowledged"}
    received = {each.body for each in server.posts()}
    assert len(received) == len(server.posts())  # nothing twice


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"opens": "25:00", "closes": "06:00"}, "opens", "target.hour_malformed"),
        ({"opens": "18:00"}, "closes", "target.hour_missing"),
        ({"opens": "06:00", "closes": "06:00"}, "closes", "target.hours_same"),
        ({"bytes_a_day": 10}, "bytes_a_day", "target.too_few_bytes"),
    ],
)
def test_what_makes_no_sense_is_refused(line: Any, given: Any, field: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AllowanceService(work=line.work).save("moh", **given)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_what_the_administrator_fixed_holds_for_every_target(
    line: Any, server: Any, managed_file: Path
) -> None:
    service = AllowanceService(work=line.work)
    service.save("moh", bytes_a_day=500_000)
    managed_file.write_text('[sync]\nfrom = "18:00"\nto = "06:00"\n')
    kept = service.read("moh")
    assert (kept["opens"], kept["closes"], kept["bytes_a_day"]) == ("18:00", "06:00", 500_000)
    assert kept["fixed"] == ["closes", "opens"]
    number = line.queue()
    SyncEngine(work=line.work).run_pass(eager=False, timeout_s=5)
    assert line.row(number).problem == "sync.outside_window"
    with pytest.raises(EmrError) as refused:
        service.save("moh")
    assert refused.value.code == "managed.fixed"
    service.save("moh", opens="18:00", closes="06:00", bytes_a_day=600_000)
    assert service.read("moh")["bytes_a_day"] == 600_000
