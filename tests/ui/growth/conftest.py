"""A child at the consultation, with or without earlier measurements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm, VitalsEntry
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

BORN = date(2025, 3, 8)  # 620 days before the day of the tests


@pytest.fixture
def register(clinic: Clinic) -> Callable[..., PatientRow]:
    """``register(birth_date=...)``: a boy of 620 days unless something else is said."""

    def make(**changes: object) -> PatientRow:
        said = {"first_name": "Baraka", "last_name": "Chilongola", "sex": "M", "birth_date": BORN} | changes
        return clinic.patients.register(PatientForm(id=new_id(), **said)).value  # type: ignore[arg-type]

    return make


@pytest.fixture
def measured_before(clinic: Clinic) -> Callable[[PatientRow], int]:
    """``measured_before(patient)``: four earlier visits with weight and height; gives their number."""

    def save(patient: PatientRow) -> int:
        series = ((30, 4.3, 54.2), (130, 6.9, 63.9), (280, 8.0, 70.3), (460, 8.2, 74.5))
        for age_days, weight, height in series:
            clinic.visits.save(
                VisitForm(
                    id=new_id(),
                    patient_id=patient.id,
                    visit_date=patient.birth_date + timedelta(days=age_days),
                    vitals=VitalsEntry(weight_kg=weight, height_cm=height),
                    complaint="Kikohozi",
                )
            )
        return len(series)

    return save


@pytest.fixture
def view(context: ScreenContext, shown: Callable[..., ConsultationView]) -> ConsultationView:
    return shown(ConsultationView(context=context))


@pytest.fixture
def open_for(
    view: ConsultationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> Callable[[PatientRow], None]:
    """``open_for(patient)``: the patient's page is open, the cursor in the weight."""

    def open_patient(patient: PatientRow) -> None:
        view.show_patient(patient.id)
        settle(context)
        assert view.consultation is not None

    return open_patient
