"""Patients to register and to find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow

Register = Callable[..., PatientRow]


@pytest.fixture
def form() -> Callable[..., PatientForm]:
    """``form(first_name="Asha")``: a form that may be saved."""

    def make(**values: Any) -> PatientForm:
        usual: dict[str, Any] = {
            "id": new_id(),
            "first_name": "Juma",
            "last_name": "Hamisi",
            "sex": "M",
            "birth_date": date(1990, 5, 1),
        }
        return PatientForm(**(usual | values))

    return make


@pytest.fixture
def register(clinic: Clinic, form: Callable[..., PatientForm]) -> Register:
    """``register("Asha Juma Ali", sex="F", village="Kibaoni")``: two or three names in the usual order."""

    def make(name: str, **values: Any) -> PatientRow:
        first, *middle, last = name.split()
        return clinic.patients.register(
            form(first_name=first, middle_name=" ".join(middle) or None, last_name=last, **values)
        ).value

    return make
