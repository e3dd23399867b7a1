"""The consultation as a person sees it: typing, saving, drafts, corrections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext


def press(keys: str) -> None:
    """Type into whatever has the cursor, as a person does."""
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def child(view: QWidget, name: str, kind: type[QWidget] = QWidget) -> QWidget:
    found = view.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def context(clinic: Clinic, make_context: Callable[..., ScreenContext]) -> ScreenContext:
    return make_context(clinic)


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


def test_a_plain_visit_is_typed_saved_and_read_back(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> None:
    patient = register()
    open_for(patient)
    press("61,5")
    press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Return)
    press("38.9")
    child(view, "complaint").setFocus()
    press("Homa siku 2")
    child(view, "diagnosisPicker").setFocus()
    press("malar")
    press_key(Qt.Key.Key_Return)
    child(view, "medicinePicker").setFocus()
    press("par")
    press_key(Qt.Key.Key_Return)
    for number in ("2", "3", "3"):
        press(number)
        press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)

    assert view.consultation is None, view.banner.text
    (summary,) = context.clinic.visits.timeline(patient.id)
    form = context.clinic.visits.get(summary.id).form
    assert form.vitals.weight_kg == 61.5
    assert form.vitals.temperature_c == 38.9
    assert form.complaint == "Homa siku 2"
    assert [entry.icd10 for entry in form.diagnoses] == ["B54"]
    (medicine,) = form.prescriptions
    assert (medicine.dose, medicine.per_day, medicine.days, medicine.quantity) == (2, 3, 3, 18)
    assert context.clinic.drafts.mine() == ()
    view.grab().save("/tmp/consult/saved.png")


def test_shot(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
) -> None:
    patient = register()
    open_for(patient)
    press("61,5")
    child(view, "diagnosisPicker").setFocus()
    press("ma")
    view.grab().save("/tmp/consult/typing.png")
