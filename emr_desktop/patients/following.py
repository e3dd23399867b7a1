"""Sex and age on the day of the visit stand in each visit, for the forms; they follow the patient."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Patient, Visit
from emr_desktop.patients.age import completed_months


def follow_patient(session: Session, patient: Patient) -> int:
    """Write sex and completed months anew into every visit of a patient; gives how many were changed.

    Runs in the caller's writing transaction. A visit before the birth keeps what it says.
    """
    born, changed = patient.birth_date, 0
    for visit_id, day, sex, months in session.execute(
        select(Visit.id, Visit.visit_date, Visit.sex, Visit.age_months).where(
            Visit.patient_id == patient.id, Visit.visit_date >= born
        )
    ).all():
        now = (patient.sex, completed_months(born, day))
        if now != (sex, months):
            session.execute(update(Visit).where(Visit.id == visit_id).values(sex=now[0], age_months=now[1]))
            changed += 1
    return changed
