"""Inserts many rows in one statement, without what SQLAlchemy does for each row of an ordinary executemany.

Half of an import went into making a dictionary of parameters for every row; here the statement is compiled
once for a table and its columns, and the values go through the columns' own types in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import Date, Dialect, Table, insert
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from db.models import Base
from db.types import Identity


def insert_many(
    session: Session, model: type[Base], columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]
) -> None:
    """Insert rows in the caller's transaction.

    Args:
        session: a writing session; what waits in it is flushed first.
        model: the table.
        columns: names of the columns that are given; the others stay empty, so they must be nullable.
        rows: values in the order of ``columns``.
    """
    session.flush()
    connection = session.connection()
    prepared = _prepared(model, columns, connection.dialect)
    if prepared is None:
        named = [dict(zip(columns, row, strict=True)) for row in rows]
        if named:
            connection.execute(insert(model.__table__), named)  # type: ignore[arg-type]
        return
    statement, processors = prepared
    working = [(place, process) for place, process in enumerate(processors) if process is not None]
    values = []
    for row in rows:
        changed = list(row)
        for place, process in working:
            value = changed[place]
            if value is not None:
                changed[place] = process(value)
        values.append(tuple(changed))
    if values:
        connection.exec_driver_sql(statement, cast(Any, values))


@cache
def _prepared(
    model: type[Base], columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[Callable[[Any], Any] | None, ...]] | None:
    """The statement and what turns each value into the driver's; None where parameters have names."""
    table = cast(Table, model.__table__)
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    if compiled.positiontup is None:
        return None
    if compiled.positiontup != list(columns):
        raise ValueError(f"give the columns of {table.name} in the order of the table")
    return str(compiled), tuple(_processor(table.c[name].type, dialect) for name in columns)


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    # The same values as the types give, at a tenth of the time: these two make up half of all columns.
    if dialect.name == "sqlite" and isinstance(kind, Identity):
        return attrgetter("bytes")
    if dialect.name == "sqlite" and isinstance(kind, Date):
        return date.isoformat
    return kind.dialect_impl(dialect).bind_processor(dialect)
