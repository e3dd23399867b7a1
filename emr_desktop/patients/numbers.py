"""Hands out patient numbers, ``101168-3/2026/000123``, from the block this PC holds."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import NumberBlock
from emr_desktop.facility.incarnation import next_block
from emr_desktop.identity import new_id

BLOCK = 10_000

_NUMBER = re.compile(r"(?P<facility>\d{6}-\d)/(?P<year>\d{4})/(?P<tail>\d{6,})")


def patient_number(facility_code: str, year: int, serial: int) -> str:
    """Write a patient number: HFR code, year of registration, six digits."""
    return f"{facility_code}/{year}/{serial:06d}"


def serial_of(number: str) -> int | None:
    """Give the serial in a patient number: 123 for ``101168-3/2026/000123``; None for another shape."""
    match = _NUMBER.fullmatch(number)
    return int(match["tail"]) if match else None


def take_numbers(
    session: Session, *, device_id: uuid.UUID, facility_code: str, year: int, count: int = 1
) -> list[str]:
    """Take the next numbers of this device, opening a new block when the last one is used up.

    A block is taken once, in the writing transaction of the one database, and belongs to one device for ever.
    A number whose transaction is rolled back is handed out again; one that was kept never is.
    """
    numbers: list[str] = []
    while len(numbers) < count:
        block = session.scalars(
            select(NumberBlock)
            .where(
                NumberBlock.device_id == device_id,
                NumberBlock.year == year,
                NumberBlock.next <= NumberBlock.last,
            )
            .order_by(NumberBlock.first)
            .limit(1)
        ).one_or_none() or _new_block(session, device_id, year)
        taken = min(count - len(numbers), block.last - block.next + 1)
        numbers += [patient_number(facility_code, year, block.next + offset) for offset in range(taken)]
        block.next += taken
        session.flush()
    return numbers


def _new_block(session: Session, device_id: uuid.UUID, year: int) -> NumberBlock:
    first, last = next_block(session, NumberBlock, NumberBlock.year == year, year=year, size=BLOCK)
    block = NumberBlock(id=new_id(), device_id=device_id, year=year, first=first, last=last, next=first)
    session.add(block)
    session.flush()
    return block
