"""What is wrong with a target, through the command: an exit code that says so, and what to do in words."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

Add = Callable[[Any], Any]


@pytest.fixture
def tried(facility: Callable[..., Any]) -> Add:
    """Add a stand-in as a target and test it; gives the answer to the test."""

    def add_and_test(server: Any) -> Any:
        add = ("sync", "add", "dhis2", "district", "--url", server.url, "--token-stdin")
        assert facility(*add, stdin=server.token).code == 0
        return facility("sync", "test", "district")

    return add_and_test


def test_an_expired_token(tried: Add, server: Any) -> None:
    server.token_expired = True
    answer = tried(server)
    assert answer.code == 1
    assert "has run out" in answer.err
    assert server.posts() == []


def test_a_certificate_that_nobody_vouches_for(
    tried: Add, dhis2: ModuleType, own_certificate: tuple[ssl.SSLContext, str]
) -> None:
    with dhis2.serve(tls=own_certificate[0]) as server:
        answer = tried(server)
        assert answer.code == 1
        assert "certificate" in answer.err
        assert "nothing was sent" in answer.err
        assert server.requests == []


def test_a_server_out_of_support(tried: Add, dhis2: ModuleType) -> None:
    with dhis2.serve(line="2.38") as server:
        answer = tried(server)
        assert answer.code == 1
        assert "2.38.7" in answer.err
        assert server.posts() == []


def test_a_clock_two_days_off_is_said_and_stops_nothing(
    tried: Add, facility: Callable[..., Any], server: Any
) -> None:
    server.clock_offset_s = -2 * 86_400.0
    answer = tried(server)
    assert answer.code == 0
    assert "2 day(s) ahead" in answer.out.decode()
    assert "2 day(s) ahead" in facility("sync", "status").out.decode()
