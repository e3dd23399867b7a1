"""Which way an address is reached: straight, or through a proxy, and with which password.

What the administrator of the PC fixed goes before what stands in the record, and that before the system's
proxy. The password of a proxy lies in the record, never in a file, and goes only to that proxy.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from db.models import Setting
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.backed_up import put_setting
from emr_desktop.managed import managed
from emr_desktop.managed.reading import DIRECT, SYSTEM, is_proxy
from sync.addresses import is_loopback

PROXY_SETTING = "network.proxy_own"
PASSWORD_REFUSED = "sync.proxy_password"  # noqa: S105 - a code
_LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """What holds on this PC.

    Attributes:
        address: ``http://host:port``, ``system`` or ``none``.
        exceptions: hosts, ``.domains`` and networks that are reached straight, with commas between.
        source: ``administrator facility default``.
        user: for the proxy; None: it asks for none.
        password: never printed.
        refused: the proxy refused this password: it is not tried again before somebody gives another.
    """

    address: str = SYSTEM
    exceptions: str = ""
    source: str = "default"
    user: str | None = None
    password: str = field(default="", repr=False)
    refused: bool = False

    def way_to(self, url: str) -> str | None:
        """The proxy for an address, with the password in it; None: straight."""
        if is_loopback(url) or self.address == DIRECT:
            return None
        if self.address == SYSTEM:
            import requests

            found = requests.utils.get_environ_proxies(url)
            return found.get(urlsplit(url).scheme) or found.get("all")
        if _is_excepted(urlsplit(url).hostname or "", self.exceptions):
            return None
        if self.user is None:
            return self.address
        told = urlsplit(self.address)
        return f"{told.scheme}://{quote(self.user, safe='')}:{quote(self.password, safe='')}@{told.netloc}"


def proxy_of(work: WorkSession) -> Proxy:
    """The proxy that holds now for an open record."""
    with work.database.read() as session:
        kept = session.get(Setting, PROXY_SETTING)
        own: dict[str, Any] = dict(kept.value) if kept is not None else {}
    return _in_force(own)


def proxy_without_record() -> Proxy:
    """The proxy that holds while no record is open: no password is known then."""
    return _in_force({})


def _in_force(own: dict[str, Any]) -> Proxy:
    fixed = managed()
    address, source = str(own.get("address") or SYSTEM), "facility" if own.get("address") else "default"
    if fixed.has("network.proxy"):
        address, source = str(fixed.get("network.proxy")), "administrator"
    given_for = own.get("given_for") == address
    return Proxy(
        address=address.rstrip("/"),
        exceptions=str(fixed.get("network.no_proxy", own.get("exceptions", ""))),
        source=source,
        user=(own.get("user") or None) if given_for else None,
        password=str(own.get("password", "")) if given_for else "",
        refused=given_for and bool(own.get("refused")),
    )


def network_told(work: WorkSession) -> dict[str, tuple[Any, str]]:
    """Proxy and exceptions with who decided them, for the list of settings."""
    held = proxy_of(work)
    return {
        "network.proxy": (held.address, held.source),
        "network.no_proxy": (held.exceptions or None, "facility" if held.exceptions else "default"),
    }


class ProxyService:
    """Reads and sets what the record says of the proxy."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def read(self) -> Proxy:
        """What holds now, without the password.

        Raises:
            PermissionRefused: the role may not.
        """
        self._work.require("sync.view")
        held = proxy_of(self._work)
        return Proxy(
            address=held.address,
            exceptions=held.exceptions,
            source=held.source,
            user=held.user,
            refused=held.refused,
        )

    def save(
        self,
        *,
        address: str,
        exceptions: str = "",
        user: str | None = None,
        password: str | None = None,
    ) -> Proxy:
        """Choose a proxy for this facility.

        Args:
            address: ``http://host:port``; ``none``: straight; ``system`` or empty: what the system says.
                Where the administrator fixed one, only user and password are taken, for that one.
            exceptions: what is reached straight; empty: nothing.
            user: None: the proxy asks for none.
            password: None keeps the one that is there, if it was given for this proxy and user.

        Raises:
            ValidationError: ``address``, ``exceptions``, ``user``, ``password``.
            PermissionRefused: the role may not.
        """
        self._work.require("sync.configure")
        fixed, before = managed(), proxy_of(self._work)
        address = address.strip().rstrip("/") or SYSTEM
        if fixed.has("network.proxy"):
            address = before.address
        if not is_proxy(address):
            raise ValidationError("address", "proxy.address_malformed")
        exceptions = ",".join(part.strip() for part in exceptions.split(",") if part.strip())
        if len(exceptions) > _LONGEST or not exceptions.isprintable():
            raise ValidationError("exceptions", "proxy.exceptions_malformed")
        user = (user or "").strip() or None
        if user is not None:
            if address in (SYSTEM, DIRECT):
                raise ValidationError("user", "proxy.user_without_address")
            if not user.isprintable() or ":" in user or len(user) > _LONGEST:
                raise ValidationError("user", "proxy.user_malformed")
            if not password:
                if before.user != user or before.address != address:
                    raise ValidationError("password", "proxy.password_missing")
                password = before.password
        kept = {"address": "" if address == SYSTEM else address, "exceptions": exceptions}
        if user is not None:
            kept |= {"user": user, "password": password or "", "given_for": address}
        detail: dict[str, object] = {"address": address, "exceptions": exceptions, "user": user or ""}
        self._put(kept, detail)
        return self.read()

    def note_refused(self) -> None:
        """Try this password no more: a proxy that knows users of a domain would lock the account."""
        with self._work.database.read() as session:
            setting = session.get(Setting, PROXY_SETTING)
            kept = dict(setting.value) if setting is not None else {}
        if kept.get("user") and not kept.get("refused"):
            self._put({**kept, "refused": True}, None)

    def _put(self, kept: dict[str, Any], detail: dict[str, object] | None) -> None:
        now, by = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            put_setting(session, PROXY_SETTING, kept, at=now, staff_id=by)
            if detail is not None:
                self._work.audit(session, "facility.setting_changed", entity="setting", detail=_told(detail))


def refuse_refused(proxy: Proxy, url: str) -> None:
    """Ask nothing through a proxy that refused our password.

    Raises:
        EmrError: ``sync.proxy_password``.
    """
    if proxy.refused and proxy.way_to(url) is not None:
        raise EmrError(PASSWORD_REFUSED)


def _told(after: dict[str, object]) -> dict[str, object]:
    return {"name": "network.proxy", "before": None, "after": after}


def _is_excepted(host: str, exceptions: str) -> bool:
    """Whether a host is named by the exceptions: itself, a domain above it, or a network (``10.0.0.0/8``)."""
    host = host.casefold().rstrip(".")
    for part in exceptions.casefold().replace(" ", ",").split(","):
        if not part:
            continue
        if part == "*" or host == part.lstrip(".") or host.endswith("." + part.lstrip("*").lstrip(".")):
            return True
        try:
            if ipaddress.ip_address(host) in ipaddress.ip_network(part, strict=False):
                return True
        except ValueError:
            continue
    return False
