"""The triage as a person sees it: taking, measuring, ticking, sending on, going back, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.queue.rows import QueueRow, TriageForm
from emr_desktop.visits.rows import VitalsEntry
from ui.screen import ScreenContext
from ui.triage.view import TriageView

Wait = Callable[..., QueueRow]
MakeView = Callable[[], TriageView]
Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def names(view: TriageView) -> list[str]:
    return [row.patient.first_name for row in view.queue.rows]


def test_the_next_is_taken_measured_and_sent_on_by_keys_alone(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    row = wait("Zawadi", birth_date=date(2025, 6, 1))
    view = make_view()
    assert names(view) == ["Zawadi"]
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert clinic.queue.where(row.visit_id).holder == "Neema Mollel"  # type: ignore[union-attr]
    assert QApplication.focusWidget().objectName() == "weightKg"
    press("8,4")
    press_key(Qt.Key.Key_Return)
    press("74")
    press_key(Qt.Key.Key_Return)
    press("38.2")
    for _ in range(5):
        press_key(Qt.Key.Key_Return)
    press("11.2")
    for _ in range(4):  # head, lying or standing, swelling
        press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "triageComplaint"
    press("Degedege")
    press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "dangerSigns"
    press("c")
    assert view.fields.signs.box("ch_convulsions").isChecked()
    assert view.fields.urgency.bar.code == "emergency"
    assert "Arm circumference below 11.5 cm" in view.fields.urgency.why
    assert view.fields.growth.cells
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    sent = clinic.queue.queue("consultation")[0]
    assert (sent.priority, sent.reasons[0], sent.complaint) == ("emergency", "ch_convulsions", "Degedege")
    assert clinic.visits.get(row.visit_id).form.vitals == VitalsEntry(
        weight_kg=8.4, height_cm=74, temperature_c=38.2, muac_cm=11.2
    )
    assert names(view) == []
    assert view.queue.table.state_text
    assert clinic.drafts.mine() == ()


def test_an_impossible_value_stays_at_its_field_and_an_unlikely_one_is_asked(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    press("700")
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.queue.where(row.visit_id).station == "triage"  # type: ignore[union-attr]
    assert QApplication.focusWidget().objectName() == "weightKg"
    QApplication.focusWidget().selectAll()  # type: ignore[attr-defined]
    press("150")
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.queue.where(row.visit_id).station == "triage"  # type: ignore[union-attr]
    press_key(Qt.Key.Key_Return)  # keeps it
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.queue.where(row.visit_id).station == "consultation"  # type: ignore[union-attr]
    assert view.triaging is None


def test_nothing_is_sent_on_unmeasured(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.queue.where(row.visit_id).station == "triage"  # type: ignore[union-attr]
    assert view.fields.error


def test_going_back_keeps_what_was_typed_and_gives_the_patient_back(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    press("61,5")
    view.fields.signs.setFocus()
    press("p")
    assert view.step_back()
    settle(context)
    assert clinic.queue.where(row.visit_id).holder is None  # type: ignore[union-attr]
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.fields.vitals.field("weight_kg").text() == "61,5"  # type: ignore[union-attr]
    assert view.fields.signs.box("ad_chest_pain").isChecked()
    assert view.fields.urgency.bar.code == "emergency"


def test_the_second_nurse_hears_who_has_the_patient_and_may_take_them_back(
    wait: Wait,
    make_view: MakeView,
    context: ScreenContext,
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    settle: Settle,
) -> None:
    row = wait("Asha")
    nurse = clinic_as("nurse")
    view = make_view()
    nurse.queue.take(row.visit_id)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.triaging is None
    assert "Asha Nurse" in view.banner.text
    view.banner.findChild(QPushButton, "bannerAction").click()
    settle(context)
    assert view.triaging is not None
    assert clinic.queue.where(row.visit_id).holder == "Neema Mollel"  # type: ignore[union-attr]


def test_what_another_nurse_wrote_meanwhile_is_not_lost(
    wait: Wait,
    make_view: MakeView,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    press("61,5")
    clinic.triage.save(
        TriageForm(
            visit_id=row.visit_id,
            patient_id=row.patient.id,
            vitals=VitalsEntry(weight_kg=59),
            expected_version=1,
        ),
        send=False,
    )
    view.save()
    settle(context)
    assert "meanwhile" in view.banner.text
    view.banner.findChild(QPushButton, "bannerAction").click()
    settle(context)
    assert view.fields.vitals.field("weight_kg").text() == "59"  # type: ignore[union-attr]


def test_who_went_away_is_closed_with_the_reason_typed(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    view.left.click()
    for letter in "Amesubiri sana":  # the first letter goes on in the box
        press(letter)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert clinic.visits.get(row.visit_id).void_reason == "Amesubiri sana"
    assert names(view) == []


@pytest.mark.parametrize(
    ("language", "reason"), [("sw", "Ameenda kituo kingine"), ("en", "Went to another facility")]
)
def test_a_usual_reason_for_going_away_is_chosen_by_its_number(
    wait: Wait,
    make_view: MakeView,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    language: str,
    reason: str,
) -> None:
    row = wait("Asha")
    view = make_view()
    press_key(Qt.Key.Key_Return)
    settle(context)
    view.left.click()
    press("3")
    context.language.use(language)  # what was chosen is said in the language in use
    settle(context)
    assert view.confirm.reason.text() == reason
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert clinic.visits.get(row.visit_id).void_reason == reason


def test_somebody_found_by_name_begins_a_visit_here(
    wait: Wait, make_view: MakeView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    patient = wait("Asha").patient
    clinic.queue.leave(clinic.queue.queue("triage")[0].visit_id, reason="x")
    view = make_view()
    view.show_patient(patient.id)
    settle(context)
    assert view.triaging is not None
    press("61,5")
    view.save()
    settle(context)
    assert [row.patient.id for row in clinic.queue.queue("consultation")] == [patient.id]


@pytest.mark.parametrize("language", ["sw", "en"])
def test_signs_follow_the_age_and_are_said_in_the_language(
    wait: Wait, make_view: MakeView, context: ScreenContext, settle: Settle, language: str
) -> None:
    wait("Mtoto", birth_date=date(2026, 11, 1))
    view = make_view()
    context.language.use(language)
    press_key(Qt.Key.Key_Return)
    settle(context)
    said = view.fields.signs.box("yi_convulsions").text()
    assert said.endswith("Degedege" if language == "sw" else "Convulsions")
    view.fields.signs.setFocus()
    press("0")
    assert view.fields.signs.none.isChecked()
    view.fields.vitals.field("temperature_c").setFocus()  # type: ignore[union-attr]
    press("37.8")
    assert view.fields.urgency.bar.code == "emergency"
