"""One place for how this PC talks to servers: through which proxy, and whose certificates it believes."""

from __future__ import annotations

import re
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from emr_desktop.managed import managed
from sync.proxy import Proxy

if TYPE_CHECKING:
    from requests import Session

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
# Where systems other than the one the program was built on keep what they trust.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
)


@contextmanager
def session_to(url: str, *, proxy: Proxy, ca_pem: str | None = None) -> Iterator[Session]:
    """A session of ``requests`` for one server.

    Args:
        url: of the server.
        proxy: what holds on this PC.
        ca_pem: the authority of this server alone; nobody else is believed then but whom the administrator
            of the PC named. None: who the system and the public authorities vouch for, and the
            administrator's.
    """
    import requests

    from sync.connections import PatientAdapter

    session = requests.Session()
    # Nothing from the environment: .netrc would replace our credentials, REQUESTS_CA_BUNDLE our trust.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    way = proxy.way_to(url)
    if way is not None:
        session.proxies = {"http": way, "https": way}
    secured = urlsplit(url).scheme == "https"
    trust = _system_trust(administrators_pem()) if secured and not ca_pem else None
    for scheme in ("http://", "https://"):
        session.mount(scheme, PatientAdapter(trust=trust))
    with tempfile.TemporaryDirectory(prefix="emr-ca-") if ca_pem else _nowhere() as folder, session:
        if ca_pem:
            path = Path(folder) / "ca.pem"
            path.write_text("\n".join((ca_pem, administrators_pem())), encoding="ascii")
            session.verify = str(path)
        yield session


@contextmanager
def _nowhere() -> Iterator[str]:
    yield ""


def administrators_pem() -> str:
    """The certificates that the administrator of the PC named, or nothing when they cannot be used."""
    return _checked_pem() or ""


def ca_file_is_unusable() -> bool:
    """Whether the administrator named a file of certificates that cannot be used."""
    return managed().has("network.ca_file") and _checked_pem() is None


def _checked_pem() -> str | None:
    named = managed().get("network.ca_file")
    if named is None:
        return None
    try:
        path = Path(named)
        state = path.stat()
        return _read_pem(path, state.st_mtime_ns, state.st_size)
    except OSError:
        return None


@cache
def _read_pem(path: Path, _changed: int, size: int) -> str | None:
    """The PEM blocks of a file; None when it holds none that can be read."""
    if size > 2_000_000:
        return None
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        blocks = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.DOTALL)
        pem = "\n".join(blocks)
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (OSError, ValueError, ssl.SSLError):
        return None
    return pem or None


def _system_trust(further: str) -> ssl.SSLContext:
    """What the system trusts, and more; ``requests`` adds the public authorities that come along."""
    from urllib3.util.ssl_ import create_urllib3_context

    context = create_urllib3_context()
    paths = ssl.get_default_verify_paths()
    if hasattr(ssl, "enum_certificates"):  # Windows
        context.load_default_certs()
    else:  # not load_default_certs: SSL_CERT_FILE of anybody's environment would count
        for bundle in (paths.openssl_cafile, *_BUNDLES):
            if Path(bundle).is_file():
                context.load_verify_locations(cafile=bundle)
        if Path(paths.openssl_capath).is_dir():
            context.load_verify_locations(capath=paths.openssl_capath)
    if further:
        context.load_verify_locations(cadata=further)
    return context


def proxy_trouble(error: BaseException, *, through_proxy: bool) -> str | None:
    """The code for what a proxy did to a request; None when it was not the proxy.

    Args:
        error: what ``requests`` raised.
        through_proxy: the request was to go through one.
    """
    from requests import exceptions as http

    if not through_proxy:
        return None
    told = _TUNNEL.search(str(error))
    if told is not None:
        return "sync.proxy_password" if told[1] == "407" else "sync.proxy_refused"
    return "sync.proxy_unreachable" if isinstance(error, http.ProxyError) else None
