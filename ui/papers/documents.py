"""The papers of which there is one, as documents that know how often they were handed out."""

from __future__ import annotations

from dataclasses import replace

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.papers.copies import PrescriptionPrint
from emr_desktop.papers.rows import SickSheetRow
from emr_desktop.papers.service import PaperService
from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.printing.visit_papers import sick_sheet_pdf
from emr_desktop.visits.rows import VisitRow
from ui.qt.document import Counted, Document


def prescription_document(
    visit: VisitRow,
    facility: FacilityRow,
    papers: PaperService,
    known: PrescriptionPrint,
    *,
    language: str,
    wanted: str = "",
) -> Document:
    """The prescription of a visit.

    Args:
        visit: the saved visit.
        facility: whose paper it is.
        papers: keep count.
        known: what ``papers.prescription_print(visit)`` gave.
        language: ``sw`` or ``en``.
        wanted: the paper a person just asked for.
    """
    return Document(
        "prescription",
        name="prescription",
        make=lambda paper, copy: prescription_pdf(visit, facility, language=language, paper=paper, copy=copy),
        usual=known.size,
        wanted=wanted,
        counted=Counted(
            known.printed,
            add=lambda times: papers.count_prescription(visit, times=times),
            take_back=lambda times: papers.uncount_prescription(visit, times=times),
        ),
    )


def sick_sheet_document(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, papers: PaperService, *, language: str
) -> Document:
    """A sick sheet that was made out."""
    return Document(
        "sick-sheet",
        name="sick-sheet",
        make=lambda paper, copy: sick_sheet_pdf(
            replace(sheet, printed_count=copy + 1), visit, facility, language=language, paper=paper
        ),
        counted=Counted(
            sheet.printed_count,
            add=lambda times: papers.count_print(sheet.form.id, times=times),
            take_back=lambda times: papers.uncount_print(sheet.form.id, times=times),
        ),
    )
