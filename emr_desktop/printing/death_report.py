"""The facility's report of a death, one page."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.deaths.rows import DeathRow


def death_report_pdf(
    death: DeathRow, facility: FacilityRow, *, language: str, paper: str = "A5", copy: int = 0
) -> bytes:
    """A report for the local authority that registers deaths, as a PDF with embedded fonts.

    It is the facility's notice, not the official form of a registrar. Causes marked sensitive are on it as
    they were recorded: it goes to an authority and not to the patient's village.

    Args:
        death: the death that holds.
        facility: who reports.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.death_report_page import lay_out
    from emr_desktop.printing.letter_parts import letter_sheet

    return lay_out(death, facility, language=language, sheet=letter_sheet(paper), copy=copy)
