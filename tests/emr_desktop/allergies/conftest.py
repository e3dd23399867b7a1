"""A patient whose allergies are asked about."""

from __future__ import annotations

from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    """Asha Juma, born 10 October 1994; nobody has asked."""
    form = PatientForm(
        id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10)
    )
    return clinic.patients.register(form).value
