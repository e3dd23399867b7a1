"""Head, lying or standing, swelling of both feet: entered beside the chart, kept with the visit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.presenter import Consultation
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def at_chart(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> PatientRow:
    """A boy of 620 days, 8.2 kg, 78.4 cm, with his chart open."""
    patient = register()
    open_for(patient)
    press("8.2")
    press_key(Qt.Key.Key_Return)
    press("78.4")
    QTest.keyClick(QApplication.focusWidget(), "g", Qt.KeyboardModifier.AltModifier)
    settle(context)
    return patient


def said(view: ConsultationView) -> list[str]:
    return [cell.text for cell in view.growth._cells if cell.isVisible()]


def test_all_of_it_is_entered_by_keys_judged_at_once_and_saved(
    view: ConsultationView, context: ScreenContext, clinic: Clinic, at_chart: PatientRow, settle: Settle
) -> None:
    press_key(Qt.Key.Key_Tab)
    press("44.1")
    assert "Head for age –2.7 SD: small head" in said(view)
    press_key(Qt.Key.Key_Tab)
    before = next(text for text in said(view) if text.startswith("Height"))
    press("S")  # standing
    after = next(text for text in said(view) if text.startswith("Height"))
    assert (before, after) == ("Height for age –2.2 SD: stunted", "Height for age –1.9 SD: normal")
    press_key(Qt.Key.Key_Tab)
    press_key(Qt.Key.Key_Space)
    assert not any(text.startswith("Weight") for text in said(view))
    assert view.growth._finding.text() == "Severe acute malnutrition (SAM)"
    assert view.step_back()
    assert "both feet" in view.page.growth.note
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (summary,) = clinic.visits.timeline(at_chart.id)
    vitals = clinic.visits.get(summary.id).form.vitals
    assert (vitals.head_cm, vitals.height_lying, vitals.oedema) == (44.1, False, True)


def test_a_position_nobody_chose_is_not_recorded(
    view: ConsultationView, context: ScreenContext, clinic: Clinic, at_chart: PatientRow, settle: Settle
) -> None:
    assert view.growth.more.position.code == "lying"
    view.step_back()
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (summary,) = clinic.visits.timeline(at_chart.id)
    vitals = clinic.visits.get(summary.id).form.vitals
    assert (vitals.head_cm, vitals.height_lying, vitals.oedema) == (None, None, None)


def test_an_impossible_head_is_refused_where_it_was_typed(
    view: ConsultationView, context: ScreenContext, clinic: Clinic, at_chart: PatientRow, settle: Settle
) -> None:
    press_key(Qt.Key.Key_Tab)
    press("441")
    assert "not possible" in view.growth.more.remark
    view.step_back()
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.visits.timeline(at_chart.id) == ()
    assert view._pages.currentWidget() is view.growth
    assert QApplication.focusWidget() is view.growth.more.head.edit
    assert "not possible" in view.growth.more.remark


def test_an_unusual_head_is_asked_about_without_standing_in_the_way(
    view: ConsultationView, context: ScreenContext, clinic: Clinic, at_chart: PatientRow, settle: Settle
) -> None:
    press_key(Qt.Key.Key_Tab)
    press("60")
    assert "unusual" in view.growth.more.remark
    context.language.use("sw")
    assert "si ya kawaida" in view.growth.more.remark
    view.step_back()
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert len(clinic.visits.timeline(at_chart.id)) == 1


def test_a_draft_and_a_correction_bring_it_back(
    view: ConsultationView, context: ScreenContext, clinic: Clinic, at_chart: PatientRow, settle: Settle
) -> None:
    typed = {"head_cm": "44.1", "height_position": "standing", "oedema": "yes"}
    view.growth.more.head.edit.setFocus()
    press("44.1")
    view.growth.more.position.bar.setFocus()
    press("S")
    view.growth.more.oedema.setChecked(True)
    view.leaving()
    settle(context)
    (draft,) = clinic.drafts.mine()
    back = Consultation.from_draft(patient=at_chart, visit_id=draft.id, content=draft.content)
    assert {name: back.fields[name] for name in typed} == typed
    view.step_back()
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (summary,) = clinic.visits.timeline(at_chart.id)
    corrected = Consultation.correcting(clinic.visits.get(summary.id))
    assert {name: corrected.fields[name] for name in typed} == typed
