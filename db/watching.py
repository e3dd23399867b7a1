"""Notes which records a transaction changed, and gives the hash of a record as it stands.

A record is a row with all that belongs to it: a visit with its diagnoses, prescriptions and results. Triggers
of the connection (TEMP, so that a strange tool does not have them) note every change, whatever statement made
it. Names of tables and columns come from ``watched.toml`` and the models alone.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from db.table_digests import follow

HASH_BYTES = 16
ITEM_BYTES = 1 + 16 + HASH_BYTES  # number of the kind, id, hash

_KINDS_IN_A_STATEMENT = 400


@dataclass(frozen=True)
class Part:
    """A table of a record: which column leads to the record, and the columns that are hashed."""

    table: str
    key: str
    left_out: frozenset[str]


@dataclass(frozen=True)
class Kind:
    number: int
    name: str
    parts: tuple[Part, ...]


@cache
def kinds() -> dict[int, Kind]:
    """What is watched: ``watched.toml`` beside this file. A number is never used for another kind."""
    given = tomllib.loads((Path(__file__).parent / "watched.toml").read_text(encoding="utf-8"))
    found = {}
    for name, kind in given.items():
        parts = tuple(
            Part(part["table"], part.get("key", "id"), frozenset(part.get("left_out", ())))
            for part in kind["parts"]
        )
        found[kind["number"]] = Kind(kind["number"], name, parts)
    return found


def watch(connection: Any) -> bool:
    """Make the triggers on a driver's connection; False where the tables are not there yet."""
    there = {row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    if "audit_key" not in there:
        return False
    connection.execute(
        "CREATE TEMP TABLE emr_changed (kind INTEGER, id BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID"
    )
    for kind in kinds().values():
        for part in kind.parts:
            if part.table not in there:
                continue
            for verb, sides in (("INSERT", ("new",)), ("DELETE", ("old",)), ("UPDATE", ("new", "old"))):
                notes = "".join(
                    f"INSERT OR IGNORE INTO emr_changed VALUES ({kind.number}, {side}.{part.key}); "  # noqa: S608
                    for side in sides
                )
                connection.execute(
                    f"CREATE TEMP TRIGGER emr_{part.table}_{verb.lower()} AFTER {verb} ON main.{part.table} "
                    f"BEGIN {notes}END"
                )
    follow(connection, there)
    return True


def take_changed(connection: Any) -> list[tuple[int, bytes]]:
    """What was changed since the transaction began, and forget it."""
    changed = [
        (kind, bytes(key)) for kind, key in connection.execute("SELECT kind, id FROM emr_changed") if key
    ]
    if changed:
        connection.execute("DELETE FROM emr_changed")
    return changed


def note_everything(connection: Any) -> None:
    """Note every record as changed, where this connection watches."""
    if not connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'emr_changed'").fetchone():
        return
    for kind in kinds().values():
        for part in kind.parts:
            connection.execute(
                f"INSERT OR IGNORE INTO emr_changed SELECT {kind.number}, {part.key} FROM {part.table} "  # noqa: S608
                f"WHERE {part.key} IS NOT NULL"
            )


def hashes(connection: Any, changed: Iterable[tuple[int, bytes]]) -> bytes:
    """The items of ``after_hash``: for each record number of its kind, id, hash (zeros: nothing is there)."""
    by_kind: dict[int, list[bytes]] = {}
    for number, key in changed:
        by_kind.setdefault(number, []).append(key)
    items = []
    for number in sorted(by_kind):
        for key, digest in hashes_of(connection, kinds()[number], by_kind[number]):
            items.append(bytes((number,)) + key + digest)
    return b"".join(items)


def hashes_of(connection: Any, kind: Kind, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Hash the records of one kind with these ids, as they stand."""
    for start in range(0, len(keys), _KINDS_IN_A_STATEMENT):
        some = keys[start : start + _KINDS_IN_A_STATEMENT]
        said: dict[bytes, list[bytes]] = {key: [] for key in some}
        for part in kind.parts:
            statement, names = _statement(connection, part, len(some))
            rows = []
            for row in connection.execute(statement, some):
                told = [
                    (name, value) for name, value in zip(names, row[1:], strict=True) if value is not None
                ]
                # ascii() of whole numbers, floats, text and bytes is the same on every PC and Python 3.
                rows.append((bytes(row[0]), ascii((part.table, told)).encode()))
            for key, text in rows:
                said[key].append(text)
        for key, texts in said.items():
            yield key, digest_of(texts)


def digest_of(texts: list[bytes]) -> bytes:
    """Zeros for a record that is not there."""
    if not texts:
        return bytes(HASH_BYTES)
    # Sorted: the order in which rows are found says nothing.
    return hashlib.sha256(b"\n".join(sorted(texts))).digest()[:HASH_BYTES]


def all_ids(connection: Any, kind: Kind) -> list[bytes]:
    """The ids of every record of a kind that holds anything."""
    return [
        bytes(row[0])
        for row in connection.execute(
            " UNION ".join(
                f"SELECT {part.key} FROM {part.table} WHERE {part.key} IS NOT NULL"  # noqa: S608
                for part in kind.parts
            )
        )
    ]


def items(after_hash: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Take ``after_hash`` apart again: number of the kind, id, hash."""
    for start in range(0, len(after_hash), ITEM_BYTES):
        item = after_hash[start : start + ITEM_BYTES]
        yield item[0], item[1:17], item[17:]


@cache
def _columns(part: Part) -> tuple[str, ...]:
    from db.models import Base

    return tuple(
        sorted(
            column.name
            for column in Base.metadata.tables[part.table].columns
            if column.name not in part.left_out
        )
    )


def _statement(connection: Any, part: Part, many: int) -> tuple[str, tuple[str, ...]]:
    names = _columns(part)
    return _text(part, many), names


@cache
def _text(part: Part, many: int) -> str:
    wanted = "= ?" if many == 1 else f"IN ({', '.join('?' * many)})"
    columns = ", ".join(f'"{name}"' for name in _columns(part))
    return f'SELECT "{part.key}", {columns} FROM "{part.table}" WHERE "{part.key}" {wanted}'  # noqa: S608
