"""Hands out the numbers of papers, ``101168-3/N/2026/0001``, from the block this PC holds."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import SeriesBlock
from emr_desktop.facility.incarnation import next_block
from emr_desktop.identity import new_id

BLOCK = 1_000


def take_number(session: Session, *, series: str, device_id: uuid.UUID, facility_code: str, year: int) -> str:
    """Take the next number of a series in this device's block; a new block begins when one is used up.

    Args:
        session: the writing transaction; a number whose transaction is rolled back is handed out again.
        series: ``N`` notifications, ``S`` sick sheets.
        device_id: this PC.
        facility_code: HFR code.
        year: of the paper.
    """
    block = session.scalars(
        select(SeriesBlock)
        .where(
            SeriesBlock.series == series,
            SeriesBlock.year == year,
            SeriesBlock.device_id == device_id,
            SeriesBlock.next <= SeriesBlock.last,
        )
        .order_by(SeriesBlock.first)
        .limit(1)
    ).one_or_none()
    if block is None:
        mine = (SeriesBlock.series == series, SeriesBlock.year == year)
        first, last = next_block(session, SeriesBlock, *mine, year=year, size=BLOCK)
        block = SeriesBlock(
            id=new_id(),
            series=series,
            device_id=device_id,
            year=year,
            first=first,
            last=last,
            next=first,
        )
        session.add(block)
    serial = block.next
    block.next += 1
    session.flush()
    return f"{facility_code}/{series}/{year}/{serial:04d}"
