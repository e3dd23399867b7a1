"""The consultation of a patient from Chinangali, on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    return clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Neema",
            last_name="Mrisho",
            sex="F",
            birth_date=date(1996, 5, 4),
            village="Chinangali",
        )
    ).value


@pytest.fixture
def view(
    context: ScreenContext, shown: Callable[..., ConsultationView], patient: PatientRow, settle: Settle
) -> ConsultationView:
    opened = shown(ConsultationView(context=context))
    opened.show_patient(patient.id)
    settle(context)
    assert opened.consultation is not None
    return opened


@pytest.fixture
def diagnose(view: ConsultationView, context: ScreenContext, settle: Settle) -> Callable[[str], None]:
    """``diagnose("kipindu")``: type it into the picker and take the first."""

    def pick(text: str) -> None:
        view.page.diagnoses.picker.setFocus()
        QTest.keyClicks(view.page.diagnoses.picker, text)
        settle(context)
        QTest.keyClick(view.page.diagnoses.picker, Qt.Key.Key_Return)
        settle(context)

    return pick


@pytest.fixture
def press() -> Callable[..., None]:
    """``press(Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)`` where the cursor is."""

    def key(what: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), what, modifier)

    return key
