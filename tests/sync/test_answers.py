"""The same client reads the answers of 2.41, 2.42 and 2.43."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sync.problems import Kind, Problem
from sync.targets.dhis2.answers import Summary, headline, meaning_of, read_json, summary_of
from sync.transport import Reply

URL = "https://dhis.example.org/hmis"
REFUSED = "sync.credentials_refused"


def reply(status: int, body: Any = None, **headers: str) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, content)


def summary(status: int, body: Any) -> Summary | Problem:
    parsed = read_json(reply(status, body), url=URL)
    return parsed if isinstance(parsed, Problem) else summary_of(parsed, status)


PARTIAL_242 = {
    "httpStatus": "Conflict",
    "httpStatusCode": 409,
    "status": "WARNING",
    "message": "One more conflicts encountered, please check import summary.",
    "response": {
        "responseType": "ImportSummary",
        "status": "WARNING",
        "importCount": {"imported": 1, "updated": 1, "ignored": 2, "deleted": 0},
        "conflicts": [
            {
                "object": "PT59n8BQbqX",
                "value": "Category option combo not found or not accessible for writing data: `PT59n8BQbqX`",
                "errorCode": "E7613",
                "indexes": [2],
            }
        ],
        "rejectedIndexes": [2],
        "dataSetComplete": "false",
    },
}
PARTIAL_243 = {
    "httpStatus": "OK",
    "httpStatusCode": 200,
    "status": "WARNING",
    "response": {
        "status": "WARNING",
        "importCount": {"imported": 0, "updated": 2, "ignored": 1, "deleted": 0},
        "conflicts": [
            {
                "objects": {"args": "2-1.5-INTEGER-value_not_integer"},
                "value": "Value #2 value `1.5` is no valid INTEGER: value_not_integer",
                "errorCode": "E8122",
                "indexes": [2],
            }
        ],
        "rejectedIndexes": [2],
    },
}
GROUP_243 = {
    "httpStatusCode": 409,
    "status": "ERROR",
    "response": {
        "status": "ERROR",
        "importCount": {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0},
        "conflicts": [
            {"value": "Untimely data entry", "errorCode": "E8030", "indexes": [0, 1, 2]},
        ],
        "rejectedIndexes": [0, 1, 2],
    },
}
GOOD = {
    "httpStatusCode": 200,
    "status": "OK",
    "response": {
        "status": "SUCCESS",
        "importCount": {"imported": 2, "updated": 1, "ignored": 4, "deleted": 1},
        "conflicts": [],
    },
}


@pytest.mark.parametrize(
    ("status", "body", "counts", "code"),
    [
        (200, GOOD, (4, 4, 0), None),
        (200, GOOD["response"], (4, 4, 0), None),  # before 2.38 there was no wrapper
        (409, PARTIAL_242, (2, 1, 1), "delivery.option_combo_unknown"),
        (200, PARTIAL_243, (2, 0, 1), "delivery.value_refused"),
        (409, GROUP_243, (0, 0, 3), "delivery.period_locked"),
    ],
)
def test_an_import_summary_is_read_by_its_body(
    status: int, body: Any, counts: tuple[int, int, int], code: str | None
) -> None:
    seen = summary(status, body)
    assert isinstance(seen, Summary)
    assert (seen.accepted, seen.unchanged, seen.refused) == counts
    assert (headline(seen.conflicts, seen.refused).code if seen.conflicts else None) == code


def test_an_error_without_conflicts_is_still_an_error() -> None:
    body = {"status": "ERROR", "description": "Broken", "importCount": {"imported": 0}, "conflicts": []}
    seen = summary(200, body)
    assert isinstance(seen, Summary)
    assert seen.conflicts[0].text == "Broken"


@pytest.mark.parametrize(
    ("answer", "kind", "code", "arrived"),
    [
        (reply(401, {"message": "Unauthorized"}), Kind.CREDENTIALS, "sync.credentials_refused", False),
        (reply(401, b"<html>"), Kind.CREDENTIALS, "sync.credentials_refused", False),
        (reply(403, {"message": "Access is denied"}), Kind.CREDENTIALS, "sync.not_allowed", False),
        (reply(403, b"<html>Blocked</html>"), Kind.TRANSPORT, "sync.not_dhis2", False),
        (reply(200, b"<!DOCTYPE html><html>"), Kind.TRANSPORT, "sync.not_dhis2", False),
        (reply(200, b"hello", content_type="text/html"), Kind.TRANSPORT, "sync.not_dhis2", False),
        (reply(200, b'{"status":"O'), Kind.TRANSPORT, "sync.answer_unreadable", True),
        (reply(200, b""), Kind.TRANSPORT, "sync.answer_unreadable", True),
        (reply(429, {}), Kind.TRANSPORT, "sync.server_busy", False),
        (reply(503, b""), Kind.TRANSPORT, "sync.server_busy", True),
        (reply(500, {"message": "Internal"}), Kind.TRANSPORT, "sync.server_error", True),
        (reply(502, b"<html>"), Kind.TRANSPORT, "sync.server_error", True),
        (
            reply(302, b"", location="/hmis/dhis-web-login/"),
            Kind.CREDENTIALS,
            "sync.credentials_refused",
            False,
        ),
        (
            reply(302, b"", location="https://dhis.example.org/login.html"),
            Kind.CREDENTIALS,
            "sync.credentials_refused",
            False,
        ),
        (
            reply(302, b"", location="http://portal.example.net/login"),
            Kind.TRANSPORT,
            "sync.redirected",
            False,
        ),
        (reply(301, b"", location="https://new.example.org/"), Kind.TRANSPORT, "sync.redirected", False),
        (reply(307, b""), Kind.TRANSPORT, "sync.redirected", False),
    ],
)
def test_what_is_not_dhis2s_answer_is_told_apart(answer: Reply, kind: Kind, code: str, arrived: bool) -> None:
    problem = read_json(answer, url=URL)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.code, problem.may_have_arrived) == (kind, code, arrived)


def test_a_request_refused_as_a_whole_carries_the_servers_words() -> None:
    body = {"httpStatusCode": 409, "message": "Data set not found: `x`", "errorCode": "E7600"}
    problem = summary(409, body)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.code) == (Kind.MEANING, "delivery.data_set_unknown")
    assert problem.params["server_text"] == "Data set not found: `x`"


def test_an_unknown_code_is_shown_with_the_servers_text() -> None:
    assert meaning_of("E9876") == meaning_of(None) == "delivery.refused_by_server"


def test_a_pause_that_is_asked_for_is_understood_as_seconds_and_as_a_date() -> None:
    for headers in (
        {"retry_after": "120"},
        {"retry_after": "Tue, 03 Nov 2026 06:02:00 GMT", "date": "Tue, 03 Nov 2026 06:00:00 GMT"},
    ):
        problem = read_json(reply(503, b"", **headers), url=URL)
        assert isinstance(problem, Problem)
        assert problem.retry_after_s == 120
    nonsense = read_json(reply(503, b"", retry_after="soon"), url=URL)
    assert isinstance(nonsense, Problem)
    assert nonsense.retry_after_s is None


@pytest.mark.parametrize("body", [[], 3, "x", {"response": []}, {"response": {"importCount": 7}}])
def test_strange_json_breaks_nothing(body: Any) -> None:
    for status in (200, 409):
        seen = summary(status, body)
        assert isinstance(seen, Problem) or not seen.understood
