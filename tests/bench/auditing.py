"""Times the check of a long audit trail, and a save with and without its trail, in turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from statistics import median
from unittest.mock import patch

from figures import Figure, Spent, no_collecting, timed
from saving import forms_to_save
from sizes import AUDIT_SHARE, VERIFY_S, Size
from sqlalchemy import event

from db import trail
from db.engine import WritingSession
from emr_desktop.access.chain import walk
from emr_desktop.access.work_session import WorkSession
from emr_desktop.visits.service import VisitService

_ROWS = 100_000
_AT_ONCE = 5_000
_FEWEST_SAVES = 200  # the difference is small beside what one save differs from the next


def audit_figures(work: WorkSession, size: Size) -> list[Figure]:
    """Share of a save first: the trail of the record is still short of the rows written for the check."""
    share = _share(work, max(size.saves, _FEWEST_SAVES))
    return [_check(work), share]


def _check(work: WorkSession) -> Figure:
    """Chain and seals of 100,000 rows; longer trails are told as what so many would take."""
    with work.database.read() as session:
        rows = walk(session, work.audit_key).rows
    while rows < _ROWS:
        with work.database.write.begin() as session:
            for _ in range(_AT_ONCE):
                work.audit(session, "patient.viewed", entity="patient", entity_id=work.facility.id)
        rows += _AT_ONCE

    def check() -> None:
        with work.database.read() as session:
            if walk(session, work.audit_key).broken is not None:
                raise RuntimeError("the trail does not fit")

    check()
    with no_collecting():
        tries = [timed(check) for _ in range(5)]
    for_so_many = _ROWS / rows
    return Figure(
        "checking 100,000 rows of the audit trail",
        median(one.wall for one in tries) * for_so_many,
        "s",
        VERIFY_S,
        f"the chain of {rows:,} rows, without the comparison of records",
        median(one.cpu for one in tries) * for_so_many,
    )


def _share(work: WorkSession, number: int) -> Figure:
    service = VisitService(work=work)
    tries: tuple[list[Spent], list[Spent]] = ([], [])
    for place, form in enumerate(forms_to_save(work, number + 10)):
        without = place % 2
        with _no_trail(work) if without else nullcontext(), no_collecting():
            spent = timed(lambda form=form: service.save(form))
        if place >= 10:
            tries[without].append(spent)
    with_trail, bare = (median(one.cpu for one in each) * 1000 for each in tries)
    return Figure(
        "the audit trail's share of a save, processor time",
        (with_trail - bare) / bare * 100,
        "%",
        AUDIT_SHARE,
        f"{with_trail:.2f} ms with it, {bare:.2f} ms without, {number} saves; triggers in both",
    )


@contextmanager
def _no_trail(work: WorkSession) -> Iterator[None]:
    """No row and no hash at the end of a transaction."""
    event.remove(WritingSession, "before_commit", trail.settle)
    try:
        with patch.object(trail, "add", lambda *_args: None):
            yield
    finally:
        event.listen(WritingSession, "before_commit", trail.settle)
        with work.database.write.begin():  # what was noted meanwhile is told now, outside the timing
            pass
