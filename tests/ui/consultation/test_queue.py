"""The consultation as a station: the next by Enter, what triage wrote, results that come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import QueueRow, TriageForm
from emr_desktop.visits.rows import VitalsEntry
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def waiting(clinic: Clinic, register: Register) -> QueueRow:
    """Neema waits for the consultation after the triage."""
    clinic.facility.set("queue.consultation", True)
    patient = register()
    form = TriageForm(
        visit_id=new_id(),
        patient_id=patient.id,
        vitals=VitalsEntry(weight_kg=61.5, temperature_c=38.9),
        complaint="Homa",
        signs=("ad_chest_pain",),
        signs_asked=True,
    )
    return clinic.triage.save(form).value


def test_enter_takes_the_next_with_what_the_triage_wrote(
    waiting: QueueRow, view: ConsultationView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    settle(context)
    assert [row.patient.first_name for row in view.start.queue.rows] == ["Neema"]
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.consultation is not None
    assert view.consultation.visit_id == waiting.visit_id
    assert view.consultation.fields["weight_kg"] == "61.5"
    assert view.consultation.fields["complaint"] == "Homa"
    assert not view.consultation.is_correction
    assert clinic.queue.where(waiting.visit_id).holder == "Neema Mollel"  # type: ignore[union-attr]
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    press(" kali")
    view.save()
    settle(context)
    saved = clinic.visits.get(waiting.visit_id)
    assert (saved.status, saved.form.vitals.temperature_c) == ("done", 38.9)
    assert "kali" in (saved.form.complaint or "")
    assert clinic.queue.everywhere() == ()


def test_who_is_found_by_name_goes_on_with_the_visit_that_waits(
    waiting: QueueRow, view: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    view.show_patient(waiting.patient.id)
    settle(context)
    assert view.consultation is not None
    assert view.consultation.visit_id == waiting.visit_id


def test_stepping_back_without_a_word_gives_the_patient_back(
    waiting: QueueRow, view: ConsultationView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    settle(context)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.step_back()
    settle(context)
    assert clinic.queue.where(waiting.visit_id).holder is None  # type: ignore[union-attr]
    press_key(Qt.Key.Key_Return)
    settle(context)
    view.page.words.field("history").setFocus()  # type: ignore[union-attr]
    press("Siku tatu")
    assert view.step_back()
    settle(context)
    assert clinic.queue.where(waiting.visit_id).holder is not None  # type: ignore[union-attr]
    assert [draft.id for draft in clinic.drafts.mine()] == [waiting.visit_id]


def test_somebody_elses_patient_is_not_opened_but_can_be_taken_back(
    waiting: QueueRow,
    view: ConsultationView,
    context: ScreenContext,
    clinic_as: Callable[..., Clinic],
    settle: Settle,
) -> None:
    settle(context)
    clinic_as("clinician").queue.take(waiting.visit_id)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.consultation is None
    assert "Asha Clinician" in view.banner.text
    view.banner.findChild(QPushButton, "bannerAction").click()
    settle(context)
    assert view.consultation is not None


def test_to_the_laboratory_and_back_with_the_draft(
    waiting: QueueRow, view: ConsultationView, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    clinic.facility.set("queue.laboratory", True)
    settle(context)
    view.entered()
    settle(context)
    press_key(Qt.Key.Key_Return)
    settle(context)
    consultation = view.consultation
    assert consultation is not None
    view.page.words.field("history").setFocus()  # type: ignore[union-attr]
    press("Siku tatu")
    assert not view.bar.for_tests.isVisible()
    consultation.set_test("mrdt", "")
    view.page.show_consultation(consultation)
    view.page.edited.emit()
    assert view.bar.for_tests.isVisible()
    view.bar.for_tests.click()
    settle(context)
    assert view.consultation is None
    assert clinic.queue.where(waiting.visit_id).station == "laboratory"  # type: ignore[union-attr]
    clinic.queue.send_on(waiting.visit_id, seen_at="laboratory")
    view.start.queue.read()
    settle(context)
    press_key(Qt.Key.Key_Return)
    settle(context)
    assert view.consultation is not None
    assert view.consultation.fields["history"] == "Siku tatu"
    assert [line.test for line in view.consultation.tests] == ["mrdt"]


def test_letters_typed_on_the_queue_search_a_patient(
    waiting: QueueRow, view: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    settle(context)
    assert QApplication.focusWidget() is view.start.queue.table.view
    press("ne")
    assert view.start.picker.text() == "ne"


def test_a_small_facility_sees_no_queue(
    view: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    settle(context)
    assert not view.start.queue.isVisible()
    assert QApplication.focusWidget() is view.start.picker


@pytest.mark.parametrize(("moved", "marked"), [(False, "Zawadi"), (True, "Asha")])
def test_the_mark_follows_an_emergency_unless_a_person_moved_it(
    register: Register,
    view: ConsultationView,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    moved: bool,
    marked: str,
) -> None:
    def comes(name: str, **more: object) -> None:
        form = TriageForm(
            visit_id=new_id(), patient_id=register(first_name=name).id, signs_asked=True, **more
        )  # type: ignore[arg-type]
        clinic.triage.save(form)

    clinic.facility.set("queue.consultation", True)
    comes("Neema", vitals=VitalsEntry(temperature_c=37))
    comes("Asha", vitals=VitalsEntry(temperature_c=37))
    view.start.queue.read()
    settle(context)
    if moved:
        press_key(Qt.Key.Key_Down)
    comes("Zawadi", priority="emergency", vitals=VitalsEntry(temperature_c=37))
    view.start.queue.read()
    settle(context)
    assert view.start.queue.rows[0].patient.first_name == "Zawadi"
    assert view.start.queue.table.current.patient.first_name == marked  # type: ignore[union-attr]
