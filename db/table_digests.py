"""A digest of each table that the audit trail does not follow row by row, kept up with every change.

The digest of a table is the XOR of the hashes of its rows, so a change costs the hashes of what it touches.
Triggers of the connection (TEMP, as in ``db.watching``) note them, whatever statement made the change. What
is covered, and what is not and why, is data: ``table_digests.toml``.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DIGEST_BYTES = 16
ITEM_BYTES = 1 + DIGEST_BYTES  # number of the table, its digest: what ``audit_key.tables`` is made of
TOLD_KIND = 255  # in after_hash: what the digests of all told tables are

_LONG = 256  # bytes and text above that are hashed before they are told
_AT_ONCE = 500


@dataclass(frozen=True)
class Covered:
    """A table with a digest; ``told`` where each change comes with a row of the trail."""

    number: int
    name: str
    told: bool

    @property
    def columns(self) -> tuple[str, ...]:
        return _columns(self.name)


@cache
def covered() -> dict[int, Covered]:
    """The tables with a digest, by their numbers."""
    given = _given()
    return {
        number: Covered(number, name, group == "told")
        for group in ("told", "untold")
        for name, number in given[group].items()
    }


def elsewhere() -> dict[str, str]:
    """Names of tables without one -> why; a name may end in ``*``."""
    return dict(_given()["elsewhere"])


def follow(connection: Any, there: set[str]) -> None:
    """Make the triggers on a driver's connection, for the tables that are ``there``."""
    connection.create_function("emr_row", -1, _of_trigger)
    connection.execute("CREATE TEMP TABLE emr_moved (number INTEGER, digest BLOB)")
    for table in covered().values():
        if table.name not in there:
            continue
        for verb, sides in (("INSERT", ("new",)), ("DELETE", ("old",)), ("UPDATE", ("old", "new"))):
            rows = ", ".join(
                f"({table.number}, emr_row({table.number}, "
                + ", ".join(f'{side}."{column}"' for column in table.columns)
                + "))"
                for side in sides
            )
            connection.execute(
                f"CREATE TEMP TRIGGER emr_{table.name}_{verb.lower()} AFTER {verb} ON main.{table.name} "  # noqa: S608
                f"BEGIN INSERT INTO emr_moved VALUES {rows}; END"
            )


def take_moved(connection: Any) -> dict[int, int]:
    """Number of each table that was changed since the transaction began -> what to XOR in; and forget it."""
    moved: dict[int, int] = {}
    for number, digest in connection.execute("SELECT number, digest FROM emr_moved"):
        moved[number] = moved.get(number, 0) ^ int.from_bytes(digest)
    if moved:
        connection.execute("DELETE FROM emr_moved")
    return {number: change for number, change in moved.items() if change}


def brought_up(connection: Any, kept: bytes | None, moved: dict[int, int]) -> bytes:
    """The digests after a change; a table that has none yet is hashed as it stands."""
    known = parted(kept or b"")
    for number in covered():
        if number not in known:
            known[number] = digest_of_table(connection, number)
        elif number in moved:
            known[number] ^= moved[number]
    return b"".join(bytes((number,)) + known[number].to_bytes(DIGEST_BYTES) for number in sorted(known))


def parted(kept: bytes) -> dict[int, int]:
    """``audit_key.tables`` taken apart: number of the table -> digest."""
    return {
        kept[at]: int.from_bytes(kept[at + 1 : at + ITEM_BYTES]) for at in range(0, len(kept), ITEM_BYTES)
    }


def told_item(kept: bytes) -> bytes:
    """The item of ``after_hash`` that says what the digests of the told tables were."""
    told = b"".join(
        kept[at : at + ITEM_BYTES] for at in range(0, len(kept), ITEM_BYTES) if kept[at] < _UNTOLD_FROM
    )
    return bytes((TOLD_KIND,)) + bytes(16) + hashlib.sha256(told).digest()[:DIGEST_BYTES]


def any_told(moved: dict[int, int]) -> bool:
    return any(number < _UNTOLD_FROM for number in moved)


def digest_of_table(connection: Any, number: int) -> int:
    """Hash a whole table as it stands; 0 where it is empty or not there."""
    table = covered()[number]
    if not connection.execute(
        "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?", (table.name,)
    ).fetchone():
        return 0
    cursor = connection.cursor()
    cursor.arraysize = _AT_ONCE
    names = ", ".join(f'"{column}"' for column in table.columns)
    cursor.execute(f'SELECT {names} FROM main."{table.name}" NOT INDEXED')  # noqa: S608 - names of the models
    digest = 0
    while some := cursor.fetchmany():
        for row in some:
            digest ^= int.from_bytes(row_hash(number, row))
    return digest


def row_hash(number: int, values: tuple[Any, ...]) -> bytes:
    """16 bytes of SHA-256 over the names and values of the columns that are filled."""
    told = [
        (name, value if type(value) not in _LENGTHY or len(value) <= _LONG else _short(value))
        for name, value in zip(_columns(covered()[number].name), values, strict=True)
        if value is not None
    ]
    # ascii() of numbers, text and bytes is the same on every PC and Python 3.
    return hashlib.sha256(ascii((number, told)).encode()).digest()[:DIGEST_BYTES]


def _short(value: bytes | str) -> tuple[str, bytes]:
    content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return type(value).__name__, hashlib.sha256(content).digest()


def _of_trigger(number: int, *values: Any) -> bytes:
    return row_hash(number, values)


_UNTOLD_FROM = 100
_LENGTHY = {bytes, str}


@cache
def _columns(table: str) -> tuple[str, ...]:
    from db.models import Base

    return tuple(sorted(column.name for column in Base.metadata.tables[table].columns))


@cache
def _given() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "table_digests.toml").read_text(encoding="utf-8"))
