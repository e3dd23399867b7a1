"""The consultation on screen, patients for it, and somebody who types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext


class Hands:
    """Types into whatever has the cursor, as a person without a mouse does."""

    def type(self, keys: str) -> None:
        QTest.keyClicks(self.at, keys)

    def enter(self, times: int = 1) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.at, key, modifier)

    def alt(self, letter: str) -> None:
        QTest.keyClick(self.at, letter, Qt.KeyboardModifier.AltModifier)

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def tick(self) -> None:
        """Let what waits for the next turn of the loop happen."""
        QApplication.processEvents()

    @property
    def at(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def place(self) -> str:
        """The name of the field with the cursor."""
        return self.at.objectName()

    def diagnose(self, letters: str) -> None:
        self.alt("d")
        self.type(letters)
        self.enter()

    def order(self, letters: str) -> None:
        self.alt("m")
        self.type(letters)
        self.enter()
        self.tick()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def register(clinic: Clinic) -> Callable[..., PatientRow]:
    """``register(sex="F", birth_date=..., allergies=(...))``: a woman of 30 unless something else is said."""

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
