"""Identifiers: UUIDv7 made here, and the names under which imported rows get theirs."""

from __future__ import annotations

import os
import time
import uuid

_NAMESPACE = uuid.UUID("6f0f1c1e-52a3-5d0c-9a51-0f7f5f3f6b11")


def new_id() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that ids sort by time."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def named_id(*parts: str) -> uuid.UUID:
    """Make the same UUIDv5 from the same words, for rows that must not appear twice."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts))
