"""What callers see of the books."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from emr_desktop.deaths.rows import DeathRow
from emr_desktop.laboratory.rows import RegisterLine as LabLine
from emr_desktop.patients.rows import PatientRow
from emr_desktop.referrals.rows import ReferralRow
from emr_desktop.surveillance.rows import NotificationRow
from emr_desktop.visits.rows import VisitForm

# The books with the verb that lets somebody read them.
BOOKS = {
    "opd": "report.cases",
    "referrals": "referral.view",
    "deaths": "death.view",
    "laboratory": "laboratory.view",
    "notifications": "surveillance.view",
}


@dataclass(frozen=True, kw_only=True)
class SeenVisit:
    """A visit as the book tells it; ``form`` has both flags settled."""

    form: VisitForm
    patient: PatientRow
    sex: str  # as it was counted
    age_months: int


@dataclass(frozen=True, kw_only=True)
class SentOn:
    """A referral with the visit that it came out of."""

    seen: SeenVisit
    referral: ReferralRow


Said = SeenVisit | SentOn | DeathRow | LabLine | NotificationRow


@dataclass(frozen=True, kw_only=True)
class BookLine:
    """One line of a book.

    ``hidden``: it is marked sensitive and the reader may not see it; it keeps its number and day.
    """

    number: int
    on: date
    visit: uuid.UUID | None  # what Enter opens
    said: Said
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class BookHead:
    """A book opened for some days.

    Attributes:
        book: a key of ``BOOKS``.
        first: the first day.
        last: the last one, which belongs to it.
        numbered_from: the running number of the first line.
        numbered_by: ``year`` or ``month``: when the running number begins again at 1.
        counted: how many visits the monthly form counts in these days; None for books without such a row.
        unfinished: visits of these days that are still open, which neither the book nor the form has.
        lines: of the books that are short enough to be read at once; the others come day by day.
        trail: code of the head of the audit trail when it was printed, for the foot of each page.
    """

    book: str
    first: date
    last: date
    numbered_from: int = 1
    numbered_by: str = "year"
    counted: int | None = None
    unfinished: int = 0
    lines: tuple[BookLine, ...] = field(default=(), repr=False)
    trail: str | None = None
