"""Makes a record another one of its kind: after a restore, on another PC, or when an older file was put back.

Sync holds then until somebody compared, and numbers go on where nobody was before: those given after the
backup are on people's cards, and nobody here knows how far they went.
"""

from __future__ import annotations

import secrets
import uuid

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from db.models import Facility, NumberBlock, SeriesBlock, Setting
from emr_desktop.clock import Clock, local
from emr_desktop.identity import new_id

SCATTERED_UNTIL = "numbers.scattered_until"  # the last year whose new blocks begin anywhere

# Eight digits, so no block in order reaches there. Of 90,000 places two restores of one backup take the same
# with a chance of 1 in 90,000.
_LOWEST, _HIGHEST, _SIZE = 10_000_000, 100_000_000, 1_000


def begin_incarnation(session: Session, facility: Facility, *, clock: Clock, staff_id: uuid.UUID) -> None:
    """Give the record a new incarnation, and close every block of numbers it holds.

    Args:
        session: a writing one.
        facility: the row.
        staff_id: who logs in or restores.
        clock: the year of now; with those the record knows and one more, should the clock be behind, it says
            for which years new blocks begin anywhere. Later years count from 1 again.
    """
    facility.incarnation = new_id()
    years = [local(clock.now()).year]
    for block in (NumberBlock, SeriesBlock):
        years.append(session.scalar(select(func.max(block.year))) or 0)
        session.execute(update(block).values(last=block.next - 1))
    setting = session.get(Setting, SCATTERED_UNTIL)
    if setting is None:
        setting = Setting(name=SCATTERED_UNTIL, value=0, updated_at=clock.now(), updated_by=staff_id)
        session.add(setting)
    setting.value = max(*years, setting.value - 1) + 1
    setting.updated_at, setting.updated_by = clock.now(), staff_id
    session.flush()


def next_block(
    session: Session,
    table: type[NumberBlock] | type[SeriesBlock],
    *mine: ColumnElement[bool],
    year: int,
    size: int,
) -> tuple[int, int]:
    """First and last number of a new block: after the one before, or anywhere in a year that may have gaps.

    Args:
        session: a writing one.
        table: of the blocks.
        mine: which of its rows are of the same series and year.
        year: of the numbers.
        size: of a block that follows the one before.
    """
    scattered = session.get(Setting, SCATTERED_UNTIL)
    if scattered is None or year > scattered.value:
        used = session.scalar(select(func.max(table.last)).where(*mine)) or 0
        return used + 1, used + size
    taken = set(session.scalars(select(table.first).where(*mine)))
    first = next(place for place in iter(_any_place, 0) if place not in taken)
    return first, first + _SIZE - 1


def _any_place() -> int:
    return _LOWEST + _SIZE * secrets.randbelow((_HIGHEST - _LOWEST) // _SIZE) + 1
