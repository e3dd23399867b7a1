"""Patients to expect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emr_desktop.appointments.rows import AppointmentForm, AppointmentRow
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow


@pytest.fixture
def register(clinic: Clinic) -> Callable[..., PatientRow]:
    """``register("Asha", "Juma", village="Buigiri")``."""

    def make(first: str, last: str, **more: Any) -> PatientRow:
        details = {"sex": "F", "age_years": 30, "phone": "0754123456", "village": "Buigiri", **more}
        return clinic.patients.register(
            PatientForm(id=new_id(), first_name=first, last_name=last, **details)
        ).value

    return make


@pytest.fixture
def asha(register: Callable[..., PatientRow]) -> PatientRow:
    return register("Asha", "Juma")


@pytest.fixture
def expect(clinic: Clinic) -> Callable[..., AppointmentRow]:
    """``expect(patient, day, reason="anc")``."""

    def make(patient: PatientRow, day: Any, **more: Any) -> AppointmentRow:
        return clinic.appointments.make(
            AppointmentForm(id=new_id(), patient_id=patient.id, due_on=day, **more)
        ).value

    return make
