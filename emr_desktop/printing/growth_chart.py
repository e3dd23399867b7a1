"""The growth chart on A4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.growth.figure import Figure
from emr_desktop.patients.rows import PatientRow


@dataclass(frozen=True, kw_only=True)
class GrowthWords:
    """The words of one chart in the language of the paper."""

    title: str  # of the indicator
    standard: str  # whose curves they are
    x_title: str
    headings: tuple[str, ...]  # of the columns of ``lines``
    lines: tuple[tuple[str, ...], ...]  # one for each measurement, newest first
    notes: tuple[str, ...] = ()


def growth_chart_pdf(
    figure: Figure,
    words: GrowthWords,
    patient: PatientRow,
    facility: FacilityRow,
    *,
    on: date,
    language: str,
) -> bytes:
    """One figure with the measurements under it, as a PDF with embedded fonts.

    Args:
        figure: curves and measurements.
        words: what stands around them.
        patient: the child.
        facility: whose paper it is; a training facility marks every page.
        on: the day of the visit.
        language: ``sw`` or ``en``.
    """
    # reportlab costs a second on an old machine: loaded by the first print, not by the program's start.
    from emr_desktop.printing.growth_chart_page import lay_out

    return lay_out(figure, words, patient, facility, on=on, language=language)
