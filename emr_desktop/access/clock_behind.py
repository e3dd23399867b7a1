"""Is the computer's clock behind the record? Then nothing may be signed with its date.

The one rule of it, for signing and for the doctor's check.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import AuditEntry

# A few minutes back is an adjusted clock, not a dead battery.
_ADJUSTED = timedelta(minutes=10)
# How many of the last entries are looked at: a few days. A clock that once ran ahead is forgotten after them,
# so that nobody is locked out for years.
_LAST_ENTRIES = 2000


# Nothing was recorded before this program existed.
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


def newest_entry(session: Session) -> datetime:
    """The newest of the last entries of the audit trail; where there is none, the birth of the program."""
    last = session.scalar(select(func.max(AuditEntry.seq))) or 0
    newest = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.seq > last - _LAST_ENTRIES))
    return max(newest or _EARLIEST, _EARLIEST)


def newer_entry(session: Session, now: datetime) -> datetime | None:
    """The newest of the last entries, when the clock is behind it; else None."""
    newest = newest_entry(session)
    return newest if now < newest - _ADJUSTED else None
