"""The patient to write for: there, and not part of another record by now."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from db.models import Patient
from emr_desktop.errors import EmrError


def present_patient(session: Session, patient_id: uuid.UUID, *, missing: str = "patient.missing") -> Patient:
    """Read the patient whom a verb is about to write for.

    Args:
        session: the verb's own session.
        patient_id: whom the caller means.
        missing: the code for somebody who is not there.

    Raises:
        EmrError: ``missing``; ``visit.patient_merged`` when the record was merged meanwhile: ``survivor`` is
            the id (hex) to go on with, ``survivor_number`` what people call it. Writing to the survivor
            unasked would hide from the writer what the other record says.
    """
    patient = session.get(Patient, patient_id)
    if patient is None or patient.voided_at is not None:
        raise EmrError(missing)
    if patient.merged_into is not None:
        survivor = session.get_one(Patient, patient.merged_into)
        raise EmrError(
            "visit.patient_merged",
            number=patient.number,
            survivor=survivor.id.hex,
            survivor_number=survivor.number,
        )
    return patient
