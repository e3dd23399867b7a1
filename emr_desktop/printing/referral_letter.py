"""The referral letter, with the part that the receiving facility fills in; and the feedback that we write."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.referrals.rows import ReferralRow
from emr_desktop.visits.rows import VisitRow


def referral_letter_pdf(
    visit: VisitRow,
    referral: ReferralRow,
    facility: FacilityRow,
    *,
    language: str,
    paper: str = "A5",
    copy: int = 0,
) -> bytes:
    """The letter a patient carries to another facility, as a PDF with embedded fonts.

    What is marked sensitive is left out and the letter says that something was: it passes many hands. The
    lower part is torn off there and comes back with the patient.

    Args:
        visit: the saved visit that ended with the referral.
        referral: what is kept of the referral itself.
        facility: whose letter it is; a training facility marks every page.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.referral_page import lay_out_letter

    return lay_out_letter(visit, referral, facility, language=language, sheet=letter_sheet(paper), copy=copy)


def referral_feedback_pdf(
    visit: VisitRow, facility: FacilityRow, *, language: str, paper: str = "A5", copy: int = 0
) -> bytes:
    """The answer to whoever sent the patient here: what was found, given and advised.

    Args:
        visit: a saved visit with ``referred_in``.
        facility: whose letter it is.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.referral_page import lay_out_feedback

    return lay_out_feedback(visit, facility, language=language, sheet=letter_sheet(paper), copy=copy)
