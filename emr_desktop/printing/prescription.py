"""The prescription on A5 or A6."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.visits.rows import VisitRow


def prescription_pdf(
    visit: VisitRow, facility: FacilityRow, *, language: str, paper: str = "A5", copy: int = 0
) -> bytes:
    """The medicines of one visit with what the patient has to do, as a PDF with embedded fonts.

    What the patient has to do is always told in Swahili; with ``language`` "en" an English line stands beside
    it and the labels are English. Diagnoses marked sensitive are left out: the paper passes many hands.

    Args:
        visit: the saved visit.
        facility: whose paper it is; a training facility marks every page.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.nothing_prescribed``, ``printing.unknown_paper``.
    """
    # reportlab costs a second on an old machine: loaded by the first print, not by the program's start.
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.prescription_page import lay_out

    sheet = letter_sheet(paper)
    if not visit.form.prescriptions:
        raise EmrError("printing.nothing_prescribed")
    return lay_out(visit, facility, language=language, sheet=sheet, copy=copy)
