"""Moves every row of one patient to another, by the foreign keys of the tables themselves.

A new table needs nothing here: a column that refers to a patient moves. What must not move, and what refers
to a patient without a foreign key, is listed below, each with its reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Column, Date, Table, UniqueConstraint, select, update
from sqlalchemy.orm import Session

from db.models import Base, Patient
from db.portions import portions
from db.types import Identity, Instant

# Columns that name a patient and stay as they are when the patient is merged.
NOT_MOVED = {
    "search_entry.patient_id": "one row for each patient; the survivor is indexed anew",
    "patient_merge.kept_id": "history: says whom a merge was about",
    "patient_merge.merged_id": "history: says whom a merge was about",
    "audit_entry.patient_id": "the chain is never rewritten; reading it follows the merges",
}
# Columns that name a patient without a foreign key, and move.
WITHOUT_KEY = ("draft.patient_id",)

Key = tuple[Any, ...]  # a primary key as it is written in JSON


@dataclass(frozen=True)
class RowChange:
    """Values of one row before and after; both by column name, as they are written in JSON."""

    table: str
    key: Key
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def moving_columns() -> tuple[Column[Any], ...]:
    """Every column whose rows follow a patient into a merge."""
    return tuple(column for column in _patient_columns() if _name(column) not in NOT_MOVED)


def _patient_columns() -> Iterator[Column[Any]]:
    patients = cast(Table, Patient.__table__)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            refers = any(key.column is patients.c.id for key in column.foreign_keys)
            if refers or _name(column) in WITHOUT_KEY:
                yield column


def links_between(session: Session, one: uuid.UUID, other: uuid.UUID) -> tuple[str, ...]:
    """Columns by which one of two patients refers to the other: mother and child are two people."""
    patients = cast(Table, Patient.__table__)
    found = []
    for column in moving_columns():
        if column.table is patients and column.name != "merged_into":
            pairs = select(patients.c.id).where(
                ((patients.c.id == one) & (column == other)) | ((patients.c.id == other) & (column == one))
            )
            if session.execute(pairs).first() is not None:
                found.append(column.name)
    return tuple(found)


def move_rows(
    session: Session, *, source: uuid.UUID, target: uuid.UUID
) -> tuple[dict[str, list[Key]], dict[str, list[Key]]]:
    """Hand every row of ``source`` to ``target``.

    Returns:
        The keys of the rows that moved, by ``table.column``; and of those that stay with ``source`` because
        ``target`` has a row that may be there only once.
    """
    session.flush()
    moved: dict[str, list[Key]] = {}
    left: dict[str, list[Key]] = {}
    for column in moving_columns():
        table = column.table
        keys = [tuple(row) for row in session.execute(select(*table.primary_key).where(column == source))]
        clashing = _clashing(session, column, source=source, target=target) if keys else set()
        going = [key for key in keys if key not in clashing]
        _hand_over(session, column, going, to=target)
        for kept, name in ((moved, going), (left, [key for key in keys if key in clashing])):
            if name:
                kept[_name(column)] = [_written(table, key) for key in name]
    session.expire_all()
    return moved, left


def move_back(
    session: Session, moved: Mapping[str, Sequence[Sequence[Any]]], *, source: uuid.UUID, target: uuid.UUID
) -> int:
    """Give rows that were moved to ``target`` back to ``source``; gives how many could not be.

    A row that was handed to somebody else meanwhile stays where it is.
    """
    session.flush()
    stayed = 0
    columns = {_name(column): column for column in _patient_columns()}
    for name, keys in moved.items():
        column = columns[name]
        there = {
            tuple(row) for row in session.execute(select(*column.table.primary_key).where(column == target))
        }
        read = [_read(column.table, key) for key in keys]
        going = [key for key in read if key in there]
        _hand_over(session, column, going, to=source)
        stayed += len(read) - len(going)
    session.expire_all()
    return stayed


def rows_of(session: Session, patient_id: uuid.UUID) -> dict[str, int]:
    """How many rows a patient has, by ``table.column``; what has none is left out."""
    found: dict[str, int] = {}
    for column in moving_columns():
        number = len(session.execute(select(*column.table.primary_key).where(column == patient_id)).all())
        if number:
            found[_name(column)] = number
    return found


def undo_change(session: Session, change: RowChange) -> bool:
    """Put a row's earlier values back, unless somebody changed one since; says whether it was done."""
    table = Base.metadata.tables[change.table]
    row = session.execute(_by_key(table, change.key)).mappings().one_or_none()
    if row is None or any(as_json(row[name]) != value for name, value in change.after.items()):
        return False
    values = {name: from_json(table.c[name], value) for name, value in change.before.items()}
    session.execute(update(table).where(*_is(table, _read(table, change.key))).values(values))
    session.expire_all()
    return True


def whole_row(session: Session, table: Table, key: uuid.UUID) -> dict[str, Any]:
    """Every column of a row, as it is written in JSON."""
    row = session.execute(select(table).where(next(iter(table.primary_key)) == key)).mappings().one()
    return {name: as_json(value) for name, value in row.items()}


def as_json(value: Any) -> Any:
    """Write a value of a column for JSON; ``from_json`` reads it back."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """Read a value that ``as_json`` wrote."""
    if value is None:
        return None
    if isinstance(column.type, Identity):
        return uuid.UUID(value)
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return bytes.fromhex(value) if column.type.python_type is bytes else value


def _name(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _hand_over(session: Session, column: Column[Any], keys: Sequence[Key], *, to: uuid.UUID) -> None:
    table = column.table
    own = list(table.primary_key)
    if len(own) == 1:
        for part in portions(key[0] for key in keys):
            session.execute(update(table).where(own[0].in_(part)).values({column.name: to}))
        return
    for key in keys:
        session.execute(update(table).where(*_is(table, key)).values({column.name: to}))


def _clashing(session: Session, column: Column[Any], *, source: uuid.UUID, target: uuid.UUID) -> set[Key]:
    """Keys of rows of ``source`` that a unique constraint would not let stand beside rows of ``target``."""
    table = column.table
    found: set[Key] = set()
    for columns in _unique_together(table):
        if column not in columns:
            continue
        others = [one for one in columns if one is not column]
        there = {tuple(row) for row in session.execute(select(column, *others).where(column == target))}
        for row in session.execute(select(*table.primary_key, *others).where(column == source)):
            values = tuple(row)[len(table.primary_key) :]
            # Two empty values are not the same to the database.
            if None not in values and (target, *values) in there:
                found.add(tuple(row)[: len(table.primary_key)])
    return found


def _unique_together(table: Table) -> Iterator[tuple[Column[Any], ...]]:
    yield tuple(table.primary_key)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(index.columns)


def _is(table: Table, key: Key) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


def _by_key(table: Table, key: Sequence[Any]) -> Any:
    return select(table).where(*_is(table, _read(table, key)))


def _written(table: Table, key: Key) -> Key:
    return tuple(as_json(value) for value in key)


def _read(table: Table, key: Sequence[Any]) -> Key:
    return tuple(from_json(column, value) for column, value in zip(table.primary_key, key, strict=True))
