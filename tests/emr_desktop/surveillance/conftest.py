"""Patients of a village and a case form ready to save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.surveillance.rows import NotificationForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VisitRow

TODAY = date(2026, 11, 18)


@pytest.fixture
def someone(clinic: Clinic) -> Callable[..., PatientRow]:
    """``someone(village="Chinangali")``: a newly registered patient."""

    def register(village: str | None = "Chinangali", *, born: date = date(2001, 3, 4)) -> PatientRow:
        return clinic.patients.register(
            PatientForm(
                id=new_id(),
                first_name="Neema",
                last_name="Mwakalinga",
                sex="F",
                birth_date=born,
                village=village,
            )
        ).value

    return register


@pytest.fixture
def seen(clinic: Clinic) -> Callable[..., VisitRow]:
    """``seen(patient, "A03.9", on=date(...))``: a saved visit."""

    def save(patient: PatientRow, *icd10: str, on: date = TODAY, severity: str | None = None) -> VisitRow:
        return clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=patient.id,
                visit_date=on,
                diagnoses=tuple(DiagnosisEntry(icd10=code, severity=severity) for code in icd10),
            )
        ).value

    return save


@pytest.fixture
def case(clinic: Clinic, someone: Callable[..., PatientRow]) -> NotificationForm:
    """A cholera form as it stands on the screen when it is whole."""
    begun = clinic.notifications.begin(
        someone(),
        "cholera",
        visit_id=new_id(),
        visit_date=TODAY,
        form_id=new_id(),
        icd10="A00.9",
        symptoms="Kuhara majimaji tangu jana",
    )
    return replace(begun, onset_on=date(2026, 11, 17))
