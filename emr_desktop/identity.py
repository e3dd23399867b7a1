"""Identifiers: UUIDv7 made here, and the names under which imported rows get theirs."""

from __future__ import annotations

import os
import time
import uuid

_NAMESPACE = uuid.UUID("6f0f1c1e-52a3-5d0c-9a51-0f7f5f3f6b11")


def new_id() -> uuid.UUID:
    """Make a UUIDv7 (RFC 9562, method 3): milliseconds, 12 bits of their fraction, 62 random bits.

    Ids made one after the other in one process sort in that order.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds << 80) | int.from_bytes(os.urandom(8), "big")
    value |= (0x7 << 76) | (((rest << 12) // 1_000_000) << 64)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def named_id(*parts: str) -> uuid.UUID:
    """Make the same UUIDv5 from the same words, for rows that must not appear twice."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts))
