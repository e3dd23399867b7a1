"""Is the computer's clock behind the record? Then nothing may be signed with its date."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AuditEntry

# A few minutes back is an adjusted clock, not a dead battery.
_ADJUSTED = timedelta(minutes=10)
# How many of the last entries are looked at: a few days. A clock that once ran ahead is forgotten after them,
# so that nobody is locked out for years.
_LAST_ENTRIES = 2000


def newer_entry(session: Session, now: datetime) -> datetime | None:
    """The newest of the last entries of the audit trail, when the clock is behind it; else None."""
    last = session.scalar(select(func.max(AuditEntry.seq))) or 0
    newest = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.seq > last - _LAST_ENTRIES))
    return newest if newest is not None and now < newest - _ADJUSTED else None
