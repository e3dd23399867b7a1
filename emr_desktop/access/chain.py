"""Walks the audit trail and says which row does not fit: edited, taken out, swapped, or sealed by nobody."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from db import trail

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGNED = 12  # the first columns of trail.COLUMNS are signed, then come previous_mac, mac, seal


@dataclass(frozen=True)
class Walk:
    """What a walk found.

    Attributes:
        rows: how many rows there are.
        broken: number of the first row that does not fit; None where all do.
        sealed_from: number of the first sealed row, None where none is.
    """

    rows: int
    broken: int | None
    sealed_from: int | None


def first_broken_entry(session: Session, key: bytes) -> int | None:
    """Walk the whole chain and give the number of the first row that does not fit, or None."""
    return walk(session, key).broken


def walk(session: Session, key: bytes, *, seals: dict[int, bytes | None] | None = None) -> Walk:
    """Check every row against its MAC and the row before it.

    Args:
        session: any session.
        key: of the chain.
        seals: for a full check: number of the first row of a chapter -> its first sealing key, None where it
            was not opened. Rows of the opened chapters are then checked against their seals too.
    """
    raw = driver(session)
    logins = {number: trail.session_hash(values) for number, values in trail.session_rows(raw)}
    told: set[int] = set()
    previous, expected, sealed_from = trail.START, 1, None
    sealing: bytes | None = None
    for row in _rows(raw):
        seq, number, after, seal = row[0], row[8], row[11], row[14]
        if seq != expected or row[12] != previous or row[13] != mac_of(key, row):
            return Walk(expected, expected, sealed_from)
        if after is not None and after[0] == trail.SESSION_KIND:
            login = int.from_bytes(after[1:17], "big")
            if logins.get(login) != after[17:33]:
                return Walk(expected, expected, sealed_from)
            told.add(login)
        if number is not None and number not in told:
            return Walk(expected, expected, sealed_from)
        if seal is not None and sealed_from is None:
            sealed_from = seq
        elif seal is None and sealed_from is not None:  # once sealed, always sealed
            return Walk(expected, expected, sealed_from)
        if seals is not None:
            sealing = seals.get(seq, sealing)
            if sealing is not None:
                if seal is None or not hmac.compare_digest(seal, trail.seal_of(sealing, row[13])):
                    return Walk(expected, expected, sealed_from)
                sealing = trail.successor(sealing)
        previous, expected = row[13], expected + 1
    return Walk(expected - 1, None, sealed_from)


def fits(session: Session, seq: int, mac: bytes, key: bytes) -> bool:
    """Whether the row of this number is there, has this MAC, and was signed with ``key``."""
    found = _one(session, seq)
    return found is not None and found[13] == mac and mac_of(key, found) == mac


def mac_at(session: Session, seq: int) -> bytes | None:
    """The MAC that stands in a row; None where there is no such row."""
    found = _one(session, seq)
    return None if found is None else bytes(found[13])


def _one(session: Session, seq: int) -> Any:
    statement = f"SELECT {trail.COLUMNS} FROM audit_entry WHERE seq = ?"  # noqa: S608 - constants
    return driver(session).execute(statement, (seq,)).fetchone()


def mac_of(key: bytes, row: tuple[Any, ...]) -> bytes:
    """The MAC that a row of ``trail.COLUMNS`` must have; rows of before the steady clock in their own way."""
    if row[9] is None:
        return _first_form(key, row)
    return trail.row_mac(key, row[12], row[:_SIGNED])


def _first_form(key: bytes, row: tuple[Any, ...]) -> bytes:
    at = _EPOCH + timedelta(microseconds=row[1])
    canonical = json.dumps(
        [
            row[0],
            at.isoformat(timespec="microseconds"),
            row[2] and UUID(bytes=row[2]).hex,
            row[3],
            row[4],
            row[5] and UUID(bytes=row[5]).hex,
            row[6] and UUID(bytes=row[6]).hex,
            None if row[7] is None else json.loads(row[7]),
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, row[12] + canonical.encode(), hashlib.sha256).digest()


def _rows(raw: Any) -> Iterator[tuple[Any, ...]]:
    cursor = raw.cursor()
    cursor.arraysize = 2000
    cursor.execute(f"SELECT {trail.COLUMNS} FROM audit_entry ORDER BY seq")  # noqa: S608 - constants
    while some := cursor.fetchmany():
        yield from some


def driver(session: Session) -> Any:
    """The driver's connection of a session, in its transaction."""
    return session.connection().connection.driver_connection
