"""A monthly form on A4, in the layout of the paper one."""

from __future__ import annotations

from emr_desktop.forms.rows import FormReport


def monthly_form_pdf(report: FormReport, *, language: str) -> bytes:
    """The form with its header, grey cells, totals, signatures and page numbers, as a PDF."""
    raise NotImplementedError
