"""The card a patient takes home: an A6 sheet with a QR code and lines for the dates of visits."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow


def patient_card_pdf(
    patient: PatientRow, facility: FacilityRow, *, language: str, photo: bytes | None = None
) -> bytes:
    """A card of one patient, as a PDF with embedded fonts; ``photo`` is a JPEG or PNG.

    The QR code holds the patient's number and nothing else: a lost card tells no more.
    """
    from emr_desktop.printing.patient_card_page import lay_out

    return lay_out(patient, facility, language=language, photo=photo)
