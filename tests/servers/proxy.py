"""A proxy on loopback: lets CONNECT through to servers of this PC, refuses, wants a password, intercepts."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Middle:
    """What the proxy does.

    Attributes:
        leads_to: the port of this PC that every host leads to.
        status: of its answer to CONNECT, unless 200.
        user, password: what it wants; empty: nothing.
        own: it answers in the place of the server, with this certificate.
        asked: what it was asked for, in order: ``dhis.example.org:443``.
        given: the credentials that came with each.
    """

    leads_to: int
    status: int = 200
    user: str = ""
    password: str = ""
    own: ssl.SSLContext | None = None
    url: str = ""
    asked: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def wants(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@contextmanager
def proxying(middle: Middle, *, lifetime_s: float = 60) -> Iterator[Middle]:
    """Run it; it ends by itself after ``lifetime_s``."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_CONNECT(self) -> None:
            middle.asked.append(self.path)
            given = self.headers.get("Proxy-Authorization", "")
            middle.given.append(given)
            self.close_connection = True
            if middle.user and given != middle.wants():
                self.send_response(407)
                self.send_header("Proxy-Authenticate", 'Basic realm="council"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if middle.status != 200:
                self.send_error(middle.status)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.flush()
            if middle.own is not None:
                with suppress(OSError), middle.own.wrap_socket(self.connection, server_side=True) as secured:
                    secured.recv(1)
                return
            with suppress(OSError), socket.create_connection(("127.0.0.1", middle.leads_to)) as there:
                _join(self.connection, there)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    middle.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    end = threading.Timer(lifetime_s, server.shutdown)
    end.daemon = True
    end.start()
    try:
        yield middle
    finally:
        end.cancel()
        server.shutdown()
        server.server_close()
        thread.join(5)


def _join(here: socket.socket, there: socket.socket) -> None:
    def copy(source: socket.socket, goal: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                goal.sendall(part)
            goal.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=copy, args=(there, here), daemon=True)
    back.start()
    copy(here, there)
    back.join(10)
