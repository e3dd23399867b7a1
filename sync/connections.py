"""Connections that give a body the time a slow line needs to take it."""

from __future__ import annotations

import ssl
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

LONGEST_SENDING_S = 180.0


class _Patient:
    """Connects within the time for that, and then has time to send.

    urllib3 sends the body under the time-out for connecting: 80 kB over a line of 64 kbit/s would never go.
    How long the whole exchange may take, the transport says.
    """

    def request(self, *args: Any, **options: Any) -> None:
        """Send a request."""
        connection: Any = self
        if connection.sock is None:
            connection.connect()
        connection.timeout = LONGEST_SENDING_S
        connection.sock.settimeout(LONGEST_SENDING_S)
        super().request(*args, **options)  # type: ignore[misc]


class _PatientHttp(_Patient, HTTPConnection):
    pass


class _PatientHttps(_Patient, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _PatientHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _PatientHttps


class PatientAdapter(HTTPAdapter):
    """To be mounted on a session of ``requests``; ``trust`` says whose certificates it believes."""

    def __init__(self, *, trust: ssl.SSLContext | None = None) -> None:
        self._trust = {} if trust is None else {"ssl_context": trust}
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools with connections that have time."""
        options |= self._trust
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """The same through a proxy."""
        manager = super().proxy_manager_for(proxy, **options, **self._trust)
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager
