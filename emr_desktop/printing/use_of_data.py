"""The page "Use of the data" on one A4, and a year of a row; reportlab is loaded when one is asked for."""

from __future__ import annotations

from emr_desktop.indicators.rows import RowYear, UseOfData


def use_of_data_pdf(page: UseOfData, *, language: str) -> bytes:
    """One A4 upright, for the wall.

    Args:
        page: the figures.
        language: ``sw`` or ``en``.

    Returns:
        A PDF of one page; the same input gives the same bytes.
    """
    from emr_desktop.printing.use_of_data_page import lay_out

    return lay_out(page, language=language)


def row_year_pdf(year: RowYear, *, facility: str, column: str, language: str) -> bytes:
    """A year of a row as a chart with its figures under it, one A4 across.

    Args:
        year: the figures.
        facility: its name and code, for the head.
        column: says in words which ages and sex.
        language: ``sw`` or ``en``.
    """
    from emr_desktop.printing.use_of_data_page import lay_out_year

    return lay_out_year(year, facility=facility, column=column, language=language)
