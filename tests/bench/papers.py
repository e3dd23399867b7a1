"""Makes the papers of the busiest month: all forms as one document, and the register of outpatients."""

from __future__ import annotations

import io

from counting import busiest_month
from figures import Figure, timed
from machine import resident_mb
from sizes import BUNDLE_MS

from emr_desktop.access.work_session import WorkSession
from emr_desktop.clinic import open_clinic
from emr_desktop.forms.periods import parse_period
from emr_desktop.printing.book_register import write_register
from emr_desktop.printing.month_bundle import month_bundle_pdf


def paper_figures(work: WorkSession) -> list[Figure]:
    """Time the month's bundle, count and all, and the register with a line for each of its visits."""
    clinic = open_clinic(work)
    period, visits = busiest_month(work.database)
    month = parse_period(period, "month")
    pages = 0

    def bundle() -> None:
        nonlocal pages
        content = month_bundle_pdf(clinic.months.reports(period), period=period, language="sw")
        pages = content.count(b"/Type /Page\n")

    bundle()  # fonts and definitions are read
    took = timed(bundle)
    before = resident_mb()
    out = io.BytesIO()

    def register() -> None:
        head = clinic.registers.open_book("opd", month.first_day, month.last_day, purpose="printed")
        lines = clinic.registers.lines(head)
        write_register(out, "pdf", head, lines, work.facility, language="sw", made_at=work.clock.now())

    book = timed(register)
    after = resident_mb()
    grown = "" if before is None or after is None else f"; {after - before:.0f} MB more resident"
    return [
        Figure(
            f"all forms of {period} as one PDF",
            took.wall * 1000,
            "ms",
            BUNDLE_MS,
            f"{pages} pages, counted anew",
            took.cpu * 1000,
        ),
        Figure(
            f"register of {period} on paper",
            book.wall * 1000,
            "ms",
            note=f"{visits:,} visits; {len(out.getvalue()) / 1e6:.1f} MB{grown}",
            cpu=book.cpu * 1000,
        ),
    ]
