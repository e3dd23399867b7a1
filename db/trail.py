"""Writes the rows of the audit trail when their transaction ends: chain, seal, hashes of what was changed.

What a verb says of itself waits in its session; just before COMMIT all of it goes into the file in one go,
with the hash of every watched record that the transaction touched on its last row.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.orm import Session

from db.errors import trouble_from
from db.table_digests import any_told, brought_up, take_moved, told_item
from db.watching import hashes, note_everything, take_changed

START = b"\x00" * 32
SEAL_BYTES = 16
SESSION_KIND = 0  # in after_hash: the row of audit_session that begins with this row

COLUMNS = (
    "seq, at, staff_id, action, entity, entity_id, patient_id, detail, session_no, mono_ms, clock, "
    "after_hash, previous_mac, mac, seal"
)
_INSERT = f"INSERT INTO audit_entry ({COLUMNS}) VALUES ({', '.join('?' * 15)})"  # noqa: S608 - constants
_SESSION_COLUMNS = "staff_id, device_id, incarnation, app_version, boot_id, started_at"
# As in emr_desktop.access.clock_behind: a few minutes back is an adjusted clock.
_ADJUSTED_US = 600_000_000
_WAITING, _AFTER, _SETTLED, _STARTED = "emr_trail", "emr_after_end", "emr_trail_head", "emr_trail_started"


@dataclass(frozen=True)
class Where:
    """The log-in that rows are written in; ``no`` is found once its row of ``audit_session`` is committed."""

    staff_id: uuid.UUID | None
    device_id: uuid.UUID
    incarnation: uuid.UUID | None
    app_version: str
    real_clock: bool = False  # False: tests and the demo move it
    no: list[int] = field(default_factory=list, compare=False)
    seen: list[int] = field(default_factory=list, compare=False)  # wall and steady clock of the last row, us


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One row of the trail before it has a number."""

    key: bytes  # of the chain, for a record that has none yet
    at: datetime
    staff_id: uuid.UUID | None
    action: str
    entity: str | None
    entity_id: uuid.UUID | None
    patient_id: uuid.UUID | None
    detail: str = "null"  # JSON
    where: Where | None = None


def add(session: Session, rows: Iterable[Waiting]) -> None:
    """Let rows wait for the end of a writing transaction."""
    if not session.info.get("emr_writes"):
        raise RuntimeError("the audit trail is written in writing transactions")
    session.info.setdefault(_WAITING, []).extend(rows)


def after_end(session: Session, work: Callable[[], None]) -> None:
    """Run ``work`` when the transaction of ``session`` is over, however it ended."""
    session.info.setdefault(_AFTER, []).append(work)


