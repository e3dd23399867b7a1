"""The triage on screen, and patients who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.queue.rows import QueueRow, StartForm
from ui.screen import ScreenContext
from ui.triage.view import TriageView


@pytest.fixture
def wait(clinic: Clinic) -> Callable[..., QueueRow]:
    """``wait("Asha", birth_date=...)``: a patient registers and waits at the triage."""

    def start(first_name: str, *, station: str = "triage", **values: object) -> QueueRow:
        said: dict[str, object] = {"last_name": "Mfano", "sex": "F", "birth_date": date(1994, 10, 10)}
        patient = clinic.patients.register(
            PatientForm(id=new_id(), first_name=first_name, **(said | values))  # type: ignore[arg-type]
        ).value
        return clinic.queue.start_visit(StartForm(id=new_id(), patient_id=patient.id, station=station)).value

    return start


@pytest.fixture
def make_view(
    context: ScreenContext,
    shown: Callable[..., TriageView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[], TriageView]:
    """Called after the patients came, as the screen reads when it is entered."""

    def make() -> TriageView:
        view = shown(TriageView(context=context))
        settle(context)
        return view

    return make
