"""A page for trying a printer."""

from __future__ import annotations

from datetime import datetime


def printer_page_pdf(printer: str, now: datetime, *, language: str, paper: str) -> bytes:
    """Letters of here, small type, greys, lines and a code, on one paper; nothing of any patient.

    Args:
        printer: its name, literal; empty for the system's default one.
        now: when it was asked for, an instant.
        language: ``sw`` or ``en``.
        paper: ``A4``, ``A5`` or ``A6``.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    from emr_desktop.printing.letter_parts import letter_sheet
    from emr_desktop.printing.printer_page_page import lay_out

    return lay_out(printer, now, language=language, paper=paper, sheet=letter_sheet(paper))