def settle(session: Session) -> None:
    """Write what waits, with the hashes of what was changed; before COMMIT, or for who needs the head now."""
    waiting: list[Waiting] = session.info.pop(_WAITING, [])
    session.flush()
    connection = session.connection()
    raw: Any = connection.connection.driver_connection
    watched = connection.info.get("emr_watched", False)
    started: list[Where] = session.info.setdefault(_STARTED, [])
    with _translated(connection.info.get("emr_path")):
        changed, moved = (take_changed(raw), take_moved(raw)) if watched else ([], {})
        if not waiting and not changed and not moved:
            return
        key = raw.execute("SELECT chain_key, next_key, tables FROM audit_key WHERE id = 1").fetchone()
        if key is None:
            if not waiting:
                return  # nobody has signed anything in this record yet
            ensure_key(raw, waiting[0].key)
            key = (waiting[0].key, None, None)
            changed += take_changed(raw) if watched else []
        chain_key, next_key, tables = key
        if not waiting and not changed and not any_told(moved):
            if tables is not None:  # else the next row of the trail brings them
                tables = brought_up(raw, tables, moved)
                raw.execute("UPDATE audit_key SET tables = ? WHERE id = 1", (tables,))
            return
        told = any_told(moved) or tables is None
        tables = brought_up(raw, tables, moved) if watched and (moved or told) else tables
        last = raw.execute("SELECT seq, mac, at FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
        if not waiting:  # a change without a word: the trail tells at least what became of the record
            waiting = [_unsaid(chain_key, last)]
        begun = {id(entry.where): entry.where for entry in waiting if entry.where and not entry.where.no}
        started.extend(begun.values())
        last = last or (0, START, 0)
        after = hashes(raw, changed) + (told_item(tables) if told and tables else b"")
        seq, mac, next_key = _write(raw, waiting, chain_key, next_key, last, after)
        # Counted on, not set anew: where an old page was put back, it stays wrong until somebody looks.
        raw.execute(
            "UPDATE audit_key SET next_key = ?, next_seq = next_seq + ?, tables = ? WHERE id = 1",
            (next_key, seq - last[0], tables),
        )
    session.info[_SETTLED] = (seq, mac, chain_key)


def ensure_key(raw: Any, chain_key: bytes) -> None:
    """Give the chain its key where it has none; in an older trail all that is there counts as changed now."""
    if raw.execute("SELECT 1 FROM audit_key").fetchone() is not None:
        return
    raw.execute(
        "INSERT INTO audit_key (id, chain_key, next_seq) "
        "SELECT 1, ?, coalesce(max(seq), 0) + 1 FROM audit_entry",
        (chain_key,),
    )
    if raw.execute("SELECT 1 FROM audit_entry LIMIT 1").fetchone() is not None:
        note_everything(raw)


def take_as_it_stands(raw: Any) -> None:
    """After a person looked: what the tables hold now is what the next row of the trail tells of them."""
    raw.execute(
        "UPDATE audit_key SET tables = NULL, next_seq = (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)"
    )


def chain_key_of(raw: Any) -> bytes | None:
    """The key of the chain as the record keeps it; None where nothing was signed yet."""
    found = raw.execute("SELECT chain_key FROM audit_key WHERE id = 1").fetchone()
    return None if found is None else bytes(found[0])


def _write(
    raw: Any,
    waiting: list[Waiting],
    chain_key: bytes,
    next_key: bytes | None,
    last: tuple[int, bytes, int],
    after: bytes,
) -> tuple[int, bytes, bytes | None]:
    seq, mac, newest = last
    mono_ms = time.monotonic_ns() // 1_000_000
    rows = []
    for place, entry in enumerate(_with_jumps(waiting, mono_ms * 1000)):
        seq += 1
        at = microseconds(entry.at)
        items = after if place == 0 else b""
        if entry.where is None:
            number = None
        else:
            if not entry.where.no:
                items = _begin_session(raw, entry.where, at) + items
            number = entry.where.no[0]
        signed = (
            seq,
            at,
            entry.staff_id and entry.staff_id.bytes,
            entry.action,
            entry.entity,
            entry.entity_id and entry.entity_id.bytes,
            entry.patient_id and entry.patient_id.bytes,
            entry.detail,
            number,
            mono_ms,
            1 if at < newest - _ADJUSTED_US else 0,
            items or None,
        )
        previous, mac = mac, row_mac(chain_key, mac, signed)
        seal = None
        if next_key is not None:
            seal = seal_of(next_key, mac)
            next_key = successor(next_key)
        rows.append((*signed, previous, mac, seal))
        newest = max(newest, at)
    raw.executemany(_INSERT, rows)
    return seq, mac, next_key


def _with_jumps(waiting: list[Waiting], mono_us: int) -> Iterator[Waiting]:
    """The rows, and one before a row at which somebody has set the clock of the PC."""
    for entry in waiting:
        where = entry.where
        if where is not None and where.real_clock:
            at = microseconds(entry.at)
            if where.seen:
                jump = (at - where.seen[0]) - (mono_us - where.seen[1])
                if abs(jump) > _ADJUSTED_US:
                    detail = text_of({"seconds": jump // 1_000_000})
                    yield replace(
                        entry,
                        action="clock.changed",
                        entity=None,
                        entity_id=None,
                        patient_id=None,
                        detail=detail,
                    )
            where.seen[:] = at, mono_us
        yield entry


def row_mac(key: bytes, previous: bytes, signed: tuple[Any, ...]) -> bytes:
    """HMAC-SHA256 over the MAC of the row before and the row's columns as they are kept."""
    # ascii() of numbers, text, bytes and None is the same on every PC and Python 3.
    return hmac.digest(key, previous + ascii(signed).encode(), "sha256")


def seal_of(key: bytes, mac: bytes) -> bytes:
    return hmac.digest(key, mac, "sha256")[:SEAL_BYTES]


def successor(key: bytes) -> bytes:
    """The key of the next row: HKDF-Expand (RFC 5869) of this one; there is no way back."""
    return hmac.digest(key, b"emr-desktop 1 audit-next\x01", "sha256")


def _begin_session(raw: Any, where: Where, at: int) -> bytes:
    values = (
        where.staff_id and where.staff_id.bytes,
        where.device_id.bytes,
        where.incarnation and where.incarnation.bytes,
        where.app_version,
        boot_id(),
        at,
    )
    made = raw.execute(
        f"INSERT INTO audit_session ({_SESSION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
        values,
    )
    where.no.append(int(made.lastrowid))
    return bytes((SESSION_KIND,)) + where.no[0].to_bytes(16, "big") + session_hash(values)


def session_hash(values: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(ascii(values).encode()).digest()[:16]


def session_rows(raw: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for row in raw.execute(f"SELECT no, {_SESSION_COLUMNS} FROM audit_session"):  # noqa: S608 - constants
        yield row[0], tuple(row[1:])


def forget(session: Session) -> None:
    """After a rollback nothing of the transaction is told, and its log-in has no row."""
    session.info.pop(_WAITING, None)
    for where in session.info.pop(_STARTED, []):
        where.no.clear()
    session.info.pop(_SETTLED, None)


def committed_head(session: Session) -> tuple[int, bytes, bytes] | None:
    """Number and MAC of the last row that the transaction just wrote, and the key of the chain."""
    session.info.pop(_STARTED, None)
    found: tuple[int, bytes, bytes] | None = session.info.pop(_SETTLED, None)
    return found


def run_after_end(session: Session) -> None:
    for work in session.info.pop(_AFTER, []):
        work()


def microseconds(instant: datetime) -> int:
    """Since 1970, as ``db.types.Instant`` keeps them."""
    delta = instant - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def text_of(detail: dict[str, Any] | None) -> str:
    return json.dumps(detail, ensure_ascii=False)


@cache
def boot_id() -> str | None:
    """Names this run of the PC where the system does; its steady clock counts from there."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None


def _unsaid(key: bytes, last: tuple[int, bytes, int] | None) -> Waiting:
    # No verb, no clock of one: the time of the row before.
    return Waiting(
        key=key,
        at=_EPOCH if last is None else _EPOCH + timedelta(microseconds=last[2]),
        staff_id=None,
        action="record.changed",
        entity=None,
        entity_id=None,
        patient_id=None,
    )


@contextmanager
def _translated(path: Path | None) -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        raise trouble_from(error, path) or error from error


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
