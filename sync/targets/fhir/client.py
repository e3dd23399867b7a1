"""Speaks to one FHIR R4 server: what it is, and one transaction at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.body import PackedBody
from sync.journal import Journal, Step
from sync.problems import Failed, Kind, Problem
from sync.replies import body_of, short, transaction_id, unreadable
from sync.shapes import dict_of, list_of, objects_of
from sync.transport import LONGEST_READ_TIMEOUT_S, READ_TIMEOUT_S, Reply, Transport

_MEDIA = "application/fhir+json"
_SLOWEST_LINE = 4000  # bytes a second that are still waited for


@dataclass(frozen=True)
class EntryAnswer:
    """What became of one entry of a transaction."""

    status: int
    text: str = ""

    @property
    def is_good(self) -> bool:
        return self.status in (200, 201)


class FhirClient:
    """Attributes: ``packed``: whether request bodies go compressed, and what is known of that."""

    def __init__(self, *, transport: Transport, url: str, gzip: bool | None = None) -> None:
        self._transport = transport
        self._url = url
        self.packed = PackedBody(gzip)

    def capabilities(self) -> dict[str, Any]:
        """What the server says of itself: ``fhir_version``, ``server_version`` (its software), ``url``.

        Raises:
            Failed: ``sync.not_fhir``, ``sync.other_fhir_version``, and what keeps the line from working.
        """
        headers = {"Accept": _MEDIA}
        reply = self._transport.exchange("GET", "/metadata", params={"_summary": "true"}, headers=headers)
        body = body_of(reply, url=self._url)
        if not isinstance(body, dict) or body.get("resourceType") != "CapabilityStatement":
            raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.not_fhir", http_status=reply.status))
        version = str(body.get("fhirVersion") or "")
        if not version.startswith("4.0"):
            params = {"version": version or "?"}
            raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.other_fhir_version", params=params))
        software = body.get("software") or {}
        named = " ".join(str(software[part]) for part in ("name", "version") if software.get(part))
        found = {"fhir_version": version, "server_version": named[:80]}
        return {name: value for name, value in found.items() if value}

    def recorded(self, kind: str, identifiers: Sequence[str]) -> dict[str, datetime]:
        """When the newest version of some resources was saved by whoever sent it, as its Provenance tells.

        Args:
            kind: type of the resources.
            identifiers: ``system|value``, not many at once.

        Returns:
            By the value of the identifier; what the server has not, or of which it cannot tell, is left out.

        Raises:
            Failed: the server cannot be asked, or it answers something else.
        """
        params = {"identifier": ",".join(identifiers), "_revinclude": "Provenance:target", "_count": "500"}
        reply = self._transport.exchange("GET", f"/{kind}", params=params, headers={"Accept": _MEDIA})
        body = body_of(reply, url=self._url)
        if not isinstance(body, dict) or body.get("resourceType") != "Bundle":
            raise unreadable(reply.status)
        found = [dict_of(each.get("resource")) for each in objects_of(body.get("entry"))]
        values = {
            f"{kind}/{each.get('id')}": str(named.get("value"))
            for each in found
            if each.get("resourceType") == kind
            for named in objects_of(each.get("identifier"))
            if f"{named.get('system')}|{named.get('value')}" in identifiers
        }
        newest: dict[str, datetime] = {}
        for each in found:
            at = _instant(each.get("recorded")) if each.get("resourceType") == "Provenance" else None
            for target in objects_of(each.get("target")) if at is not None else []:
                value = values.get("/".join(str(target.get("reference")).split("/")[-2:]))
                if value is not None and at is not None:
                    newest[value] = max(at, newest.get(value, at))
        return newest

    def transact(self, body: bytes, *, entries: int, journal: Journal) -> list[EntryAnswer]:
        """Send one transaction; gives what became of each entry, in their order.

        Args:
            body: a Bundle of type transaction.
            entries: how many it has; the answer must have as many.
            journal: keeps the exchange.

        Raises:
            Failed: nothing is known of it, or it was refused as a whole: nothing was kept there then.
        """
        timeout = min(READ_TIMEOUT_S + len(body) / _SLOWEST_LINE, LONGEST_READ_TIMEOUT_S)
        headers = {"Accept": _MEDIA, "Content-Type": _MEDIA, "Prefer": "return=minimal"}
        before, journal.pushed = journal.pushed, True
        try:
            reply = self.packed.send(
                lambda packed, more: self._transport.exchange(
                    "POST", "", body=packed, headers={**headers, **more}, read_timeout_s=timeout
                ),
                body,
            )
        except Failed as failed:
            journal.pushed = before or failed.problem.may_have_arrived
            journal.steps.append(Step("push", failed.problem.code, None, None))
            raise
        try:
            answers = _answers(reply, self._url, entries)
        except Failed as failed:
            journal.pushed = before or failed.problem.may_have_arrived
            journal.steps.append(_step(reply, failed.problem.code))
            raise
        journal.steps.append(_step(reply, "ok"))
        return answers


def _instant(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _answers(reply: Reply, url: str, entries: int) -> list[EntryAnswer]:
    if reply.status in (400, 409, 412, 422):
        raise Failed(_refusal(reply, url))
    body = body_of(reply, url=url)
    kinds = ("transaction-response", "batch-response")
    if not isinstance(body, dict) or body.get("resourceType") != "Bundle" or body.get("type") not in kinds:
        raise unreadable(reply.status)
    told = body.get("entry")
    if not isinstance(told, list) or len(told) != entries:
        raise unreadable(reply.status)
    return [_entry(each, reply.status) for each in told]


def _entry(entry: Any, status: int) -> EntryAnswer:
    answer = entry.get("response") if isinstance(entry, dict) else None
    number = str(answer.get("status") or "")[:3] if isinstance(answer, dict) else ""
    if not isinstance(answer, dict) or not number.isdigit():
        raise unreadable(status)
    return EntryAnswer(int(number), outcome_text(answer.get("outcome")))


def _refusal(reply: Reply, url: str) -> Problem:
    """A transaction that was refused as a whole."""
    if reply.status == 409:
        # Somebody else writes the same resource this moment, or a copy is being made: later it goes through.
        return Problem(
            kind=Kind.TRANSPORT,
            code="sync.server_conflict",
            params={"status": reply.status},
            http_status=reply.status,
        )
    body = body_of(reply, url=url)
    return entry_problem(reply.status, outcome_text(body))


def entry_problem(status: int, text: str) -> Problem:
    """What it means that the server did not take a resource.

    Args:
        status: HTTP status, of the entry or of the whole request.
        text: what the server says.
    """
    if status == 409 or status >= 500 or status in (408, 425, 429):
        return Problem(kind=Kind.TRANSPORT, code="sync.server_conflict", params={"status": status})
    code = "delivery.several_there" if status == 412 else "delivery.record_refused"
    return Problem(
        kind=Kind.MEANING,
        code=code,
        params={"server_code": str(status), "server_text": text or "-"},
        http_status=status,
    )


def outcome_text(outcome: Any) -> str:
    """What an OperationOutcome says in words, its errors first."""
    if not isinstance(outcome, dict):
        return ""
    issues = list(objects_of(outcome.get("issue")))
    issues.sort(key=lambda each: each.get("severity") not in ("fatal", "error"))
    said = []
    for issue in issues[:3]:
        details = dict_of(issue.get("details"))
        text = str(details.get("text") or issue.get("diagnostics") or issue.get("code") or "")
        where = ", ".join(
            str(each) for each in list_of(issue.get("expression")) or list_of(issue.get("location"))
        )
        said.append(f"{text} ({where})" if where else text)
    return short("; ".join(each for each in said if each) or str(outcome.get("message") or ""))


def _step(reply: Reply, outcome: str) -> Step:
    text = reply.body[:2000].decode("utf-8", "replace")
    return Step("push", outcome, reply.status, text, transaction_id(reply))
