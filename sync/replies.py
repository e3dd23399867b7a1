"""Reads what any server answered, before its meaning: portals, proxies, busy servers."""

from __future__ import annotations

import email.utils
import json
from typing import Any
from urllib.parse import urljoin, urlsplit

from sync.problems import Failed, Kind, Problem
from sync.transport import Reply

LONGEST_TEXT = 300
_LOGIN_WORDS = ("login", "signin", "sign-in", "sso", "saml", "oauth")
_TRANSACTION_IDS = ("x-openhim-transactionid", "x-request-id")


def is_html(reply: Reply) -> bool:
    """Say whether a person was meant to read this: a portal, a proxy, a login page."""
    return b"<html" in reply.body[:2000].lower() or "html" in reply.headers.get("content-type", "")


def unauthorised(reply: Reply) -> Problem:
    """What a 401 means, as far as the server says it: what has run out, and what may not come from here.

    DHIS2 says it in ``message`` ("token has expired", "User account is locked", "request ip address is not
    allowed"), others in ``WWW-Authenticate`` (RFC 6750).
    """
    said = reply.body[:2000].decode("utf-8", "replace") + " " + reply.headers.get("www-authenticate", "")
    words = said.lower()
    code = "sync.credentials_refused"
    if "expired" in words:
        code = "sync.credentials_expired"
    elif "locked" in words:
        code = "sync.account_locked"
    elif "not allowed" in words:
        code = "sync.token_limited"
    return Problem(kind=Kind.CREDENTIALS, code=code, http_status=reply.status)


def redirect(reply: Reply, url: str) -> Problem:
    """What a redirect means: a login page of the same host, or a portal's.

    Args:
        reply: with a status of 300 to 399.
        url: of the target.
    """
    there = urlsplit(urljoin(url + "/", reply.headers.get("location", "")))
    here = urlsplit(url)
    if there.hostname == here.hostname and any(word in there.path.lower() for word in _LOGIN_WORDS):
        return Problem(kind=Kind.CREDENTIALS, code="sync.credentials_refused", http_status=reply.status)
    return Problem(
        kind=Kind.TRANSPORT,
        code="sync.redirected",
        params={"host": there.hostname or ""},
        http_status=reply.status,
    )


def retry_after(reply: Reply) -> float | None:
    """Seconds that ``Retry-After`` asks for; its date form is measured against the server's own ``Date``."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:6])
    try:
        until = email.utils.parsedate_to_datetime(text)
        now = email.utils.parsedate_to_datetime(reply.headers.get("date", ""))
        return max((until - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None


def transaction_id(reply: Reply) -> str | None:
    """The number under which those who run the exchange find this request."""
    return next((reply.headers[name][:80] for name in _TRANSACTION_IDS if reply.headers.get(name)), None)


def body_of(reply: Reply, *, url: str) -> Any:
    """The parsed body of an answer of a server that takes records; also of one that refuses.

    Raises:
        Failed: somebody else answered (a page, a redirect), the server is busy or in trouble, it refuses us
            (401, 403), nothing is at this address (404, 410), the request was too large (413), or the answer
            cannot be read.
    """
    status = reply.status
    if status == 401:
        raise Failed(unauthorised(reply))
    if 300 <= status < 400:
        raise Failed(redirect(reply, url))
    body = _parsed(reply)
    if status in (408, 425, 429) or status >= 500:
        busy = status in (408, 425, 429, 503)
        raise Failed(
            Problem(
                kind=Kind.TRANSPORT,
                code="sync.server_busy" if busy else "sync.server_error",
                params={"status": status},
                may_have_arrived=status not in (425, 429),
                retry_after_s=retry_after(reply),
                http_status=status,
            )
        )
    if status == 413:
        raise Failed(Problem(kind=Kind.MEANING, code="sync.too_large", http_status=status))
    if body is None and is_html(reply) and status not in (404, 410):
        # Something between us and the server wrote it; whether the server acted before that is not known.
        raise Failed(
            Problem(
                kind=Kind.TRANSPORT,
                code="sync.not_the_server",
                params={"status": status},
                may_have_arrived=True,
                http_status=status,
            )
        )
    if status == 403:
        raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.may_not_send", http_status=status))
    if status in (404, 405, 410):
        raise Failed(
            Problem(
                kind=Kind.CREDENTIALS, code="sync.no_channel", params={"status": status}, http_status=status
            )
        )
    if body is None:
        raise unreadable(status)
    return body


def unreadable(status: int) -> Failed:
    """The server answered something that says nothing: whether it acted is not known."""
    return Failed(
        Problem(
            kind=Kind.TRANSPORT,
            code="sync.record_answer_unreadable",
            params={"status": status},
            may_have_arrived=True,
            http_status=status,
        )
    )


def short(text: str) -> str:
    """What a server says, on one line and not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_TEXT else flat[: LONGEST_TEXT - 1] + "…"


def _parsed(reply: Reply) -> Any:
    try:
        return json.loads(reply.body) if reply.body.strip() else None
    except (ValueError, RecursionError):  # brackets without end
        return None
