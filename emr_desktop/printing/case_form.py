"""The case form of a condition that is notified at once, A4, in both languages."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.surveillance.rows import NotificationRow


def case_form_pdf(notification: NotificationRow, facility: FacilityRow, *, language: str) -> bytes:
    """One page to send or carry to the council, as a PDF with embedded fonts.

    The facility's own layout after what the electronic case form asks; no official form, and it says so.

    Args:
        notification: the saved case form; one that was taken back is marked void.
        facility: whose paper it is; a training facility marks the page.
        language: which of the two languages stands first.
    """
    from emr_desktop.printing.case_form_page import lay_out

    return lay_out(notification, facility, language=language)
