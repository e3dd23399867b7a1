"""One HTTP exchange: verified TLS, bounded in time and size, stoppable, and honest about what got out."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from db.stopping import is_stopped
from emr_desktop import __version__
from sync.network import ca_file_is_unusable, proxy_trouble, session_to
from sync.problems import Failed, Kind, Problem, Stopped
from sync.proxy import PASSWORD_REFUSED, Proxy, proxy_without_record

if TYPE_CHECKING:
    from requests import Response, Session

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 60.0
LONGEST_READ_TIMEOUT_S = 180.0
SHORTEST_READ_TIMEOUT_S = 2.0  # however little of a pass is left
LARGEST_ANSWER = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """How a target knows us; never printed."""

    kind: str  # token basic
    user: str | None = field(default=None, repr=False)
    secret: str = field(repr=False)

    def header(self, scheme: str) -> str:
        """The value of ``Authorization``; ``scheme`` is the word before a token."""
        if self.kind == "token":
            return f"{scheme} {self.secret}"
        pair = f"{self.user or ''}:{self.secret}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What an exchange looks at while it waits.

    Attributes:
        stop: True ends the exchange with ``Stopped``.
        heartbeat: called every few seconds; renews the lease, may raise ``LeaseLost``.
        deadline: ``time.monotonic()`` after which no answer is waited for.
    """

    stop: Callable[[], bool] = lambda: False
    heartbeat: Callable[[], None] = lambda: None
    deadline: float = float("inf")


