"""Answers at the counter that nobody saved: kept while they are given, back when the patient comes again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.pharmacy.rows import DispenseEntry
from emr_desktop.visits.rows import VisitForm
from ui.pharmacy.view import PharmacyView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def reopen(
    context: ScreenContext, shown: Callable[..., PharmacyView], settle: Settle
) -> Callable[[], PharmacyView]:
    """The screen as it is after the program stopped: built anew, the patient taken by Enter."""

    def make() -> PharmacyView:
        made = shown(PharmacyView(context=context))
        settle(context)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        settle(context)
        return made

    return make


@pytest.fixture
def answered(view: PharmacyView, context: ScreenContext, settle: Settle) -> PharmacyView:
    """The first medicine was given, the second in part, and nobody has said why yet."""
    QTest.keyClicks(view.rows[0].bar, "g")
    QTest.keyClicks(view.rows[1].bar, "p")
    QTest.keyClicks(view.rows[1].given, "3")
    view.leaving()
    settle(context)
    return view


def test_a_crash_loses_no_answer(
    answered: PharmacyView, context: ScreenContext, clinic: Clinic, reopen: Callable[[], PharmacyView]
) -> None:
    assert [draft.kind for draft in clinic.drafts.mine()] == ["dispensing"]
    back = reopen()
    assert [row.bar.code for row in back.rows] == ["given", "partly"]
    assert back.rows[1].given.text() == "3"
    assert "stands here again" in back.banner.text


def test_what_is_kept_goes_when_it_is_saved(
    visit: VisitForm,
    answered: PharmacyView,
    context: ScreenContext,
    clinic: Clinic,
    reopen: Callable[[], PharmacyView],
    settle: Settle,
) -> None:
    back = reopen()
    back.rows[1].reason.setCurrentIndex(1)
    back.save()
    settle(context)
    assert back.dispensing is None
    answers = [line.answer for line in clinic.pharmacy.read(visit.id).lines]
    assert [(each.answer, each.given) for each in answers if each] == [("given", 18), ("partly", 3)]
    assert clinic.drafts.mine() == ()


def test_going_back_saves_whole_answers_and_keeps_the_half_one(
    visit: VisitForm,
    answered: PharmacyView,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
) -> None:
    assert answered.step_back()
    settle(context)
    assert [line.answer is None for line in clinic.pharmacy.read(visit.id).lines] == [False, True]
    assert clinic.queue.where(visit.id).holder is None  # type: ignore[union-attr]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    assert [row.bar.code for row in answered.rows] == ["given", "partly"]
    assert answered.rows[1].given.text() == "3"


def test_a_half_answer_never_keeps_the_patient_from_going_back(
    visit: VisitForm, view: PharmacyView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    QTest.keyClicks(view.rows[0].bar, "p")
    view.rows[0].reason.setCurrentIndex(1)  # why, but not how much
    view.rows[0].reason.activated.emit(1)
    assert view.step_back()
    settle(context)
    assert clinic.queue.where(visit.id).holder is None  # type: ignore[union-attr]
    assert view.banner.text == ""


def test_what_a_colleague_answered_meanwhile_stands(
    visit: VisitForm, answered: PharmacyView, clinic: Clinic, reopen: Callable[[], PharmacyView]
) -> None:
    first, _ = clinic.pharmacy.read(visit.id).lines
    said = DispenseEntry(
        prescription_id=first.prescription_id, answer="not_given", given=0, reason="out_of_stock"
    )
    clinic.pharmacy.dispense(visit.id, [said], send=False)
    back = reopen()
    assert [row.bar.code for row in back.rows] == ["not_given", "partly"]


def test_start_again_drops_what_was_kept(
    answered: PharmacyView,
    context: ScreenContext,
    clinic: Clinic,
    reopen: Callable[[], PharmacyView],
    settle: Settle,
) -> None:
    back = reopen()
    back.banner.findChild(QPushButton, "bannerAction").click()
    settle(context)
    assert [row.bar.code for row in back.rows] == [None, None]
    assert clinic.drafts.mine() == ()


def test_the_colleague_who_takes_the_patient_gets_the_answers(
    visit: VisitForm, answered: PharmacyView, clinic: Clinic, clinic_as: Callable[..., Clinic]
) -> None:
    colleague = clinic_as("pharmacist")
    colleague.queue.take_back(visit.id)
    assert [draft.kind for draft in colleague.drafts.mine()] == ["dispensing"]
    assert clinic.drafts.mine() == ()
