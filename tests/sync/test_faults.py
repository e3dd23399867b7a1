"""Whatever the line does: exactly once in effect, and nothing is claimed that was not seen."""

from __future__ import annotations

import hashlib
import socket
from typing import Any

import pytest

from sync.book import DeliveryBook

SENT = {
    ("uyQpafHrxLT", "xo7RVsgBkpT"): "3",
    ("uyQpafHrxLT", "ayVLc9to6xY"): "12",
    ("CsYfybuaSgc", "aYgz5mh2cbx"): "1",
    ("cGVl8WkpBTL", "Ak7SvGtlnWp"): "2",
}
PUSH = {"method": "POST", "path": "/api/dataValueSets"}
HTML = b"<html><body>502 Bad Gateway</body></html>"

# fault, state after one pass, problem, bodies that reached the server's door in all
FAULTS = [
    ("drop_before", {}, "unknown", "sync.connection_lost", 1),
    ("drop_after", {}, "unknown", "sync.connection_lost", 1),
    ("truncate", {}, "unknown", "sync.answer_cut", 1),
    ("status_after", {"status": 500}, "unknown", "sync.server_error", 1),
    ("status_after", {"status": 504, "body": HTML}, "unknown", "sync.server_error", 1),
    ("status", {"status": 500}, "unknown", "sync.server_error", 1),
    ("status", {"status": 503, "headers": {"Retry-After": "1"}}, "unknown", "sync.server_busy", 1),
    ("status", {"status": 429}, "retry", "sync.server_busy", 1),
    ("html", {}, "retry", "sync.not_dhis2", 1),
    ("portal", {}, "retry", "sync.redirected", 1),
]


@pytest.mark.parametrize(("kind", "more", "state", "problem", "posts"), FAULTS)
def test_a_broken_push_is_named_and_then_arrives_exactly_once(
    line: Any, server: Any, kind: str, more: dict[str, Any], state: str, problem: str, posts: int
) -> None:
    server.fail(kind, **PUSH, **more)
    number = line.queue()
    first = line.sync.run_pass(timeout_s=10, eager=False)
    assert (line.state(number), first.problems) == (state, ((number, problem),))
    assert first.waiting == 1
    assert first.acknowledged == 0
    assert server.completed == {}
    before = line.row(number)
    assert before.next_try_at > line.clock()
    # Not before its time, and not at all while nobody asks.
    line.sync.run_pass(timeout_s=10, eager=False)
    assert line.row(number).attempts == 1
    line.clock.forward(hours=7)
    second = line.sync.run_pass(timeout_s=10, eager=False)
    assert (second.acknowledged, second.waiting) == (1, 0)
    assert server.figures(period="202610") == SENT
    assert server.writes == len(SENT)
    assert len(server.posts()) == posts
    assert len(server.completed) == 1


def test_a_person_who_waits_gets_further_tries_within_the_time(line: Any, server: Any) -> None:
    server.fail("drop_before", times=2)
    number = line.queue()
    result = line.sync.run_pass(timeout_s=15)
    assert (result.acknowledged, result.waiting, result.problems) == (1, 0, ())
    assert line.state(number) == "acknowledged"


def test_a_server_that_is_not_there_leaves_everything_waiting(line: Any, server: Any) -> None:
    with socket.socket() as taken:  # bound but not listening: refuses connections
        taken.bind(("127.0.0.1", 0))
        line.sync.add_target(
            kind="dhis2", name="moh", url=f"http://127.0.0.1:{taken.getsockname()[1]}", token=server.token
        )
        number = line.queue()
        result = line.sync.run_pass(timeout_s=2)
    assert (result.waiting, result.problems) == (1, ((number, "sync.unreachable"),))
    assert line.state(number) == "retry"
    assert line.row(number).sent_at is None
    line.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1


def test_a_web_page_at_the_address_is_told_apart_from_dhis2(line: Any, server: Any) -> None:
    server.fail("html", times=99)
    number = line.queue()
    result = line.sync.run_pass(timeout_s=1)
    assert result.problems == ((number, "sync.not_dhis2"),)
    assert server.posts() == []  # no figures for a web page


def test_a_silent_server_is_given_up_on_in_time_and_verified_later(line: Any, server: Any) -> None:
    server.fail("slow_after", **PUSH, seconds=60)
    number = line.queue()
    result = line.sync.run_pass(timeout_s=1)
    assert (line.state(number), result.problems) == ("unknown", ((number, "sync.timed_out"),))
    server.heal()
    assert line.sync.run_pass(timeout_s=10).acknowledged == 1
    assert server.writes == len(SENT)
    assert len(server.posts()) == 1


