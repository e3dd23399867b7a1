"""The prescription on A5."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.visits.rows import VisitRow


def prescription_pdf(visit: VisitRow, facility: FacilityRow, *, language: str, paper: str = "A5") -> bytes:
    """The medicines of one visit with what the patient has to do, as a PDF with embedded fonts."""
    raise NotImplementedError
