"""How long to wait, and when to leave a target alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync import backoff
from sync.breaker import (
    Breaker,
    after_credentials_refused,
    after_success,
    after_transport_failure,
    lets_through,
)

NOW = datetime(2026, 11, 3, tzinfo=UTC)
chances = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), chances)
def test_a_wait_stays_between_five_seconds_and_six_hours(attempt: int, chance: float) -> None:
    wait = backoff.delay(attempt, lambda: chance)
    assert timedelta(seconds=5) <= wait <= timedelta(hours=6)
    assert wait <= max(backoff.ceiling(attempt), timedelta(seconds=5))


def test_the_longest_wait_doubles_up_to_six_hours() -> None:
    minutes = [backoff.ceiling(attempt).total_seconds() / 60 for attempt in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@given(st.integers(1, 20), chances, st.floats(-10, 1e9))
def test_a_server_may_ask_for_more_but_for_no_more_than_an_hour(
    attempt: int, chance: float, asked: float
) -> None:
    plain = backoff.delay(attempt, lambda: chance)
    wait = backoff.delay(attempt, lambda: chance, asked_for_s=asked)
    assert wait >= plain
    assert wait <= max(plain, timedelta(hours=1))


@given(st.integers(0, 100), chances)
def test_the_pause_while_somebody_waits_stays_short(number: int, chance: float) -> None:
    assert 0.25 <= backoff.pause_within_a_pass(number, lambda: chance) <= 10


def test_three_failures_in_a_row_open_the_breaker_and_one_success_closes_it() -> None:
    state = Breaker()
    for _ in range(2):
        state = after_transport_failure(state, "sync.unreachable", NOW)
        assert lets_through(state, NOW, eager=False)
    state = after_transport_failure(state, "sync.unreachable", NOW)
    assert not lets_through(state, NOW, eager=False)
    assert lets_through(state, NOW, eager=True)
    assert lets_through(state, NOW + timedelta(seconds=30), eager=False)
    assert not state.needs_person
    assert after_success(state) == Breaker()


def test_the_pause_of_an_open_breaker_grows_to_half_an_hour() -> None:
    state, pauses = Breaker(), []
    for _ in range(12):
        state = after_transport_failure(state, "sync.unreachable", NOW)
        if state.until is not None:
            pauses.append((state.until - NOW).total_seconds())
    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[-1] == 1800


def test_refused_credentials_wait_for_a_person_whoever_asks() -> None:
    state = after_credentials_refused(Breaker(), "sync.credentials_refused")
    assert state.needs_person
    for eager in (True, False):
        assert not lets_through(state, NOW + timedelta(days=400), eager=eager)


def test_a_clock_set_back_does_not_keep_a_target_waiting() -> None:
    state = Breaker("open", "sync.unreachable", NOW + timedelta(minutes=5), 3)
    assert lets_through(state, NOW - timedelta(days=300), eager=False)
