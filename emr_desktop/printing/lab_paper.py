"""Laboratory papers: the request and the result on A4, A5 or A6, the register on A4 landscape."""

from __future__ import annotations

from collections.abc import Sequence

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.laboratory.rows import OrderRow, Register
from emr_desktop.printing.book_register import register_bytes
from emr_desktop.registers.lines import laboratory_lines
from emr_desktop.registers.rows import BookHead


def lab_result_pdf(
    orders: Sequence[OrderRow], facility: FacilityRow, *, language: str, paper: str = "A5", copy: int = 0
) -> bytes:
    """The results in force of orders of one patient, with ranges and flags in words.

    A corrected result says so, with what it was before and why.

    Args:
        orders: of one patient, as ``LaboratoryService.for_paper`` gave them.
        facility: whose paper it is; a training facility marks every page.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.
        copy: 0 for the original; the others say which copy they are.

    Raises:
        EmrError: ``printing.unknown_paper``; ``laboratory.nothing_to_print``: no result is released, or the
            reader may not see it.
    """
    # reportlab costs a second on an old machine: loaded by the first print, not by the program's start.
    from emr_desktop.printing.lab_result_page import lay_out
    from emr_desktop.printing.letter_parts import letter_sheet

    shown = [order for order in orders if not order.hidden and order.released is not None]
    if not shown:
        raise EmrError("laboratory.nothing_to_print")
    return lay_out(shown, facility, language=language, sheet=letter_sheet(paper), copy=copy)


def lab_request_pdf(
    orders: Sequence[OrderRow], facility: FacilityRow, *, language: str, paper: str = "A5", copy: int = 0
) -> bytes:
    """The request form for orders of one patient, with room for the results by hand.

    Raises:
        EmrError: ``laboratory.nothing_to_print``.
    """
    from emr_desktop.printing.lab_request_page import lay_out
    from emr_desktop.printing.letter_parts import letter_sheet

    shown = [order for order in orders if not order.hidden and not order.is_void]
    if not shown:
        raise EmrError("laboratory.nothing_to_print")
    return lay_out(shown, facility, language=language, sheet=letter_sheet(paper), copy=copy)


def lab_register_pdf(register: Register, facility: FacilityRow, *, language: str) -> bytes:
    """The register in the layout of the book: a line for each test, columns ruled, heading on every page.

    Lines whose content the reader may not see stand without name, test and result.

    Raises:
        EmrError: ``laboratory.nothing_to_print``: no test in the period.
    """
    if not register.lines:
        raise EmrError("laboratory.nothing_to_print")
    head = BookHead(book="laboratory", first=register.start, last=register.end, trail=register.trail)
    lines = laboratory_lines(register.lines)
    return register_bytes("pdf", head, lines, facility, language=language)
