"""A scanner types the number of a card and Enter, all at once, into whichever search box has the cursor."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.consultation.view import ConsultationView
from ui.main_window import MainWindow
from ui.reception.view import ReceptionView
from ui.shell import Shell


@pytest.fixture
def window(logged_in: Callable[..., Shell]) -> MainWindow:
    shell = logged_in()
    assert shell.frame is not None
    return shell.frame


def _patients(window: MainWindow) -> list[PatientRow]:
    clinic = window.context.clinic
    return [
        clinic.patients.register(
            PatientForm(id=new_id(), first_name="Asha", last_name=name, sex="F", age_years=30)
        ).value
        for name in ("Komba", "Kombo", "Kombe")
    ]


def _scan(box: QWidget, number: str, qtbot: QtBot) -> None:
    box.setFocus()
    qtbot.keyClicks(box, number)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize("place", ["anywhereSearch", "patientSearch", "consultationPatient"])
def test_a_scanned_card_opens_its_patient_at_once(window: MainWindow, qtbot: QtBot, place: str) -> None:
    patients = _patients(window)
    window.go_to("consultation" if place == "consultationPatient" else "reception")
    box = window.findChild(QWidget, place)
    assert box is not None
    _scan(box, patients[1].number, qtbot)
    consultation = window.view("consultation")
    assert isinstance(consultation, ConsultationView)
    qtbot.waitUntil(lambda: consultation.consultation is not None, timeout=10_000)
    assert consultation.consultation is not None
    assert consultation.consultation.patient.id == patients[1].id
    qtbot.waitUntil(lambda: window.context.tasks.is_idle, timeout=10_000)


def test_the_card_of_a_merged_record_opens_the_survivor(window: MainWindow, qtbot: QtBot) -> None:
    patients = _patients(window)
    window.context.clinic.merging.merge(patients[0].id, patients[2].id)
    box = window.findChild(QWidget, "anywhereSearch")
    assert box is not None
    _scan(box, patients[2].number, qtbot)
    consultation = window.view("consultation")
    assert isinstance(consultation, ConsultationView)
    qtbot.waitUntil(lambda: consultation.consultation is not None, timeout=10_000)
    assert consultation.consultation is not None
    assert consultation.consultation.patient.id == patients[0].id
    qtbot.waitUntil(lambda: window.context.tasks.is_idle, timeout=10_000)


def test_the_card_of_another_facility_opens_nobody(window: MainWindow, qtbot: QtBot) -> None:
    patients = _patients(window)
    reception = window.view("reception")
    assert isinstance(reception, ReceptionView)
    window.go_to("reception")
    foreign = patients[0].number.replace("101168-3", "100017-3")
    _scan(reception.search, foreign, qtbot)
    qtbot.waitUntil(lambda: window.context.tasks.is_idle, timeout=10_000)
    QApplication.processEvents()
    assert window.current_screen == "reception"
    assert reception.results.model.rows == ()
