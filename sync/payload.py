"""Frozen payloads: the request bodies of a delivery, one a line, and their hash."""

from __future__ import annotations

import hashlib


def requests_in(payload: bytes) -> tuple[bytes, ...]:
    """The request bodies of a frozen payload."""
    return tuple(payload.split(b"\n")) if payload else ()


def hash_of(payload: bytes) -> str:
    """SHA-256 of a frozen payload, in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()
