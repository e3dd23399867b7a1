"""Allergies are asked for at the reception too, from the card of the chosen patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", birth_date=date(1996, 5, 4)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def view(
    context: ScreenContext, patient: PatientRow, shown: Callable[[ScreenView], ScreenView], settle: Settle
) -> ReceptionView:
    found = ReceptionView(context=context)
    shown(found)
    found.show_patient(patient.id)
    settle(context)
    return found


def told(view: ReceptionView) -> set[str]:
    return {label.text() for label in view.chosen.findChildren(QLabel) if label.isVisible()}


def test_the_desk_says_that_none_is_known(
    view: ReceptionView, context: ScreenContext, patient: PatientRow, settle: Settle
) -> None:
    assert "Allergies: not recorded" in told(view)
    view.chosen._more["allergiesChosen"].click()
    settle(context)
    QTest.keyClick(QApplication.focusWidget(), "n", Qt.KeyboardModifier.AltModifier)
    settle(context)
    assert context.clinic.patients.get(patient.id).none_known_on == date(2026, 11, 18)
    assert view.step_back()
    view._look()
    settle(context)
    QApplication.processEvents()
    assert "No allergy known, asked on 18/11/2026" in told(view)


def test_an_allergy_noted_at_the_desk_stands_in_red(
    view: ReceptionView, context: ScreenContext, patient: PatientRow, settle: Settle
) -> None:
    view.chosen._more["allergiesChosen"].click()
    settle(context)
    QTest.keyClicks(QApplication.focusWidget(), "pen")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert context.clinic.patients.get(patient.id).allergies == ("penicillins",)
