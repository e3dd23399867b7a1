"""When a backup is due, and which old ones give way. Pure: no clock, no disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

DAILY_AFTER = timedelta(hours=20)
AT_CLOSE_AFTER = timedelta(hours=4)
DRILL_AFTER = timedelta(days=31)
_ALWAYS_KEPT = 2
_OTHERS_KEPT = 3  # of the record before it was restored
_BEFORE_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Kept:
    """A backup as the rotation sees it."""

    path: Path
    day: date  # at the facility, by the clock of that time
    audit_seq: int
    incarnation: bytes
    reason: str


def is_due(*, now: datetime, last: datetime | None, same_paper: bool, after: timedelta = DAILY_AFTER) -> bool:
    """Whether the automatic backup is due.

    Also when the last one seems to be of tomorrow (the clock was set), and when the paper key is another one
    since: what was made before opens with the old paper alone.
    """
    return last is None or not same_paper or now - last > after or last > now + timedelta(minutes=5)


def giving_way(
    found: Iterable[Kept], *, incarnation: bytes, daily: int, weekly: int, monthly: int
) -> list[Path]:
    """Choose which backups of one folder may go.

    The newest is what holds most of the audit trail, whatever a wrong clock wrote on it. Kept are the newest
    of each of the last ``daily`` days, ``weekly`` ISO weeks and ``monthly`` months that have one, the newest
    two in any case, what was made before something dangerous for a month, and three of each record that was
    replaced by a restore.
    """
    newest_first = sorted(found, key=lambda one: (one.audit_seq, one.day, one.path.name), reverse=True)
    ours = [one for one in newest_first if one.incarnation == incarnation]
    kept = set(ours[:_ALWAYS_KEPT])
    kept |= _newest_of_each(ours, daily, lambda day: (day,))
    kept |= _newest_of_each(ours, weekly, lambda day: day.isocalendar()[:2])
    kept |= _newest_of_each(ours, monthly, lambda day: (day.year, day.month))
    if ours:
        since = ours[0].day - _BEFORE_KEPT
        kept |= {one for one in ours if one.reason.startswith("before_") and one.day >= since}
    others: dict[bytes, int] = {}
    for one in newest_first:
        if one.incarnation != incarnation:
            others[one.incarnation] = others.get(one.incarnation, 0) + 1
            if others[one.incarnation] <= _OTHERS_KEPT:
                kept.add(one)
    return [one.path for one in newest_first if one not in kept]


def _newest_of_each(
    newest_first: list[Kept], how_many: int, span: Callable[[date], tuple[object, ...]]
) -> set[Kept]:
    chosen: dict[tuple[object, ...], Kept] = {}
    for one in newest_first:
        if span(one.day) not in chosen:
            if len(chosen) == how_many:
                break
            chosen[span(one.day)] = one
    return set(chosen.values())


def missing_entries(*, restored: int, known: int) -> tuple[int, int] | None:
    """First and last audit entry that a restored record lacks, against the newest that anybody knows of."""
    return (restored + 1, known) if known > restored else None