class Transport:
    """The line to one target for one pass. Use as a context manager; a fresh session each time."""

    HEARTBEAT_S = 5.0

    def __init__(
        self,
        *,
        url: str,
        credentials: Credentials,
        ca_pem: str | None = None,
        scheme: str = "ApiToken",
        proxy: Proxy | None = None,
    ) -> None:
        self._url = url
        self._credentials = credentials
        self._scheme = scheme
        self._ca_pem = ca_pem
        self._proxy = proxy_without_record() if proxy is None else proxy
        self._open: ExitStack | None = None
        self._session: Session | None = None
        self.guard = Guard()
        self.server_date: datetime | None = None  # of the last answer that told it
        self.traffic = 0  # bytes to and from the server, headers included, those of TLS not

    def __enter__(self) -> Transport:
        self._open = ExitStack()
        session = self._open.enter_context(session_to(self._url, proxy=self._proxy, ca_pem=self._ca_pem))
        session.headers.clear()
        session.headers.update(
            {
                "User-Agent": f"emr-desktop/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "X-Requested-With": "XMLHttpRequest",  # DHIS2 then answers 401 instead of its login page
            }
        )
        self._session = session
        return self

    def __exit__(self, *_: object) -> None:
        self._session = None
        if self._open is not None:
            self._open.close()
            self._open = None

    def exchange(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        read_timeout_s: float = READ_TIMEOUT_S,
        anonymous: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request and give whatever the server answered, redirects and errors included.

        A body is JSON unless ``headers`` say otherwise.

        The request runs in a thread of its own that is left behind at a stop: name look-up and reading cannot
        be interrupted otherwise, and nothing of ours is touched from there.

        Raises:
            Failed: kind transport; ``may_have_arrived`` says whether the request may have been acted upon.
            Stopped: the guard asked for it.
            LeaseLost: from the guard's heartbeat.
        """
        guard, way = self.guard, self._proxy.way_to(self._url)
        if way is not None and self._proxy.refused:
            raise Failed(_transport(PASSWORD_REFUSED, arrived=False))
        longest = min(read_timeout_s, max(guard.deadline - time.monotonic(), SHORTEST_READ_TIMEOUT_S))
        outcome: list[Reply | BaseException] = []
        done = threading.Event()

        def work() -> None:
            try:
                outcome.append(self._blocking(method, path, params, body, longest, anonymous, headers or {}))
            except BaseException as error:  # handed to the waiting thread
                outcome.append(error)
            finally:
                done.set()

        changes = method != "GET"
        threading.Thread(target=work, name="sync-exchange", daemon=True).start()
        started = beaten = time.monotonic()
        while not done.wait(0.1):
            now = time.monotonic()
            if guard.stop() or is_stopped():
                raise Stopped
            if now - started > longest + CONNECT_TIMEOUT_S + 5:
                raise Failed(_transport("sync.timed_out", arrived=changes))
            if now - beaten > self.HEARTBEAT_S:
                guard.heartbeat()
                beaten = now
        result = outcome[0]
        if isinstance(result, BaseException):
            raise problem_of(result, changes=changes, through_proxy=way is not None) from None
        return result

    def _blocking(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        body: bytes | None,
        read_timeout_s: float,
        anonymous: bool,
        further: Mapping[str, str],
    ) -> Reply:
        assert self._session is not None, "use the transport as a context manager"  # noqa: S101
        headers = {} if anonymous else {"Authorization": self._credentials.header(self._scheme)}
        if body is not None:
            headers["Content-Type"] = "application/json"
        headers.update(further)
        until = time.monotonic() + CONNECT_TIMEOUT_S + read_timeout_s
        with self._session.request(
            method,
            self._url + path,
            params=params,
            data=body,
            headers=headers,
            timeout=(CONNECT_TIMEOUT_S, read_timeout_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = _read(response, until)
            self.traffic += _size(response, len(body or b""))
            names = {name.lower(): value for name, value in response.headers.items()}
            self.server_date = _date_of(names) or self.server_date
            return Reply(status=response.status_code, headers=names, body=content)


def _date_of(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None


def _size(response: Response, sent: int) -> int:
    heads = sum(
        len(name) + len(value) + 4
        for headers in (response.request.headers, response.headers)
        for name, value in headers.items()
    )
    return heads + len(response.request.url or "") + sent + response.raw.tell()


def _read(response: Response, until: float) -> bytes:
    """Read the body, but not for ever: a server that drips a byte a second never trips a read time-out."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Failed(_transport("sync.answer_too_big", arrived=True))
        if time.monotonic() > until:
            raise Failed(_transport("sync.timed_out", arrived=True))
    return b"".join(parts)


def _transport(code: str, *, arrived: bool, **params: object) -> Problem:
    return Problem(kind=Kind.TRANSPORT, code=code, params=params, may_have_arrived=arrived)


def problem_of(error: BaseException, *, changes: bool, through_proxy: bool = False) -> BaseException:
    """Name what a failed request means; errors that are not the network's are given back as they are.

    Args:
        error: what the request raised.
        changes: the request would change something there (it is not a GET).
        through_proxy: it was to go through a proxy.
    """
    from requests import exceptions as http
    from urllib3 import exceptions as low

    if isinstance(error, Failed):
        arrived = error.problem.may_have_arrived and changes
        return Failed(_transport(error.problem.code, arrived=arrived, **error.problem.params))
    if not isinstance(error, http.RequestException):
        return error
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(error, http.SSLError):
        if "CERTIFICATE_VERIFY_FAILED" in str(error) or "certificate" in str(error).lower():
            return Failed(_transport(certificate_trouble(error, through_proxy=through_proxy), arrived=False))
        # A handshake that breaks and a line that breaks later look alike here: the careful reading wins.
        return Failed(_transport("sync.tls_failed", arrived=changes))
    code = proxy_trouble(error, through_proxy=through_proxy)
    if code is not None:
        return Failed(_transport(code, arrived=False))
    if isinstance(error, (http.ConnectTimeout, http.ProxyError, http.InvalidURL)) or isinstance(
        reason, (low.NewConnectionError, low.ConnectTimeoutError, low.NameResolutionError)
    ):
        return Failed(_transport("sync.unreachable", arrived=False))
    if isinstance(error, http.Timeout) or isinstance(reason, low.ReadTimeoutError):
        return Failed(_transport("sync.timed_out", arrived=changes))
    if isinstance(error, (http.ChunkedEncodingError, http.ContentDecodingError)):
        return Failed(_transport("sync.answer_cut", arrived=changes))
    return Failed(_transport("sync.connection_lost", arrived=changes))


def trouble_between(error: Exception, *, through_proxy: bool) -> str | None:
    """The code for what a proxy or a certificate kept from us; None when it was something else."""
    from requests import exceptions as http

    if isinstance(error, http.SSLError) and "certificate" in str(error).lower():
        return certificate_trouble(error, through_proxy=through_proxy)
    return proxy_trouble(error, through_proxy=through_proxy)


def certificate_trouble(error: Exception, *, through_proxy: bool) -> str:
    """The code for what is wrong with a certificate."""
    text = str(error).lower()
    if "expired" in text or "not yet valid" in text:
        return "sync.certificate_expired"
    if "hostname mismatch" in text or "ip address mismatch" in text or "doesn't match" in text:
        return "sync.certificate_other_host"
    if "unable to get" in text or "self-signed" in text or "self signed" in text:
        if ca_file_is_unusable():
            return "sync.ca_file_unusable"
        return "sync.proxy_unknown_issuer" if through_proxy else "sync.certificate_unknown_issuer"
    return "sync.certificate_refused"
