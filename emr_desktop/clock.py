"""The time, as the facility lives it: UTC instants and East African calendar dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

# Tanzania has had UTC+3 without summer time since 1961 (IANA zone Africa/Dar_es_Salaam).
EAST_AFRICA = timezone(timedelta(hours=3), "EAT")


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Where verbs take the time from; tests and the demo hand in another ``now``."""

    now: Callable[[], datetime] = _system_now

    @property
    def is_real(self) -> bool:
        """Whether it is the clock of the PC."""
        return self.now is _system_now

    def today(self) -> date:
        """The calendar date at the facility."""
        return self.now().astimezone(EAST_AFRICA).date()


def local(instant: datetime) -> datetime:
    """The same instant on the facility's wall clock."""
    return instant.astimezone(EAST_AFRICA)


def noon_of(day: date) -> datetime:
    """The instant to use for something of which only the date is known."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=EAST_AFRICA).astimezone(UTC)
