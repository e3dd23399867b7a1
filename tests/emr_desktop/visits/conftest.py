"""A patient to visit, and forms that may be saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

TODAY = date(2026, 11, 18)


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    """Asha Juma, born 10 October 1994."""
    form = PatientForm(
        id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def whole_visit(patient: PatientRow) -> Callable[..., VisitForm]:
    """``whole_visit(outcome="referred")``: malaria with everything on the form filled in."""

    def make(**values: Any) -> VisitForm:
        usual: dict[str, Any] = {
            "id": new_id(),
            "patient_id": patient.id,
            "visit_date": TODAY,
            "payer": "nhif",
            "vitals": VitalsEntry(weight_kg=61.5, temperature_c=38.4, systolic=118, diastolic=76),
            "complaint": "Homa siku tatu",
            "history": "Aliamka na homa",
            "examination": "Macho si ya njano",
            "advice": "Rudi baada ya siku tatu",
            "tests": (LabEntry(test="mrdt", result="positive"), LabEntry(test="hb", result="10.9")),
            "diagnoses": (DiagnosisEntry(icd10="B54", concept="malaria"),),
            "prescriptions": (
                PrescriptionEntry(
                    medicine="par500", dose=2, per_day=3, days=3, quantity=18, instructions="Chakula"
                ),
            ),
        }
        return VisitForm(**(usual | values))

    return make
