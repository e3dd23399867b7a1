"""Reads what a DHIS2 server answered, whatever its version and whatever its HTTP status says.

2.41 and 2.42 answer 409 to an import of which the good values were kept; 2.43 answers 200 to one of which a
value was refused. So the body decides, on every status.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sync.problems import Kind, Problem
from sync.replies import is_html, redirect, retry_after, short, unauthorised
from sync.shapes import list_of, objects_of
from sync.transport import Reply


@dataclass(frozen=True)
class Conflict:
    """One thing the server did not take. ``indexes`` count the values of the request from 0."""

    code: str | None
    text: str
    indexes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """An import summary, any version's.

    ``understood`` is False for a JSON answer that is no summary at all (a job that was only scheduled):
    reading back decides then.
    """

    imported: int = 0
    updated: int = 0
    ignored: int = 0
    deleted: int = 0
    conflicts: tuple[Conflict, ...] = ()
    refused: int = 0  # values, not conflicts
    understood: bool = True

    @property
    def accepted(self) -> int:
        return self.imported + self.updated + self.deleted

    @property
    def unchanged(self) -> int:
        """Values that were there already: up to 2.42 they count as ignored without a conflict."""
        return max(self.ignored - self.refused, 0)


def read_json(reply: Reply, *, url: str) -> Any | Problem:
    """Give the parsed body of an answer, or the problem when it is not DHIS2 that speaks.

    HTML and redirects are what captive portals, proxies and login pages answer; they are never success.
    """
    status = reply.status
    if status == 401:
        return unauthorised(reply)
    if 300 <= status < 400:
        return redirect(reply, url)
    try:
        body = json.loads(reply.body) if reply.body.strip() else None
        readable = body is not None
    except (ValueError, RecursionError):
        body, readable = None, False
    if status in (408, 429) or status >= 500:
        code = "sync.server_busy" if status in (408, 429, 503) else "sync.server_error"
        return Problem(
            kind=Kind.TRANSPORT,
            code=code,
            params={"status": status},
            may_have_arrived=status not in (429,),
            retry_after_s=retry_after(reply),
            http_status=status,
        )
    if not readable:
        if is_html(reply):
            return Problem(
                kind=Kind.TRANSPORT, code="sync.not_dhis2", params={"status": status}, http_status=status
            )
        return Problem(
            kind=Kind.TRANSPORT,
            code="sync.answer_unreadable",
            params={"status": status},
            may_have_arrived=True,
            http_status=status,
        )
    if status == 403:
        return Problem(
            kind=Kind.CREDENTIALS,
            code="sync.not_allowed",
            params={"text": server_text(body)},
            http_status=status,
        )
    return body


def summary_of(body: Any, status: int) -> Summary | Problem:
    """Read the answer to an import or to a completion.

    Args:
        body: the parsed JSON.
        status: HTTP status; decides only when the body is no summary.
    """
    core = body.get("response", body) if isinstance(body, dict) else None
    if not isinstance(core, dict) or not isinstance(core.get("importCount"), dict):
        if status >= 400:
            return refusal(body, status)
        return Summary(understood=False)
    counts = core["importCount"]
    conflicts = tuple(_conflict(each) for each in objects_of(core.get("conflicts")))
    indexes = {each for each in list_of(core.get("rejectedIndexes")) if isinstance(each, int)}
    for conflict in conflicts:
        indexes.update(conflict.indexes)
    if not conflicts and str(core.get("status", "")).upper() == "ERROR":
        conflicts = (Conflict(None, str(core.get("description") or server_text(body)), ()),)
    return Summary(
        imported=_number(counts.get("imported")),
        updated=_number(counts.get("updated")),
        ignored=_number(counts.get("ignored")),
        deleted=_number(counts.get("deleted")),
        conflicts=conflicts,
        refused=max(len(indexes), 1 if conflicts else 0),
    )


def refusal(body: Any, status: int) -> Problem:
    """A request that was refused as a whole."""
    server_code = body.get("errorCode") if isinstance(body, dict) else None
    return Problem(
        kind=Kind.MEANING,
        code=meaning_of(server_code),
        params={"server_code": server_code or str(status), "server_text": server_text(body), "count": 1},
        http_status=status,
    )


def headline(conflicts: tuple[Conflict, ...], refused: int) -> Problem:
    """The one reason to show for a list of conflicts: the commonest. ``refused``: how many values it hit."""
    commonest = commonest_code(conflicts)
    first = next(conflict for conflict in conflicts if conflict.code == commonest)
    return Problem(
        kind=Kind.MEANING,
        code=meaning_of(commonest),
        params={"server_code": commonest or "-", "server_text": short(first.text), "count": refused},
    )


def commonest_code(conflicts: tuple[Conflict, ...]) -> str | None:
    """The server's code that most conflicts have."""
    return Counter(conflict.code for conflict in conflicts).most_common(1)[0][0]


def meaning_of(server_code: str | None) -> str:
    """Our code for one of DHIS2's; unknown ones are shown with the server's text."""
    return _refusals().get(server_code or "", "delivery.refused_by_server")


def server_text(body: Any) -> str:
    """What the server says in words, shortened."""
    if not isinstance(body, dict):
        return ""
    return short(str(body.get("message") or body.get("description") or body.get("error") or ""))


@cache
def _refusals() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "refusals.toml").read_text(encoding="utf-8"))
    return {server_code: code for code, server_codes in table.items() for server_code in server_codes}


def _conflict(raw: dict[str, Any]) -> Conflict:
    code = raw.get("errorCode")
    text = raw.get("value") or raw.get("object") or ""
    indexes = tuple(index for index in list_of(raw.get("indexes")) if isinstance(index, int))
    return Conflict(str(code) if code else None, short(str(text)), indexes)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
