"""Sending the chosen patient in, and who waits where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Zawadi", last_name="Mfano", sex="F", birth_date=date(2025, 6, 1)
    )
    return clinic.patients.register(form).value


def choose(view: ReceptionView, context: ScreenContext, settle: Settle) -> None:
    """Find Zawadi and mark her."""
    view.search.setText("zawadi")
    view._look()
    settle(context)
    assert view.results.current is not None


def test_a_small_facility_is_not_offered_to_send(
    patient: PatientRow,
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ReceptionView],
    settle: Settle,
) -> None:
    context = make_context(clinic)
    view = shown(ReceptionView(context=context))
    choose(view, context, settle)
    assert not view.chosen.send.isVisible()


def test_the_button_sends_to_the_first_station_and_enter_still_opens_for_a_clinician(
    patient: PatientRow,
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ReceptionView],
    settle: Settle,
    heard: object,
) -> None:
    clinic.facility.set("queue.triage", True)
    context = make_context(clinic)
    view = shown(ReceptionView(context=context))
    choose(view, context, settle)
    assert view.chosen.send.isVisible()
    assert "Triage" in view.chosen.send.text()
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert heard.patients == [patient.id]  # type: ignore[attr-defined]
    view.chosen.send.click()
    settle(context)
    row = clinic.queue.queue("triage")[0]
    assert row.patient.id == patient.id
    assert clinic.visits.get(row.visit_id).form.payer == "exempt"  # under five
    choose(view, context, settle)
    view.chosen.send.click()
    settle(context)
    assert "already" in view.banner.text


def test_enter_sends_for_who_does_not_treat(
    patient: PatientRow,
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ReceptionView],
    settle: Settle,
    heard: object,
) -> None:
    clinic.facility.set("queue.triage", True)
    context = make_context(clinic_as("receptionist"))
    view = shown(ReceptionView(context=context))
    settle(context)
    choose(view, context, settle)
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    settle(context)
    assert [row.patient.id for row in clinic.queue.queue("triage")] == [patient.id]
    assert heard.patients == []  # type: ignore[attr-defined]
    assert heard.said == ["Zawadi Mfano waits now: Triage"]  # type: ignore[attr-defined]


def test_who_waits_where_can_be_sent_on_taken_back_and_closed(
    patient: PatientRow,
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ReceptionView],
    settle: Settle,
) -> None:
    clinic.facility.set("queue.triage", True)
    context = make_context(clinic)
    view = shown(ReceptionView(context=context))
    choose(view, context, settle)
    view.chosen.send.click()
    settle(context)
    visit = clinic.queue.queue("triage")[0].visit_id
    view.who_waits.click()
    settle(context)
    page = view.pages.waiting
    assert [row.visit_id for row in page.list.rows] == [visit]
    page.to.setCurrentIndex(3)
    page.send.click()
    settle(context)
    assert clinic.queue.where(visit).station == "laboratory"  # type: ignore[union-attr]
    page.take_back.click()
    settle(context)
    assert clinic.queue.where(visit).station == "triage"  # type: ignore[union-attr]
    page.to.setCurrentIndex(2)
    page.whom.setCurrentIndex(1)
    page.send.click()
    settle(context)
    handed = clinic.queue.where(visit)
    assert handed is not None
    assert (handed.station, handed.for_name) == ("consultation", "Neema Mollel")
    page.urgent.setCurrentIndex(0)
    page.change.click()
    QTest.keyClicks(QApplication.focusWidget(), "Anapumua vibaya")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    row = clinic.queue.where(visit)
    assert row is not None
    assert (row.priority, row.reasons) == ("emergency", ("words:Anapumua vibaya",))
    page.left.click()
    for letter in "Ameenda kwingine":  # the first letter goes on in the box
        QTest.keyClicks(QApplication.focusWidget(), letter)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    assert list(page.list.rows) == []
    assert clinic.visits.get(visit).void_reason == "Ameenda kwingine"
    assert view.step_back()
    assert view.pages.is_front
