"""The digest of a table goes along with whatever a statement changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from db.engine import Database, connect
from db.models import Base
from db.table_digests import brought_up, covered, digest_of_table, parted, row_hash, take_moved
from db.watching import watch


@pytest.fixture
def raw(database: Database, key: bytes) -> Iterator[Any]:
    """A watching connection of its own, which asks for no references and no checks."""
    connection = connect(database.path, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    assert watch(connection)
    yield connection
    connection.close()


def insert(raw: Any, table: str, number: int = 7) -> None:
    columns = Base.metadata.tables[table].columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    raw.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})",
        [_value(str(column.type), number) for column in columns],
    )


def _value(kind: str, number: int) -> object:
    if kind == "BLOB":
        return bytes([number]) * 5000
    if kind.startswith("CHAR"):
        return bytes([number]) * 16
    if kind in ("INTEGER", "BOOLEAN") or kind.startswith("DOUBLE"):
        return number  # a whole number in a column of fractions is kept as one
    return f"Ŵ{number}" + "x" * 300


@pytest.mark.parametrize("table", covered().values(), ids=lambda table: table.name)
def test_a_digest_follows_every_statement(raw: Any, table: Any) -> None:
    for trigger in ("UPDATE", "DELETE"):
        raw.execute(f"DROP TRIGGER IF EXISTS {table.name}_no_{trigger.lower()}")
    kept = parted(brought_up(raw, None, {}))

    def follows() -> bool:
        kept[table.number] ^= take_moved(raw).get(table.number, 0)
        return kept[table.number] == digest_of_table(raw, table.number)

    empty = kept[table.number]
    insert(raw, table.name)
    insert(raw, table.name, 8)
    assert follows()
    both = kept[table.number]
    assert both != empty
    column = next(each for each in reversed(table.columns) if not _is_key(table.name, each))
    one = f"SELECT max(rowid) FROM {table.name}"
    raw.execute(f'UPDATE {table.name} SET "{column}" = 9 WHERE rowid = ({one})')
    assert follows()
    assert kept[table.number] != both
    raw.execute("SAVEPOINT here")
    raw.execute(f"DELETE FROM {table.name}")
    raw.execute("ROLLBACK TO here")
    raw.execute("RELEASE here")
    assert follows()
    raw.execute(f"DELETE FROM {table.name}")
    assert follows()
    assert kept[table.number] == 0


def _is_key(table: str, column: str) -> bool:
    return Base.metadata.tables[table].columns[column].primary_key


def test_a_row_is_told_by_names_values_and_kinds_of_value() -> None:
    number = next(each.number for each in covered().values() if each.name == "setting")
    rows = [("a", 1, "b", b"c"), ("a", 1, "b", b"d"), ("a", "1", "b", b"c"), ("a", None, "b", b"c")]
    long = [("a", "x" * 300, "b", b"c"), ("a", b"x" * 300, "b", b"c"), ("a", "x" * 299 + "y", "b", b"c")]
    assert len({row_hash(number, row) for row in rows + long}) == len(rows + long)
    assert row_hash(number, rows[0]) != row_hash(number, rows[0][::-1])