def test_the_same_bytes_are_sent_again(line: Any, server: Any, mapping: dict[str, Any]) -> None:
    server.fail("status", **PUSH, status=500, times=1)
    number = line.queue()
    server.fail("drop_before", **PUSH, times=1)
    line.sync.run_pass(timeout_s=10, eager=False)
    digest = line.sync.show(number)["payload_sha256"]
    # Neither other figures on screen nor another mapping may change what was sent once.
    line.forms.figures["202610"] = {"1": {"lt1m.M": 99}}
    other = {**mapping["rows"], "1": "deAbCdEf123"}
    line.sync.load_mapping("moh", {**mapping, "rows": other})
    line.clock.forward(hours=7)
    line.sync.run_pass(timeout_s=10, eager=False)
    line.clock.forward(hours=7)
    line.sync.run_pass(timeout_s=10, eager=False)
    assert line.state(number) == "acknowledged"
    (post,) = server.posts()  # the two faulty ones never reached the application
    assert hashlib.sha256(post.body).hexdigest() == digest == line.sync.show(number)["payload_sha256"]
    assert server.figures(period="202610") == SENT


class Killed(BaseException):
    """Stands for the moment the power goes."""


@pytest.mark.parametrize("moment", ["push", "values", "complete"])
def test_a_death_in_the_middle_has_its_effect_exactly_once(
    line: Any, server: Any, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    from sync.targets.dhis2.client import Dhis2Client

    original = getattr(Dhis2Client, moment)

    def dies(self: Any, *args: Any, **options: Any) -> Any:
        original(self, *args, **options)
        raise Killed

    number = line.queue()
    with monkeypatch.context() as patch:
        patch.setattr(Dhis2Client, moment, dies)
        patch.setattr(DeliveryBook, "leave", lambda *_, **__: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            line.sync.run_pass(timeout_s=10)
    assert line.state(number) == "sending"
    again = line.open_again()
    # Somebody may still be at it: not before the lease is over.
    assert again.run_pass(timeout_s=0.2).acknowledged == 0
    line.clock.forward(minutes=2)
    assert again.run_pass(timeout_s=10).acknowledged == 1
    assert server.figures(period="202610") == SENT
    assert server.writes == len(SENT)
    assert len(server.completed) == 1
    assert len(server.posts()) == 1


def test_the_wait_before_the_next_try_outlives_the_program(line: Any, server: Any) -> None:
    server.fail("status", **PUSH, status=429, times=2)
    number = line.queue()
    line.sync.run_pass(timeout_s=10, eager=False)
    due = line.row(number).next_try_at
    again = line.open_again()
    assert again.run_pass(timeout_s=10, eager=False).waiting == 1
    assert len(server.posts()) == 0
    line.clock.instant = due
    again.run_pass(timeout_s=10, eager=False)
    (row,) = again.status().deliveries
    assert row.attempts == 2
    assert row.next_try_at - line.clock() > (due - line.clock())
    # The wait grows: half of one minute first, half of two then (chance stands at one half here).
    assert (row.next_try_at - line.clock()).total_seconds() == 60


def test_a_server_that_asks_for_a_pause_gets_it(line: Any, server: Any) -> None:
    server.fail("status", **PUSH, status=503, headers={"Retry-After": "600"})
    number = line.queue()
    line.sync.run_pass(timeout_s=10, eager=False)
    assert (line.row(number).next_try_at - line.clock()).total_seconds() == 600


def test_a_line_that_is_back_for_minutes_is_used_although_the_next_try_is_hours_away(
    line: Any, server: Any
) -> None:
    server.fail("drop_before", times=999)
    number = line.queue()
    for _ in range(9):
        line.clock.forward(hours=7)
        line.sync.run_pass(timeout_s=5, eager=False)
    row = line.row(number)
    assert (row.next_try_at - line.clock()).total_seconds() > 2 * 3600
    assert line.sync.targets()[0].breaker_state == "open"
    line.clock.forward(minutes=29)  # the breaker holds for half an hour
    server.heal()
    assert line.sync.run_pass(timeout_s=5, eager=False).acknowledged == 0
    assert server.requests == []
    line.clock.forward(minutes=2)
    assert line.sync.run_pass(timeout_s=5, eager=False).acknowledged == 1
    assert line.sync.targets()[0].breaker_state == "closed"


def test_knocking_at_a_dead_line_does_not_put_the_next_try_off(line: Any, server: Any) -> None:
    server.fail("drop_before", times=999)
    number = line.queue()
    for _ in range(9):
        line.clock.forward(hours=7)
        line.sync.run_pass(timeout_s=5, eager=False)
    before = line.row(number)
    line.clock.forward(minutes=31)
    line.sync.run_pass(timeout_s=5, eager=False)
    after = line.row(number)
    assert (after.next_try_at, after.attempts) == (before.next_try_at, before.attempts)


def test_one_success_takes_along_what_waited_for_the_line(line: Any, server: Any) -> None:
    server.fail("status", **PUSH, status=429)
    first = line.queue()
    line.sync.run_pass(timeout_s=5, eager=False)
    assert line.state(first) == "retry"
    line.forms.close("202609", r1_lt1m_M=1)
    line.queue("202609")
    assert line.sync.run_pass(timeout_s=5, eager=False).acknowledged == 2
