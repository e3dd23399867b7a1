"""Speaks to the HDU behind the health information mediator: templates, visits, the client registry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sync.body import PackedBody
from sync.journal import Journal, Step
from sync.problems import Failed, Kind, Problem
from sync.replies import body_of, short, transaction_id
from sync.targets.hdu.answers import VisitAnswer, all_alike, client_answer, visit_answers
from sync.transport import LONGEST_READ_TIMEOUT_S, READ_TIMEOUT_S, Reply, Transport

API = "/api/v1/hduApi"
_SLOWEST_LINE = 4000  # bytes a second that are still waited for
_LISTS = ("results", "data", "dataTemplates", "templates")


class HduClient:
    """Attributes: ``packed``: whether request bodies go compressed, and what is known of that."""

    def __init__(self, *, transport: Transport, url: str, gzip: bool | None = None) -> None:
        self._transport = transport
        self._url = url
        # The mediator may have given the service a path of its own.
        self._path = "" if url.lower().endswith("/hduapi") else API
        self.packed = PackedBody(gzip)

    def template(self, wanted: str | None = None) -> dict[str, Any]:
        """The data template of the server now: ``id``, ``code``, ``name`` and what it names beside.

        Args:
            wanted: id or code of one; None: the first that the server offers.

        Raises:
            Failed: ``sync.no_template``, and what keeps the line from working.
        """
        reply = self._transport.exchange("GET", f"{self._path}/dataTemplates")
        offered = _templates(body_of(reply, url=self._url))
        found = next((each for each in offered if wanted in (None, each.get("id"), each.get("code"))), None)
        if found is None:
            raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.no_template", http_status=reply.status))
        kept = ("id", "code", "name", "codingVersions", "workflow")
        return {name: found[name] for name in kept if found.get(name)}

    def send_visits(
        self, body: bytes, *, count: int, journal: Journal, dry_run: bool = False
    ) -> list[VisitAnswer]:
        """Send some visits; gives what became of each, in their order. 200 means that they are queued there.

        Args:
            body: the whole request.
            count: how many visits it has.
            journal: keeps the exchange.
            dry_run: the server checks and keeps nothing; one visit at a time, for it answers well to several
                as soon as one of them is good.

        Raises:
            Failed: nothing is known of them, or the request was refused as a whole.
        """
        params = {"validation": "true", "testDataValidity": "true" if dry_run else "false"}
        step = "dry_run" if dry_run else "push"
        reply = self._post("/dataTemplates", params, body, journal, step)
        return self._read(reply, journal, step, lambda answer: visit_answers(answer, reply.status, count))

    def send_client(self, path: str, body: bytes, *, journal: Journal) -> VisitAnswer:
        """Register, update or merge one person.

        Args:
            path: ``/cr/clients`` or ``/cr/clients/merge``.
            body: the whole request.
            journal: keeps the exchange.

        Raises:
            Failed: nothing is known of it.
        """
        reply = self._post(path, {}, body, journal, "push")
        return self._read(reply, journal, "push", lambda answer: [client_answer(answer, reply.status)])[0]

    def _post(self, path: str, params: Mapping[str, str], body: bytes, journal: Journal, step: str) -> Reply:
        timeout = min(READ_TIMEOUT_S + len(body) / _SLOWEST_LINE, LONGEST_READ_TIMEOUT_S)
        before, journal.pushed = journal.pushed, journal.pushed or step == "push"
        try:
            return self.packed.send(
                lambda packed, more: self._transport.exchange(
                    "POST",
                    self._path + path,
                    params=params,
                    body=packed,
                    headers=more,
                    read_timeout_s=timeout,
                ),
                body,
            )
        except Failed as failed:
            journal.pushed = before or (step == "push" and failed.problem.may_have_arrived)
            journal.steps.append(Step(step, failed.problem.code, None, None))
            raise

    def _read(self, reply: Reply, journal: Journal, step: str, read: Any) -> list[VisitAnswer]:
        try:
            if reply.status in (400, 409, 422):
                answers: list[VisitAnswer] = read(_refusal(reply))
            elif reply.status == 503:
                answers = read(_engine(reply, self._url))
            else:
                answers = read(body_of(reply, url=self._url))
        except Failed as failed:
            journal.steps.append(_step(step, reply, failed.problem.code))
            raise
        journal.steps.append(_step(step, reply, "ok" if all_alike(answers) else "partial"))
        return answers


def _templates(body: Any) -> list[dict[str, Any]]:
    """The templates of an answer, however it is wrapped."""
    if isinstance(body, dict):
        inner = next((body[name] for name in _LISTS if isinstance(body.get(name), list)), None)
        body = [body] if inner is None else inner
    if not isinstance(body, list):
        return []
    found = []
    for each in body:
        if not isinstance(each, dict):
            continue
        inside = each.get("templateDetails")
        details: dict[str, Any] = inside if isinstance(inside, dict) else each
        own = details.get("id") or details.get("uuid")
        if own:
            found.append({**details, "id": str(own)})
    return found


def _refusal(reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        # A mediator put its own page in front of the answer.
        return {"message": short(reply.body[:300].decode("utf-8", "replace"))}


def _engine(reply: Reply, url: str) -> Any:
    """503 is the workflow engine's: the visits did not get in, and nobody needs to do anything."""
    try:
        return body_of(reply, url=url)
    except Failed as failed:
        if b"ngine" in reply.body:
            problem = failed.problem
            raise Failed(
                Problem(
                    kind=Kind.TRANSPORT,
                    code="sync.engine_down",
                    params={"status": reply.status},
                    may_have_arrived=True,
                    retry_after_s=problem.retry_after_s,
                    http_status=reply.status,
                )
            ) from None
        raise


def _step(step: str, reply: Reply, outcome: str) -> Step:
    text = reply.body[:2000].decode("utf-8", "replace")
    return Step(step, outcome, reply.status, text, transaction_id(reply))
