"""The report of a breach, A4: what the page is given."""

from __future__ import annotations

from collections.abc import Sequence

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.protection.rows import BreachReport


def breach_report_pdf(
    report: BreachReport,
    taken_out: Sequence[AuditLine],
    facility: FacilityRow,
    *,
    what_happened: str,
    language: str,
) -> bytes:
    """The report as a PDF with embedded fonts.

    Args:
        report: what the trail told.
        taken_out: its rows of what left the screen, in words.
        facility: whose report it is; a training facility marks every page.
        what_happened: in the words of who reports; lines to write on where it is empty.
        language: ``sw`` or ``en``.
    """
    from emr_desktop.printing.breach_report_page import lay_out

    return lay_out(report, taken_out, facility, what_happened=what_happened, language=language)
