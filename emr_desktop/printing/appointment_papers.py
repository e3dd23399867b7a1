"""The slip with the day of return, and the list of people to look for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.appointments.rows import AppointmentRow


def appointment_slip_pdf(
    row: AppointmentRow, facility: FacilityRow, *, language: str, paper: str = "A6", copy: int = 0
) -> bytes:
    """What a patient takes home: when to come back. A private reason is not named.

    Args:
        row: the appointment.
        facility: where to come.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.appointment_page import lay_out_slip
    from emr_desktop.printing.letter_parts import letter_sheet

    return lay_out_slip(row, facility, language=language, sheet=letter_sheet(paper), copy=copy)


def tracing_list_pdf(
    rows: Sequence[AppointmentRow], facility: FacilityRow, *, today: date, language: str
) -> bytes:
    """Who did not come, by village, for the community health worker: A4, with room to write what was found.

    Private reasons (HIV, TB, family planning) are called "clinic": the paper goes from house to house.

    Args:
        rows: of ``AppointmentService.missed``.
        facility: who asks.
        today: the day of the list.
        language: ``sw`` or ``en``.
    """
    from emr_desktop.printing.appointment_page import lay_out_list
    from emr_desktop.printing.letter_parts import letter_sheet

    return lay_out_list(rows, facility, today=today, language=language, sheet=letter_sheet("A4"))
