"""Visits for the reports' tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm, VisitRow


@pytest.fixture
def visit(clinic: Clinic) -> Callable[..., VisitRow]:
    """``visit("B54", sex="M", mrdt="positive")``: a patient seen on 10 November 2026."""

    def save(*icd10: str, sex: str = "F", born: date = date(1996, 5, 4), mrdt: str | None = None) -> VisitRow:
        patient = clinic.patients.register(
            PatientForm(
                id=new_id(),
                first_name="Neema",
                last_name="Mrisho",
                sex=sex,
                birth_date=born,
                village="Buigiri",
            )
        ).value
        return clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=patient.id,
                visit_date=date(2026, 11, 10),
                diagnoses=tuple(DiagnosisEntry(icd10=code) for code in icd10),
                tests=() if mrdt is None else (LabEntry(test="mrdt", result=mrdt),),
            )
        ).value

    return save
