"""The recovery key on paper: eight groups to type, and the same text as a QR code."""

from __future__ import annotations

from datetime import date


def recovery_paper_pdf(key: str, *, facility: str, day: date, language: str, training: bool = False) -> bytes:
    """One A5 sheet, as a PDF with embedded fonts; whoever calls must not leave it on a disk.

    Args:
        key: the groups with dashes between them; the QR code holds just this, so that a scanner types it.
        facility: HFR code and name; empty leaves a line to write them on.
        day: when the key was made.
        language: ``sw en``.
        training: marks the sheet.
    """
    from emr_desktop.printing.recovery_paper_page import lay_out

    return lay_out(key, facility=facility, day=day, language=language, training=training)
