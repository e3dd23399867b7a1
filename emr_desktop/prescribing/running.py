"""Which medicines of earlier visits a patient still takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from emr_desktop.prescribing.rows import Running
from emr_desktop.visits.rows import PrescriptionEntry

LOOKED_AT = 50  # earlier visits, as many as stand beside the page
_QUIET_SHARE = 4  # with a quarter of the course left a new one is an ordinary refill


def still_running(ordered: Iterable[tuple[date, PrescriptionEntry]], *, on: date) -> tuple[Running, ...]:
    """Give what is not used up.

    Args:
        ordered: medicines with the day they were ordered, the newest first.
        on: the day of the visit that is written.

    Returns:
        One line a medicine, of its newest order; one that is nearly over, as before a refill, is left out.
    """
    found: dict[str, Running | None] = {}
    for since, entry in ordered:
        if since > on or entry.medicine in found:
            continue
        until = since + timedelta(days=entry.days - 1)
        left = (until - on).days + 1
        found[entry.medicine] = (
            Running(medicine=entry.medicine, since=since, until=until)
            if left * _QUIET_SHARE > entry.days and entry.days > 1
            else None
        )
    return tuple(one for one in found.values() if one is not None)
