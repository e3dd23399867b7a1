"""The counter as a person sees it: taking, answering by letters, reasons, done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm
from ui.pharmacy.view import PharmacyView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def visit(clinic: Clinic) -> VisitForm:
    """A visit with two medicines that waits at the pharmacy."""
    clinic.facility.set("queue.pharmacy", True)
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10))
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        complaint="Homa",
        prescriptions=(
            PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),
            PrescriptionEntry(medicine="ors", dose=1, per_day=2, days=2, quantity=4),
        ),
    )
    clinic.visits.save(form)
    return form


@pytest.fixture
def context(clinic: Clinic, make_context: Callable[..., ScreenContext]) -> ScreenContext:
    return make_context(clinic)


@pytest.fixture
def view(
    visit: VisitForm, context: ScreenContext, shown: Callable[..., PharmacyView], settle: Settle
) -> PharmacyView:
    made = shown(PharmacyView(context=context))
    settle(context)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    return made


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_letters_answer_and_ctrl_enter_is_done(
    visit: VisitForm, view: PharmacyView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    assert len(view.rows) == 2
    assert QApplication.focusWidget() is view.rows[0].bar
    QTest.keyClicks(QApplication.focusWidget(), "g")
    press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view.rows[1].bar
    QTest.keyClicks(QApplication.focusWidget(), "p")
    QTest.keyClicks(QApplication.focusWidget(), "3")
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert view.error
    assert QApplication.focusWidget() is view.rows[1].reason
    view.rows[1].reason.setCurrentIndex(1)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert view.dispensing is None
    answers = [line.answer for line in clinic.pharmacy.read(visit.id).lines]
    assert [(each.answer, each.given, each.reason) for each in answers if each] == [
        ("given", 18, None),
        ("partly", 3, "out_of_stock"),
    ]
    assert clinic.queue.everywhere() == ()


def test_all_given_by_one_key(
    view: PharmacyView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    view.all_given.click()
    assert QApplication.focusWidget() is view.done
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert clinic.queue.everywhere() == ()


def test_going_back_keeps_the_answers_and_gives_the_patient_back(
    visit: VisitForm, view: PharmacyView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    QTest.keyClicks(view.rows[0].bar, "g")
    assert view.step_back()
    settle(context)
    row = clinic.queue.where(visit.id)
    assert row is not None
    assert (row.station, row.holder) == ("pharmacy", None)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert [each.entry is not None for each in view.rows] == [True, False]


def test_an_unanswered_medicine_is_pointed_at(
    view: PharmacyView, context: ScreenContext, settle: Settle
) -> None:
    QTest.keyClicks(view.rows[0].bar, "g")
    view.save()
    settle(context)
    assert "not" in view.error
    assert QApplication.focusWidget() is view.rows[1].bar


def test_who_leaves_without_medicines_still_counts(
    visit: VisitForm, view: PharmacyView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    view.left.click()
    for letter in "Hana fedha":  # the first letter goes on in the box
        QTest.keyClicks(QApplication.focusWidget(), letter)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert clinic.queue.everywhere() == ()
    assert clinic.visits.get(visit.id).voided_at is None
