"""Keeps log-ins that failed until the record is open, and then takes them into the audit trail.

Nobody can write into a record that did not open. So each refusal is a line in a small file in the folder of
this PC, beside the outside copy of the key file: encrypted under the secret of the PC, its place bound in.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.device import device_folder, read_device_secret
from db.errors import KeyTrouble
from db.slots import derived

_LARGEST = 200_000  # bytes, some 1,500 attempts; a machine that tries more adds nothing to that


@dataclass(frozen=True)
class Attempt:
    """One refusal: when, the user name if a slot has it (else it may be a password), and the code."""

    at: datetime
    username: str | None
    why: str


def note_attempt(db_id: bytes, attempt: Attempt) -> None:
    """Keep one attempt. What cannot be written stops nobody from being refused."""
    try:
        box = _box(db_id)
        path = _path(db_id)
        there = path.read_bytes() if path.exists() else b""
        if len(there) > _LARGEST:
            return
        nonce = secrets.token_bytes(12)
        content = json.dumps([attempt.at.timestamp(), attempt.username, attempt.why]).encode()
        line = base64.b64encode(nonce + box.encrypt(nonce, content, _place(there.count(b"\n"))))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "ab") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except (OSError, KeyTrouble):
        return


def take_attempts(db_id: bytes) -> tuple[tuple[Attempt, ...], int, Callable[[], None]]:
    """Read what was kept.

    Returns:
        The attempts, the number of lines that are not what was written, and what to call once all of it is
        safely in the trail.
    """
    path = _path(db_id)
    try:
        lines = path.read_bytes().splitlines()
        box = _box(db_id)
    except (OSError, KeyTrouble):
        return (), 0, lambda: None
    found, damaged = [], 0
    for place, line in enumerate(lines):
        try:
            sealed = base64.b64decode(line, validate=True)
            at, username, why = json.loads(box.decrypt(sealed[:12], sealed[12:], _place(place)))
            found.append(Attempt(datetime.fromtimestamp(at, UTC), username, why))
        except (InvalidTag, ValueError, TypeError, binascii.Error):
            damaged += 1
    return tuple(found), damaged, lambda: _forget(path)


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _path(db_id: bytes) -> Path:
    return device_folder() / f"{db_id.hex()}.login-attempts"


def _box(db_id: bytes) -> AESGCM:
    return AESGCM(derived(read_device_secret(), f"login-attempts {db_id.hex()}"))


def _place(number: int) -> bytes:
    return number.to_bytes(4, "big")
