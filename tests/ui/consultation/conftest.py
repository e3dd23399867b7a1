"""The consultation on screen, patients for it, and somebody who types."""

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


class Typist:
    """Counts every key that goes down; a held Alt or Ctrl is one of its own. Free text is not counted."""

    def __init__(self) -> None:
        self.presses = 0

    def type(self, keys: str) -> None:
        self.presses += len(keys)
        QTest.keyClicks(QApplication.focusWidget(), keys)

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.presses += 1
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def alt(self, letter: str) -> None:
        self.presses += 2
        QTest.keyClick(QApplication.focusWidget(), letter, Qt.KeyboardModifier.AltModifier)

    def ctrl(self, key: Qt.Key) -> None:
        self.presses += 2
        QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def typist() -> type[Typist]:
    return Typist


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


@pytest.fixture
def view(context: ScreenContext, shown: Callable[..., ConsultationView]) -> ConsultationView:
    return shown(ConsultationView(context=context))


@pytest.fixture
def open_for(
    view: ConsultationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> Callable[[PatientRow], None]:
    def open_patient(patient: PatientRow) -> None:
        view.show_patient(patient.id)
        settle(context)
        assert view.consultation is not None

    return open_patient
