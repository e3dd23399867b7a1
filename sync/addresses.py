"""Which addresses may be sent to: https anywhere, plain http on this PC alone."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from emr_desktop.errors import ValidationError


def checked_url(url: str, *, own_tail: str = "/api") -> str:
    """Give the address of a target without trailing slash and without ``own_tail``, which the client adds.

    Raises:
        ValidationError: field ``url``: ``target.url_malformed``, ``target.url_insecure`` (http to another
            machine), ``target.url_has_password``.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValidationError("url", "target.url_malformed") from None
    if parts.username is not None or parts.password is not None:
        raise ValidationError("url", "target.url_has_password")
    unclean = any(character.isspace() or character == "\\" for character in text)
    if parts.scheme not in ("http", "https") or not host or port == 0 or unclean:
        raise ValidationError("url", "target.url_malformed")
    if parts.query or parts.fragment:
        raise ValidationError("url", "target.url_malformed")
    if parts.scheme == "http" and not is_loopback(text):
        raise ValidationError("url", "target.url_insecure", host=host)
    path = parts.path.rstrip("/").removesuffix(own_tail).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def is_loopback(url: str) -> bool:
    """Say whether the address is this PC itself: ``localhost``, 127.0.0.0/8 or ::1, written out."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
