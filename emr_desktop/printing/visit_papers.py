"""The sick sheet and the summary of a visit."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.papers.rows import SickSheetRow
from emr_desktop.visits.rows import VisitRow


def sick_sheet_pdf(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, *, language: str, paper: str = "A5"
) -> bytes:
    """The certificate of rest with its number and dates, as a PDF with embedded fonts.

    The diagnosis stands on it only where the patient agreed, and what is marked sensitive never. The second
    and later prints are marked as copies, by ``sheet.printed_count``.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.sick_sheet_page import lay_out

    return lay_out(sheet, visit, facility, language=language, paper=letter_sheet(paper))


def visit_summary_pdf(
    visit: VisitRow,
    facility: FacilityRow,
    *,
    language: str,
    sensitive: bool = False,
    paper: str = "A5",
    copy: int = 0,
) -> bytes:
    """What was found and done in one visit, for the patient to take along, as a PDF with embedded fonts.

    Args:
        visit: the saved visit.
        facility: whose paper it is; a training facility marks every page.
        language: ``sw`` or ``en``.
        sensitive: whether what is marked sensitive is on it too; else the paper says nothing of it.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.visit_summary_page import lay_out

    return lay_out(
        visit, facility, language=language, sensitive=sensitive, paper=letter_sheet(paper), copy=copy
    )
