"""The HTTP side of every stand-in: a threading server on loopback that lets ordered faults happen."""

import io
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from stand_in import REASONS, Answer, Fault

HTML_PAGE = (
    b"<!DOCTYPE html><html><head><title>Welcome to FreeNet</title></head><body>Buy a bundle</body></html>"
)

_ENGINE = b'{"message":"Workflow engine configured but not available"}'
_INSTEAD = ("html", "login", "portal", "status", "too_large", "engine_down")
_DRIPS = 10  # pieces of an answer that comes slowly


class _Handler(BaseHTTPRequestHandler):
    """Runs the application and lets the ordered faults happen around it."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    stand_in: Any

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        fault = self.stand_in.next_fault(self.command, parts.path)
        kind = fault.kind if fault is not None else ""
        if kind == "drop_before":
            return self._hang_up()
        if not kind and self.stand_in.too_large(length):
            kind, fault = "too_large", Fault("too_large", None, None, 1, 0, 413, {}, None)
        if fault is not None and kind == "slow_before":
            self.stand_in.let_go.wait(fault.seconds)
        if fault is not None and kind in _INSTEAD:
            return self._send(*self._broken(fault))
        if kind == "duplicate":
            self._ask(parts.path, parts.query, body)
        status, headers, content = self._ask(parts.path, parts.query, body)
        if kind == "drop_after":
            return self._hang_up()
        if fault is not None and kind == "slow_after":
            self.stand_in.let_go.wait(fault.seconds)
        if fault is not None and kind in ("status_after", "html_after"):
            return self._send(*self._broken(fault))
        if kind == "truncate":
            self._send(status, headers, content, cut=True)
            return self._hang_up()
        if fault is not None and kind == "drip":
            return self._send(status, headers, content, takes_s=fault.seconds)
        return self._send(status, headers, content, clock_s=fault.seconds if fault and kind == "clock" else 0)

    def _ask(self, path: str, query: str, body: bytes) -> Answer:
        environ = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_AUTHORIZATION": self.headers.get("Authorization", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]]) -> None:
            answer["status"], answer["headers"] = int(status.split(" ", 1)[0]), dict(headers)

        content = b"".join(self.stand_in(environ, start_response))
        return answer["status"], answer["headers"], content

    def _broken(self, fault: Fault) -> Answer:
        if fault.kind in ("html", "html_after"):
            return 200, {"Content-Type": "text/html; charset=utf-8"}, HTML_PAGE
        if fault.kind == "login":
            path = getattr(self.stand_in, "login_path", "/dhis-web-login/")
            return 302, {"Location": f"{self.stand_in.url}{path}"}, b""
        if fault.kind == "portal":
            return 302, {"Location": "http://portal.example.net/welcome"}, b""
        if fault.kind == "too_large":
            return 413, {"Content-Type": "text/html"}, b"<html><h1>413 Request Entity Too Large</h1></html>"
        if fault.kind == "engine_down":
            return 503, {"Content-Type": "application/json"}, _ENGINE
        content = fault.body if fault.body is not None else b'{"httpStatusCode":%d}' % fault.status
        return fault.status, {"Content-Type": "application/json", **fault.headers}, content

    def _send(
        self,
        status: int,
        headers: dict[str, str],
        content: bytes,
        *,
        cut: bool = False,
        takes_s: float = 0,
        clock_s: float = 0,
    ) -> None:
        self.send_response_only(status, REASONS.get(status, "Other"))
        now = datetime.now(UTC).timestamp() + self.stand_in.clock_offset_s + clock_s
        self.send_header("Date", self.date_time_string(now))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if takes_s:
            step = len(content) // _DRIPS + 1
            for start in range(0, len(content), step):
                self.wfile.write(content[start : start + step])
                self.wfile.flush()
                self.stand_in.let_go.wait(takes_s / _DRIPS)
            return
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(2)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is no news."""


@contextmanager
def listening(mind: Any, *, port: int, tls: ssl.SSLContext | None, lifetime_s: float) -> Iterator[None]:
    """Let ``mind`` answer on 127.0.0.1 until the block ends, or ``lifetime_s`` is over."""
    handler = type("_BoundHandler", (_Handler,), {"stand_in": mind})
    server = _Server(("127.0.0.1", port), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    mind.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="stand-in", daemon=True
    )
    thread.start()
    end = threading.Timer(lifetime_s, server.shutdown)
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()
        mind.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
