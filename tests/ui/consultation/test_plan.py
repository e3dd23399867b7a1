"""Procedures and advice: typed beside the visit, saved with it, read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.procedures import find_procedures, procedures
from ui.consultation.plan_page import PlanPage
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

TODAY = date(2026, 11, 18)
Settle = Callable[[ScreenContext], None]


def test_procedures_are_found_by_either_language() -> None:
    assert len(procedures()) >= 25
    assert find_procedures("sut", language="sw")[0].code == "suturing"
    assert find_procedures("kush", language="en")[0].code == "suturing"


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def open_plan(view: ConsultationView) -> PlanPage:
    QTest.keyClick(QApplication.focusWidget(), "3", Qt.KeyboardModifier.AltModifier)
    page = view._pages.side
    assert isinstance(page, PlanPage)
    return page


def test_the_plan_is_typed_saved_with_the_visit_and_opened_again(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    open_for(patient)
    page = open_plan(view)
    assert QApplication.focusWidget() is page.picker
    press("sut")
    enter()
    press("tetanus")
    enter()
    enter()
    assert QApplication.focusWidget() is page.advice.editor
    press("fin")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    enter()
    assert view.step_back()
    view.save()
    settle(context)
    (summary,) = context.clinic.visits.timeline(patient.id)
    form = context.clinic.visits.get(summary.id).form
    assert form.procedures == ("suturing", "tetanus_vaccine")
    assert form.advice == "Finish all the medicine"
    view.show_visit(summary.id)
    settle(context)
    view.reading._correct.click()
    settle(context)
    assert view.consultation is not None
    assert view.consultation.procedures == ["suturing", "tetanus_vaccine"]
    page = open_plan(view)
    page._remove("suturing")
    view.step_back()
    view.save()
    settle(context)
    assert context.clinic.visits.get(summary.id).form.procedures == ("tetanus_vaccine",)


def test_the_plan_is_in_the_draft(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    open_for(patient)
    open_plan(view)
    press("dress")
    enter()
    view.leaving()
    settle(context)
    (draft,) = context.clinic.drafts.mine()
    assert draft.content["procedures"] == ["dressing"]


def test_ctrl_enter_beside_the_visit_saves_the_visit(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    open_for(patient)
    open_plan(view)
    press("dress")
    enter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (summary,) = context.clinic.visits.timeline(patient.id)
    assert context.clinic.visits.get(summary.id).form.procedures == ("dressing",)
    assert view.consultation is None
