"""Keeps the head of the audit trail outside the database, so that a cut tail or an older file shows.

Two small files: one in the data folder, one in the folder of this PC, which a copy of the data folder put
back from yesterday does not bring along. Each says for every incarnation of the record how far its trail was,
under a MAC. They are written after a commit, at most every few seconds, and at the end; never before the
commit is on disk.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.device import device_folder
from db.engine import Database
from db.into_place import into_place
from db.keys import Vault
from db.models import Facility
from emr_desktop.access.chain import mac_at

PUT_BACK = "facility.put_back"  # row of the trail: at a log-in the witnesses had seen more than the record
WITNESS_FILE_NAME = "audit-head.json"
EVERY_S = 5.0  # at most so often a file is written between two commits
_LARGEST = 100_000


@dataclass(frozen=True)
class Head:
    """How far a trail was: number and MAC of its last row."""

    seq: int
    mac: bytes


@dataclass
class Witness:
    """Writes the head of one open record; called after each commit, on the thread that committed."""

    paths: tuple[Path, ...]
    incarnation: Callable[[], str]
    steady: Callable[[], float] = time.monotonic
    _last: float = 0.0
    _waiting: tuple[int, bytes, bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, seq: int, mac: bytes, key: bytes) -> None:
        """Take note of a head; the file follows now, with the next one, or at ``flush``."""
        with self._lock:
            self._waiting = (seq, mac, key)
            if self.steady() - self._last < EVERY_S:
                return
        self.flush()

    def flush(self) -> None:
        """Write what waits. A file that cannot be written stops nobody: it only lags."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
            if waiting is None:
                return
            self._last = self.steady()
            seq, mac, key = waiting
            for path in self.paths:
                with contextlib.suppress(OSError):
                    _put(path, self.incarnation(), Head(seq, mac), key)


def keep_witness(database: Database, folder: Path, vault: Vault) -> Witness:
    """Have the head of an open record witnessed from now on, and at its close."""

    def incarnation() -> str:
        with database.read() as session:
            return str(session.scalars(select(Facility.incarnation)).one().hex)

    witness = Witness(witness_paths(folder, vault), incarnation)
    database.on_head.append(witness.tell)
    database.on_close.append(witness.flush)
    return witness


def witness_paths(folder: Path, vault: Vault) -> tuple[Path, Path]:
    """In the data folder, and on this PC outside it."""
    return folder / WITNESS_FILE_NAME, device_folder() / f"{vault.db_id.hex()}.{WITNESS_FILE_NAME}"


def heads_of(paths: tuple[Path, ...], key: bytes) -> tuple[dict[str, Head], ...]:
    """What each witness says; read before the session begins that is compared, or holding the write lock."""
    return tuple(read(path, key) for path in paths)


def compare(session: Session, heads: tuple[dict[str, Head], ...]) -> tuple[str, int] | None:
    """Compare the trail with what the witnesses saw.

    Returns:
        ``("cut", n)``: rows up to ``n`` were there once and are gone: an older file was put back, or the end
        was cut off. ``("rewritten", n)``: row ``n`` is another one than it was. None: it fits.
    """
    incarnation = session.scalars(select(Facility.incarnation)).one().hex
    for witness in heads:
        head = witness.get(incarnation)
        if head is None:
            continue
        mac = mac_at(session, head.seq)
        if mac is None:
            return "cut", head.seq
        if mac != head.mac:
            return "rewritten", head.seq
    return None


def read(path: Path, key: bytes) -> dict[str, Head]:
    """What a witness file says of each incarnation; nothing where it is missing, damaged or not ours."""
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        given = json.loads(path.read_text(encoding="ascii"))
        told: dict[str, Any] = given["heads"]
        if not hmac.compare_digest(bytes.fromhex(given["mac"]), _mac(told, key)):
            return {}
        return {name: Head(int(seq), bytes.fromhex(mac)) for name, (seq, mac) in told.items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _put(path: Path, incarnation: str, head: Head, key: bytes) -> None:
    known = read(path, key)
    before = known.pop(incarnation, None)
    if before is not None and before.seq > head.seq:
        return  # the witness saw more than the record now has: that must stay visible
    known[incarnation] = head
    told = {name: [each.seq, each.mac.hex()] for name, each in list(known.items())[-20:]}
    content = json.dumps({"heads": told, "mac": _mac(told, key).hex()}).encode("ascii")
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        into_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def _mac(told: dict[str, Any], key: bytes) -> bytes:
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, b"audit-witness" + canonical.encode(), "sha256")
