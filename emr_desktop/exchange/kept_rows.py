"""Finds every row that the record keeps about one person, whatever table it stands in.

It follows the foreign keys of the tables rather than a list, so that a table of tomorrow is in it too.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Table, select
from sqlalchemy.orm import Session

from db.models import Base, Delivery, Draft, OutboxEvent, Patient
from db.portions import portions
from emr_desktop.clock import local
from emr_desktop.trail.asking import with_merged

# Rows of other people that point here: a child of this mother is another person.
_OF_OTHERS = {"patient.mother_id"}
# Read on its own, with names: who did what.
_TRAIL = "audit_entry"


@dataclass(frozen=True, kw_only=True)
class KeptTable:
    """The rows of one table; ``rows`` hold what JSON knows: text, numbers, lists, None."""

    name: str
    rows: tuple[dict[str, Any], ...]


def kept_about(session: Session, patient_id: uuid.UUID) -> tuple[KeptTable, ...]:
    """Every row about a person, the records that were merged into this one included; in the tables' order."""
    found: dict[str, dict[Any, RowMapping]] = {}
    people = cast(Table, Patient.__table__)
    _take(session, people, people.c.id, with_merged(session, patient_id), found)
    fresh = {"patient"}
    while fresh:
        reached: set[str] = set()
        for column, parent in _references():
            if parent in fresh:
                ids = [row["id"] for row in found[parent].values()]
                if _take(session, column.table, column, ids, found):
                    reached.add(column.table.name)
        fresh = reached
    _without_key(session, found)
    ordered = [table.name for table in Base.metadata.sorted_tables if found.get(table.name)]
    return tuple(
        KeptTable(name=name, rows=tuple(_told(row) for row in found[name].values())) for name in ordered
    )


def _references() -> Iterator[tuple[Any, str]]:
    for table in Base.metadata.sorted_tables:
        if table.name == _TRAIL:
            continue
        for key in table.foreign_keys:
            column = key.parent
            if f"{table.name}.{column.name}" not in _OF_OTHERS:
                yield column, key.column.table.name


def _take(
    session: Session, table: Any, column: Any, ids: list[Any], found: dict[str, dict[Any, RowMapping]]
) -> bool:
    """Add the rows whose ``column`` is among ``ids``; says whether one of them is new."""
    known, new = found.setdefault(table.name, {}), False
    for some in portions(ids):
        wanted: ColumnElement[bool] = column.in_(some)
        for row in session.execute(select(table).where(wanted)).mappings():
            key = tuple(row[each.name] for each in table.primary_key)
            new = new or key not in known
            known[key] = row
    return new


def _without_key(session: Session, found: dict[str, dict[Any, RowMapping]]) -> None:
    """What points at people and visits without a foreign key: drafts, and what was sent."""
    people = [row["id"] for row in found["patient"].values()]
    visits = [row["id"] for row in found.get("visit", {}).values()]
    drafts, events = cast(Table, Draft.__table__), cast(Table, OutboxEvent.__table__)
    deliveries = cast(Table, Delivery.__table__)
    _take(session, drafts, drafts.c.patient_id, people, found)
    _take(session, events, events.c.entity_id, [*people, *visits], found)
    _take(session, deliveries, deliveries.c.entity_id, [*people, *visits], found)
    _take(session, deliveries, deliveries.c.subject, [f"patient:{each.hex}" for each in people], found)
    attempts = Base.metadata.tables["delivery_attempt"]
    sent = [row["id"] for row in found.get("delivery", {}).values()]
    _take(session, attempts, attempts.c.delivery_id, sent, found)


def _told(row: RowMapping) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return value
