"""A child at the triage: head, lying or standing, swelling of both feet, and the WHO chart behind Alt+G."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.rows import VisitForm, VitalsEntry
from ui.growth.page import GrowthPage
from ui.screen import ScreenContext
from ui.triage.view import TriageView

Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def chart(view: TriageView) -> GrowthPage:
    assert isinstance(view.chart, GrowthPage)
    return view.chart


@pytest.fixture
def child(wait: Callable[..., QueueRow], clinic: Clinic) -> QueueRow:
    """A girl of 17 months who was weighed eight weeks ago and waits to be measured."""
    row = wait("Zawadi", birth_date=date(2025, 6, 1))
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=row.patient.id,
            visit_date=row.visit_date - timedelta(weeks=8),
            complaint="Kikohozi",
            vitals=VitalsEntry(weight_kg=8.1, height_cm=73),
        )
    )
    return row


@pytest.fixture
def view(
    child: QueueRow, make_view: Callable[[], TriageView], context: ScreenContext, settle: Settle
) -> TriageView:
    """The form of the child, the weight and the height typed, the cursor at the height."""
    made = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    press("8.4")
    press_key(Qt.Key.Key_Return)
    press("74")
    return made


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_chart_shows_earlier_visits_and_esc_comes_back_to_the_field(
    view: TriageView, context: ScreenContext, settle: Settle, language: str
) -> None:
    context.language.use(language)
    press_key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    settle(context)
    assert [mark.score.value for mark in chart(view).points.model.rows] == [8.4, 8.1]
    title = "Weight for age" if language == "en" else "Uzito kwa umri"
    assert title in [label.text() for label in chart(view).findChildren(QLabel)]
    press_key(Qt.Key.Key_Escape)
    assert view.chart is None
    assert view.triaging is not None
    assert QApplication.focusWidget().objectName() == "heightCm"


def test_what_is_entered_on_the_form_is_saved_with_the_measurements(
    child: QueueRow, view: TriageView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    for _ in range(7):  # past the arm
        press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "headCm"
    press("45.5")
    press_key(Qt.Key.Key_Return)
    press("s")
    press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Space)
    assert "both feet" in view.fields.growth.note
    assert view.fields.urgency.bar.code != "routine"
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.visits.get(child.visit_id).form.vitals == VitalsEntry(
        weight_kg=8.4, height_cm=74, head_cm=45.5, height_lying=False, oedema=True
    )


def test_what_is_entered_beside_the_chart_stands_on_the_form_and_in_the_draft(
    view: TriageView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    press_key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    settle(context)
    chart(view).more.oedema.setFocus()
    press_key(Qt.Key.Key_Space)
    chart(view).more.head.edit.setFocus()
    press("45.5")
    assert view.step_back()
    assert view.fields.more.oedema.isChecked()
    assert view.fields.more.head.text() == "45.5"
    view.leaving()
    settle(context)
    (draft,) = clinic.drafts.mine()
    assert draft.content["visit"]["fields"]["oedema"] == "yes"
    assert draft.content["visit"]["fields"]["head_cm"] == "45.5"


def test_an_impossible_head_is_refused_at_its_field(
    child: QueueRow, view: TriageView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    view.fields.more.head.edit.setFocus()
    press("455")
    assert "not possible" in view.fields.more.remark
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.queue.where(child.visit_id).station == "triage"  # type: ignore[union-attr]
    assert QApplication.focusWidget() is view.fields.more.head.edit


def test_ctrl_enter_on_the_chart_saves_and_sends_on(
    child: QueueRow, view: TriageView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    press_key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    settle(context)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert view.chart is None
    assert clinic.queue.where(child.visit_id).station == "consultation"  # type: ignore[union-attr]


def test_a_question_over_the_form_does_not_push_the_window_off_the_screen(
    view: TriageView, context: ScreenContext, settle: Settle
) -> None:
    height = view.height()
    press_key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    settle(context)
    press_key(Qt.Key.Key_Escape)
    view.left.click()
    settle(context)
    assert view.confirm.isVisible()
    assert view.height() == height


def test_an_adult_has_no_chart_and_keeps_the_letter_of_the_pregnancy(
    wait: Callable[..., QueueRow],
    make_view: Callable[[], TriageView],
    context: ScreenContext,
    settle: Settle,
) -> None:
    wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert not view.fields.more.isVisible()
    press_key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert view.chart is None
    assert QApplication.focusWidget() is view.fields.pregnancy.state
