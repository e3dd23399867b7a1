"""The consultation as a person sees it: typing, saving, drafts, corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

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


def test_a_full_visit_takes_at_most_60_key_presses_besides_free_text(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
    typist: Callable[[], Any],
) -> None:
    patient = register()
    open_for(patient)
    hands = typist()
    hands.type("61.5")  # the cursor is in the weight
    hands.enter(2)
    hands.type("38.9")
    hands.alt("c")
    press("Homa na maumivu ya kichwa siku 2")  # free text
    hands.enter(3)
    hands.type("p")  # mRDT
    hands.alt("d")
    hands.type("mal")
    hands.enter()
    hands.alt("m")
    hands.type("alu")
    hands.enter()
    hands.enter(3)  # the dose by weight stands there
    hands.type("par")
    hands.enter()
    for number in "233":
        hands.type(number)
        hands.enter()
    hands.ctrl(Qt.Key.Key_Return)
    settle(context)

    (summary,) = context.clinic.visits.timeline(patient.id)
    form = context.clinic.visits.get(summary.id).form
    assert (form.vitals.weight_kg, form.vitals.temperature_c) == (61.5, 38.9)
    assert form.complaint == "Homa na maumivu ya kichwa siku 2"
    assert [(entry.test, entry.result) for entry in form.tests] == [("mrdt", "positive")]
    assert [entry.icd10 for entry in form.diagnoses] == ["B54"]
    given = [(entry.medicine, entry.dose, entry.per_day, entry.days) for entry in form.prescriptions]
    assert given == [("alu20120", 4, 2, 3), ("par500", 2, 3, 3)]
    assert hands.presses <= 60, hands.presses


def test_test_results_take_one_key_each(
    view: ConsultationView, register: Callable[..., PatientRow], open_for: Callable[[PatientRow], None]
) -> None:
    open_for(register())
    child(view, "testMrdt").setFocus()
    press("p")
    child(view, "testBs").setFocus()
    press("n")
    assert view.consultation is not None
    assert [(line.test, line.result) for line in view.consultation.tests] == [
        ("mrdt", "positive"),
        ("bs", "negative"),
    ]
    press_key(Qt.Key.Key_Delete)
    assert [line.test for line in view.consultation.tests] == ["mrdt"]


def test_an_unlikely_measurement_is_kept_only_after_a_second_enter(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    open_for(patient)
    child(view, "temperatureC").setFocus()
    press("41.8")
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert context.clinic.visits.timeline(patient.id) == ()
    assert QApplication.focusWidget().objectName() == "temperatureC"
    assert child(view, "vitalsRemark").isVisible()
    press_key(Qt.Key.Key_Return)  # it is right
    assert not child(view, "vitalsRemark").isVisible()
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert len(context.clinic.visits.timeline(patient.id)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("weightKg", "900", "weightKg"),
        ("pulse", "many", "pulse"),
        ("bloodPressure", "80/120", "bloodPressure"),
        ("diagnosisPicker", "malar", "diagnosisPicker"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
    field: str,
    typed: str,
    expected: str,
) -> None:
    patient = register()
    open_for(patient)
    child(view, field).setFocus()
    press(typed)
    child(view, "complaint").setFocus()
    view.save()
    settle(context)
    assert QApplication.focusWidget().objectName() == expected
    assert child(view, field).property("doubt") == "error"
    said = [
        child(view, name).text() for name in ("vitalsRemark", "fieldError") if child(view, name).isVisible()
    ]
    assert len(said) == 1
    assert said[0]
    assert context.clinic.visits.timeline(patient.id) == ()
    assert child(view, field).text() == typed  # nothing typed is lost


def test_a_medicine_without_days_points_at_the_days(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    open_for(register())
    child(view, "medicinePicker").setFocus()
    press("par")
    press_key(Qt.Key.Key_Return)
    press("2")
    press_key(Qt.Key.Key_Return)
    press("3")
    view.save()
    settle(context)
    assert QApplication.focusWidget().objectName() == "days"
    assert view.consultation is not None


def test_two_presses_of_save_make_one_visit(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    open_for(patient)
    press("60")
    view.save()
    view.save()
    settle(context)
    assert len(context.clinic.visits.timeline(patient.id)) == 1


def test_what_was_typed_comes_back_after_taking_another_patient(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    first, second = register(), register(first_name="Juma", last_name="Said", sex="M")
    open_for(first)
    press("57.5")
    child(view, "diagnosisPicker").setFocus()
    press("nim")
    open_for(second)
    assert child(view, "weightKg").text() == ""
    view.step_back()
    settle(context)
    assert [line.patient for line in view.start.drafts.model.rows] == [f"{first.full_name} ({first.number})"]
    open_for(first)
    assert child(view, "weightKg").text() == "57.5"
    assert child(view, "diagnosisPicker").text() == "nim"
    assert "Start again" in child(view, "bannerAction", QPushButton).text()


def test_the_draft_is_written_within_400_ms_even_while_somebody_keeps_typing(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    qtbot: QtBot,
) -> None:
    open_for(register())
    field = child(view, "complaint")
    field.setFocus()
    for letter in "homa kali siku tatu":  # 20 letters in 600 ms: never a pause of 300
        press(letter)
        qtbot.wait(30)
    drafts = context.clinic.drafts.mine()
    assert drafts
    assert drafts[0].content["fields"]["complaint"].startswith("homa")


def test_a_draft_begun_again_leaves_nothing_behind(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    open_for(patient)
    press("57.5")
    view.step_back()
    open_for(patient)
    child(view, "bannerAction", QPushButton).click()
    settle(context)
    assert child(view, "weightKg").text() == ""
    assert context.clinic.drafts.mine() == ()


def test_a_child_under_five_is_proposed_as_exempt(
    view: ConsultationView, register: Callable[..., PatientRow], open_for: Callable[[PatientRow], None]
) -> None:
    open_for(register(birth_date=None, age_years=2))
    assert view.consultation is not None
    assert (view.consultation.payer, view.consultation.exemption) == ("exempt", "under_five")


def test_an_earlier_visit_is_read_and_corrected(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    open_for(patient)
    press("60")
    view.save()
    settle(context)
    (summary,) = context.clinic.visits.timeline(patient.id)
    view.show_visit(summary.id)
    settle(context)
    assert view.reading.isVisible()
    child(view, "correctVisit", QPushButton).click()
    settle(context)
    weight = child(view, "weightKg", QLineEdit)
    assert weight.text() == "60"
    weight.selectAll()
    weight.setFocus()
    press("66")
    view.save()
    settle(context)
    corrected = context.clinic.visits.get(summary.id)
    assert corrected.form.vitals.weight_kg == 66
    assert corrected.version == 2


def test_a_stale_correction_shows_both_versions_and_loses_neither(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    patient = register()
    open_for(patient)
    press("60")
    view.save()
    settle(context)
    visits = context.clinic.visits
    saved = visits.get(visits.timeline(patient.id)[0].id)
    view.show_visit(saved.form.id)
    settle(context)
    child(view, "correctVisit", QPushButton).click()
    settle(context)
    weight = child(view, "weightKg", QLineEdit)
    weight.selectAll()
    weight.setFocus()
    press("66")
    theirs = replace(saved.form, complaint="Kikohozi", expected_version=saved.version)
    visits.save(theirs)  # meanwhile, on another PC
    view.save()
    settle(context)
    assert view.conflict.isVisible()
    shown_words = " ".join(label.text() for label in view.conflict.findChildren(QLabel))
    assert "Kikohozi" in shown_words
    assert "66" in shown_words
    child(view, "keepMine", QPushButton).click()
    settle(context)
    view.save()
    settle(context)
    now = visits.get(saved.form.id)
    assert now.form.vitals.weight_kg == 66
    assert now.version == 3


def test_every_word_changes_with_the_language_and_nothing_typed_is_lost(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> None:
    open_for(register())
    press("60")
    child(view, "diagnosisPicker").setFocus()
    press("diarrh")
    press_key(Qt.Key.Key_Return)
    child(view, "severity").setFocus()
    press("2")
    context.language.use("sw")
    settle(context)
    names = [label.text() for label in view.page.diagnoses.findChildren(QLabel)]
    assert "Kuharisha" in names
    assert child(view, "weightKg", QLineEdit).text() == "60"
    assert view.consultation is not None
    assert view.consultation.diagnoses[0].severity == "some"
