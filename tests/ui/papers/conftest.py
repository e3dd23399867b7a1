"""A saved visit on the reading page of the consultation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.ending_rows import FollowUpEntry, ReferralEntry, ReferredInEntry
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VisitRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext


@pytest.fixture
def saved(clinic: Clinic) -> Callable[..., VisitRow]:
    """``saved(prescribed=True, icd10="B54")``: a visit of today."""

    def save(*, prescribed: bool = True, icd10: str = "B54") -> VisitRow:
        patient = clinic.patients.register(
            PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
        ).value
        lines = (PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),)
        return clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=patient.id,
                visit_date=date(2026, 11, 18),
                diagnoses=(DiagnosisEntry(icd10=icd10),),
                prescriptions=lines if prescribed else (),
            )
        ).value

    return save


@pytest.fixture
def read(
    context: ScreenContext,
    shown: Callable[..., ConsultationView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[VisitRow], ConsultationView]:
    """``read(visit)``: the consultation with the visit on its reading page."""
    view = shown(ConsultationView(context=context))

    def open_visit(visit: VisitRow) -> ConsultationView:
        view.show_visit(visit.form.id)
        settle(context)
        return view

    return open_visit


@pytest.fixture
def full(clinic: Clinic) -> VisitRow:
    """A visit sent here and sent on, with medicines, tests and a day of return."""
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
    ).value
    return clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=date(2026, 11, 18),
            tests=(LabEntry(test="hb"), LabEntry(test="hiv")),
            prescriptions=(PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),),
            outcome="referred",
            referred_to="Bombo",
            referral=ReferralEntry(reason="Upungufu wa damu"),
            referred_in=ReferredInEntry(sender="Zahanati ya Kijijini"),
            follow_up=FollowUpEntry(due_on=date(2026, 11, 25)),
        )
    ).value
