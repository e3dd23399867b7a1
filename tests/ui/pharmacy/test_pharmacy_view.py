"""The counter as a person sees it: taking, answering by letters, reasons, done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.visits.rows import VisitForm
from ui.pharmacy.view import PharmacyView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


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
