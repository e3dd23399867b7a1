"""Which medicines the facility ran out of, inside a caller's transaction."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Staff, StockMark
from emr_desktop.identity import new_id
from emr_desktop.prescribing.rows import StockRow


def out_of_stock(session: Session) -> frozenset[str]:
    """Formulary codes whose newest mark says that they ran out."""
    marks = session.execute(
        select(StockMark.medicine, StockMark.is_out).order_by(StockMark.marked_at, StockMark.id)
    )
    newest = {mark.medicine: mark.is_out for mark in marks}
    return frozenset(medicine for medicine, is_out in newest.items() if is_out)


def stock_rows(session: Session) -> tuple[StockRow, ...]:
    """The newest mark of each medicine that has one, with the name of who made it."""
    names = {row.id: row.full_name for row in session.execute(select(Staff.id, Staff.full_name))}
    newest = {
        mark.medicine: StockRow(
            medicine=mark.medicine,
            is_out=mark.is_out,
            marked_by=names.get(mark.marked_by),
            marked_at=mark.marked_at,
        )
        for mark in session.scalars(select(StockMark).order_by(StockMark.marked_at, StockMark.id))
    }
    return tuple(newest.values())


def add_stock_mark(session: Session, medicine: str, *, is_out: bool, at: datetime, by: uuid.UUID) -> None:
    """Write down that a medicine ran out or came back."""
    session.add(StockMark(id=new_id(), medicine=medicine, is_out=is_out, marked_at=at, marked_by=by))
