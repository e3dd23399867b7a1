"""Patients who come, and a facility where they wait at stations."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.queue.rows import QueueRow, StartForm

TODAY = date(2026, 11, 18)

_NAMES = itertools.cycle(("Asha", "Juma", "Neema", "Baraka", "Zawadi", "Hamisi"))


@pytest.fixture
def come(clinic: Clinic) -> Callable[..., PatientRow]:
    """``come(birth_date=date(2025, 9, 1))``: a patient registers."""

    def register(**values: Any) -> PatientRow:
        usual: dict[str, Any] = {
            "id": new_id(),
            "first_name": next(_NAMES),
            "last_name": "Mfano",
            "sex": "F",
            "birth_date": date(1994, 10, 10),
        }
        return clinic.patients.register(PatientForm(**(usual | values))).value

    return register


@pytest.fixture
def all_stations(clinic: Clinic) -> None:
    """The facility uses every station."""
    for station in ("triage", "consultation", "laboratory", "pharmacy"):
        clinic.facility.set(f"queue.{station}", True)


@pytest.fixture
def wait(clinic: Clinic, come: Callable[..., PatientRow]) -> Callable[..., QueueRow]:
    """``wait("triage")``: a new patient waits there."""

    def start(station: str | None = None, **values: Any) -> QueueRow:
        patient = values.pop("patient", None) or come(**values)
        return clinic.queue.start_visit(StartForm(id=new_id(), patient_id=patient.id, station=station)).value

    return start
