"""Lines of the books that other domains keep: numbered in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable

from emr_desktop.deaths.rows import DeathRow
from emr_desktop.laboratory.rows import RegisterLine as LabLine
from emr_desktop.registers.rows import BookLine
from emr_desktop.surveillance.rows import NotificationRow


def laboratory_lines(tests: Iterable[LabLine]) -> tuple[BookLine, ...]:
    """A line for each test."""
    return tuple(
        BookLine(number=place, on=line.on, visit=line.visit_id, said=line, hidden=line.hidden)
        for place, line in enumerate(tests, 1)
    )


def notification_lines(cases: Iterable[NotificationRow]) -> tuple[BookLine, ...]:
    """A line for each case form, by the day the patient was seen."""
    in_order = sorted(cases, key=lambda row: (row.form.seen_on, row.made_at))
    return tuple(
        BookLine(number=place, on=row.form.seen_on, visit=row.form.visit_id, said=row)
        for place, row in enumerate(in_order, 1)
    )


def death_lines(deaths: Iterable[DeathRow], *, with_sensitive: bool) -> tuple[BookLine, ...]:
    """A line for each death."""
    return tuple(
        BookLine(
            number=place,
            on=row.entry.died_on,
            visit=row.visit_id,
            said=row,
            hidden=row.sensitive and not with_sensitive,
        )
        for place, row in enumerate(deaths, 1)
    )
