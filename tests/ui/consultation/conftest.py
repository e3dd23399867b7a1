"""Patients for the consultation's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow


@pytest.fixture
def register(clinic: Clinic) -> Callable[..., PatientRow]:
    """``register(first_name="Neema", ...)``: a woman of 30 from Buigiri unless something else is said."""

    def make(**changes: object) -> PatientRow:
        said = {
            "first_name": "Neema",
            "last_name": "Mrisho",
            "sex": "F",
            "birth_date": date(1996, 5, 4),
            "village": "Buigiri",
        } | changes
        return clinic.patients.register(PatientForm(id=new_id(), **said)).value  # type: ignore[arg-type]

    return make
