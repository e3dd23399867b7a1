"""Reads what the HDU says of visits and of clients.

A mixed answer names the visits that are not valid by their place in the request; a wrong type or an unknown
word anywhere refuses the whole request without saying where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.problems import Failed, Kind, Problem
from sync.replies import short, unreadable

_COUNTS = ("newClients", "updatedClients", "failedClients", "ignoredClients", "invalidClients")
_GOOD_WORDS = frozenset({"success", "ok", "queued", "accepted", "created", "valid"})


@dataclass(frozen=True)
class VisitAnswer:
    """What became of one record: taken (``issues`` empty), or why not."""

    issues: tuple[str, ...] = ()
    status: int = 200

    @property
    def problem(self) -> Problem | None:
        if not self.issues:
            return None
        return Problem(
            kind=Kind.MEANING,
            code="delivery.record_refused",
            params={"server_code": str(self.status), "server_text": short("; ".join(self.issues))},
            http_status=self.status,
        )


def visit_answers(body: Any, status: int, count: int) -> list[VisitAnswer]:
    """Read the answer to a request with ``count`` visits.

    Raises:
        Failed: the request was refused as a whole (kind meaning), or the answer says nothing.
    """
    if not isinstance(body, dict):
        raise unreadable(status)
    told = body.get("invalidClientsSummary")
    invalid: dict[int, tuple[str, ...]] = {}
    for each in told if isinstance(told, list) else ():
        place = each.get("index") if isinstance(each, dict) else None
        if not isinstance(place, int) or not 0 <= place < count:
            raise _whole(body, status)
        invalid[place] = _issues(each)
    named = _number(body.get("invalidClients"))
    if named > len(invalid) or _number(body.get("failedClients")) > 0 or (status >= 400 and not invalid):
        # Some were not taken, and which ones it does not say.
        raise _whole(body, status)
    if not invalid and not _is_taken(body, status):
        raise unreadable(status)
    if status >= 400 and len(invalid) < count:
        # Refused for the sake of those named: whether the others went in is not said.
        raise _whole(body, status)
    return [VisitAnswer(invalid.get(place, ()), status) for place in range(count)]


def client_answer(body: Any, status: int) -> VisitAnswer:
    """Read the answer to one client of the registry.

    Raises:
        Failed: the answer says nothing.
    """
    if not isinstance(body, dict):
        raise unreadable(status)
    if status >= 400:
        return VisitAnswer((_text(body) or str(status),), status)
    if not (_is_taken(body, status) or body.get("id") or body.get("identifiers") or body.get("mrn")):
        raise unreadable(status)
    return VisitAnswer()


def all_alike(answers: Sequence[VisitAnswer]) -> bool:
    """Whether all were taken."""
    return not any(each.issues for each in answers)


def _is_taken(body: dict[str, Any], status: int) -> bool:
    if any(name in body for name in _COUNTS):
        return True
    code, word = body.get("statusCode"), str(body.get("status") or "").lower()
    if isinstance(code, int):
        return 200 <= code < 300
    said = str(body.get("message") or "").lower()
    return word in _GOOD_WORDS or (not word and said.startswith(("congratulations", "success", "data")))


def _whole(body: dict[str, Any], status: int) -> Failed:
    return Failed(
        Problem(
            kind=Kind.MEANING,
            code="delivery.record_refused",
            params={"server_code": str(status), "server_text": _text(body) or "-"},
            http_status=status,
        )
    )


def _text(body: dict[str, Any]) -> str:
    said = [str(body.get("message") or "")]
    told = body.get("invalidClientsSummary")
    for each in told if isinstance(told, list) else ():
        if isinstance(each, dict):
            said += _issues(each)
    return short("; ".join(each for each in said if each) or str(body.get("status") or ""))


def _issues(told: dict[str, Any]) -> tuple[str, ...]:
    issues = told.get("validationIssues")
    found = issues if isinstance(issues, list) else [issues] if issues else []
    return tuple(str(each) for each in found) or ("-",)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
