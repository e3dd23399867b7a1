"""What all stand-in servers share: who may come in, what came in, and what shall go wrong."""

import base64
import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Request:
    """One request as it came in; credentials are not kept."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    at: float


@dataclass
class Fault:
    """What shall go wrong with the next ``times`` requests that match."""

    kind: str
    method: str | None
    path: str | None
    times: int
    seconds: float
    status: int
    headers: dict[str, str]
    body: bytes | None


@dataclass
class Faults:
    """What shall go wrong, in the order it was asked for."""

    faults: list[Fault] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    let_go: threading.Event = field(default_factory=threading.Event)  # ends slow faults early
    largest_body: int | None = None  # bytes as they come over the wire; more is answered with 413
    met: Counter[str] = field(default_factory=Counter)  # faults that a request ran into, by kind
    after_a_fault: int = 0  # requests served well that came right after one that was not
    _was_broken: bool = False

    def fail(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int = 1,
        seconds: float = 30.0,
        status: int = 500,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> None:
        """Order a fault.

        Args:
            kind: ``drop_before`` (the line breaks, nothing was done), ``drop_after`` (done, but no answer),
                ``slow_before``, ``slow_after``, ``drip`` (done; the answer takes ``seconds`` to come, a few
                bytes at a time), ``truncate`` (done; the answer stops in the middle),
                ``html``, ``html_after`` (the same, but done), ``login`` (redirect to the login page),
                ``portal`` (redirect elsewhere), ``duplicate`` (done twice, answered once),
                ``clock`` (done; ``Date`` is ``seconds`` off), ``too_large`` (413, nothing done),
                ``engine_down`` (the HDU's 503, nothing done),
                ``status`` (answer with ``status``, nothing done), ``status_after`` (done, then that).
                A whole server has ``largest_body``, ``clock_offset_s``, ``token`` and ``tls=`` besides.
            method: only for this one.
            path: only for paths that start so.
            times: how often.
            seconds: of the slow ones and of the clock.
            status: of the status ones.
            headers: added to the answer of a status.
            body: JSON or other text of the answer of a status.
        """
        with self.lock:
            self.faults.append(Fault(kind, method, path, times, seconds, status, headers or {}, body))

    def heal(self) -> None:
        """Take all faults back and let slow answers go."""
        with self.lock:
            self.faults.clear()
        self.let_go.set()

    def next_fault(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into."""
        with self.lock:
            for fault in self.faults:
                if fault.times > 0 and fault.method in (None, method) and path.startswith(fault.path or ""):
                    fault.times -= 1
                    self.met[fault.kind] += 1
                    self._was_broken = True
                    return fault
            self.after_a_fault += self._was_broken
            self._was_broken = False
        return None

    def too_large(self, length: int) -> bool:
        """Say whether a body is more than the server takes; counts as a fault that was met."""
        if self.largest_body is None or length <= self.largest_body:
            return False
        with self.lock:
            self.met["too_large"] += 1
            self._was_broken = True
        return True

    @property
    def faulty_exchanges(self) -> int:
        """Requests that ran into a fault, and those that came right after one."""
        with self.lock:
            return sum(self.met.values()) + self.after_a_fault


REASONS = {
    200: "OK",
    201: "Created",
    302: "Found",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def json_answer(status: int, document: Any) -> Answer:
    return status, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps(document).encode()


@dataclass
class RecordMind(Faults):
    """The mind of a server that takes records of patients, without its memory."""

    token: str = "stand-in-token"
    users: dict[str, str] = field(default_factory=lambda: {"facility": "District-1"})
    takes_gzip: bool = True
    requests: list[Request] = field(default_factory=list)
    bytes_in: int = 0  # bodies as they came over the wire
    clock_offset_s: float = 0.0
    login_path: str = "/login"
    url: str = ""

    def posts(self) -> list[Request]:
        """The requests that came in to store something."""
        with self.lock:
            return [each for each in self.requests if each.method == "POST"]

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        """What the server says to somebody who may come in."""
        raise NotImplementedError

    def not_let_in(self) -> Answer:
        """What it says to somebody who may not."""
        return json_answer(401, {"message": "Unauthorized"})

    def further_headers(self) -> dict[str, str]:
        """On every answer."""
        return {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer one request (PEP 3333)."""
        with self.lock:
            status, headers, content = self._answer(environ)
        headers = {**headers, **self.further_headers()}
        start_response(f"{status} {REASONS.get(status, 'Other')}", list(headers.items()))
        return [content]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        query = {name: values[-1] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.bytes_in += len(body)
        if environ.get("HTTP_CONTENT_ENCODING") == "gzip":
            if not self.takes_gzip:
                return json_answer(415, {"message": "Unsupported Media Type"})
            body = gzip.decompress(body)
        self.requests.append(Request(method, path, query, body, time.monotonic()))
        if not self._knows(environ.get("HTTP_AUTHORIZATION", "")):
            return self.not_let_in()
        return self.answer(method, path, query, body)

    def _knows(self, authorization: str) -> bool:
        scheme, _, rest = authorization.partition(" ")
        if scheme == "Bearer":
            return rest == self.token
        try:
            user, _, password = base64.b64decode(rest).decode().partition(":")
        except ValueError:
            return False
        return scheme == "Basic" and self.users.get(user) == password
