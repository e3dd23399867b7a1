"""The sheet being typed is kept and offered again; findings on its medicines are shown before it is saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm
from ui.consultation.view import ConsultationView
from ui.late.page import LatePage
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
Reopen = Callable[[ScreenContext], tuple[ConsultationView, LatePage]]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    return clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Neema",
            last_name="Mrisho",
            sex="F",
            age_years=30,
            allergies=("Penisilini",),
        )
    ).value


@pytest.fixture
def reopen(shown: Callable[..., ConsultationView], settle: Settle) -> Reopen:
    """The page in a window of its own, as after the program was started again."""

    def open_again(context: ScreenContext) -> tuple[ConsultationView, LatePage]:
        view = shown(ConsultationView(context=context))
        settle(context)
        button = view.findChild(QPushButton, "paperVisits")
        assert button is not None
        button.click()
        settle(context)
        page = view._pages.currentWidget()
        assert isinstance(page, LatePage)
        return view, page

    return open_again


@pytest.fixture
def write(settle: Settle) -> Callable[..., None]:
    """``write(page, context, "amoxi", "1 tds 5/7", patient="neema")``: a sheet of 10 November, by keys."""

    def type_sheet(
        page: LatePage, context: ScreenContext, medicine: str, order: str, *, patient: str = ""
    ) -> None:
        page.day.editor.setFocus()
        QTest.keyClicks(page.day.edit, "10/11/2026")
        picks = (
            (page.picker, patient),
            (page.written.diagnosis, "malaria"),
            (page.written.medicine, medicine),
        )
        for picker, text in picks:
            if text:
                picker.setFocus()
                QTest.keyClicks(picker, text)
                settle(context)
                QTest.keyClick(picker, Qt.Key.Key_Return)
                settle(context)
        QTest.keyClicks(page.written.order.edit, order)

    return type_sheet


def test_a_sheet_left_in_the_middle_is_offered_again_whole(
    page: LatePage,
    patient: PatientRow,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    write: Callable[..., None],
    reopen: Reopen,
    qtbot: QtBot,
) -> None:
    write(page, context, "paracetamol", "2 tds 3/7", patient="neema")
    QTest.keyClicks(page.number.edit, "007")
    QTest.keyClicks(page.texts["complaint"].edit, "Homa")
    qtbot.waitUntil(lambda: "Homa" in str([draft.content for draft in clinic.drafts.mine()]))
    typed = page.written.text
    view, again = reopen(context)  # the first window never said goodbye
    assert "not saved: Neema Mrisho" in view.banner.text
    view.banner._action.click()
    settle(context)
    assert again.written.text == typed
    assert (again.day.value(), again.number.text()) == (date(2026, 11, 10), "007")
    assert again.texts["complaint"].text() == "Homa"
    assert "Neema" in again._chosen.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(context)
    (summary,) = clinic.visits.timeline(patient.id)
    assert clinic.visits.get(summary.id).form.complaint == "Homa"
    assert clinic.drafts.mine() == ()


def test_leaving_the_page_keeps_what_was_typed_a_moment_ago(
    view: ConsultationView, page: LatePage, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    QTest.keyClicks(page.texts["complaint"].edit, "Kikohozi")
    QTest.keyClick(page.texts["complaint"].edit, Qt.Key.Key_Escape)
    settle(context)
    (draft,) = clinic.drafts.mine()
    assert draft.content["sheet"]["texts"]["complaint"] == "Kikohozi"


def test_somebody_new_is_put_back_and_registered_once(
    page: LatePage,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    reopen: Reopen,
    qtbot: QtBot,
) -> None:
    page.day.set_text("10/11/2026")
    QTest.keyClicks(page.picker, "Juma Chilo")
    settle(context)
    page._new.click()
    page.newcomer.sex.bar.choose("M")
    QTest.keyClicks(page.newcomer.birth.edit, "9y")
    QTest.keyClicks(page.texts["complaint"].edit, "Homa")
    qtbot.waitUntil(lambda: "Homa" in str([draft.content for draft in clinic.drafts.mine()]))
    view, again = reopen(context)
    assert "Juma Chilo" in view.banner.text
    view.banner._action.click()
    settle(context)
    assert (again.newcomer.first.text(), again.newcomer.birth.text()) == ("Juma", "9y")
    again.save()
    settle(context)
    page.save()  # the window that was left behind holds the same sheet
    settle(context)
    (hit,) = clinic.patients.search("juma chilo")
    assert len(clinic.visits.timeline(hit.patient.id)) == 1


def test_an_emptied_sheet_is_offered_no_more(
    page: LatePage, context: ScreenContext, clinic: Clinic, settle: Settle, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.texts["complaint"].edit, "X")
    qtbot.waitUntil(lambda: bool(clinic.drafts.mine()))
    QTest.keyClick(page.texts["complaint"].edit, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not clinic.drafts.mine())


def test_a_serious_finding_is_shown_first_and_kept_as_given_already(
    page: LatePage,
    patient: PatientRow,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    write: Callable[..., None],
    qtbot: QtBot,
) -> None:
    write(page, context, "amoxi", "1 tds 5/7", patient="neema")
    QTest.keyClick(page.written.order.edit, Qt.Key.Key_Return, CTRL)
    settle(context)
    assert "!!" in page.given.text
    assert "Penisilini" in page.given.text
    assert clinic.visits.timeline(patient.id) == ()
    assert page.given.given.hasFocus()
    QTest.keyClick(page.given.given, Qt.Key.Key_Return, CTRL)  # the same key again does not answer it
    settle(context)
    assert clinic.visits.timeline(patient.id) == ()
    QTest.keyClick(page.given.given, Qt.Key.Key_V, ALT)
    qtbot.waitUntil(lambda: bool(clinic.visits.timeline(patient.id)))
    settle(context)
    (summary,) = clinic.visits.timeline(patient.id)
    serious = [one for one in clinic.visits.get(summary.id).form.findings if one.severity == "serious"]
    assert {(one.action, one.reason) for one in serious} == {("kept", "given_on_paper")}
    assert page.given.text == ""


def test_a_paper_visit_is_checked_by_the_record_itself(clinic: Clinic, patient: PatientRow) -> None:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 10),
        prescriptions=(PrescriptionEntry(medicine="amo250", dose=1, per_day=3, days=5, quantity=15),),
        source="paper",
    )
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(form)
    assert refused.value.code == "prescribing.reason_missing"
    clinic.visits.save(replace(form, source="elsewhere"))  # decided by the system that sent it


def test_what_was_read_wrongly_is_mended_and_saved_without_a_finding(
    page: LatePage,
    patient: PatientRow,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    write: Callable[..., None],
) -> None:
    write(page, context, "amoxi", "1 tds 5/7", patient="neema")
    page.save()
    settle(context)
    page.written._undo.click()
    assert page.given.text == ""
    page.save()
    settle(context)
    (summary,) = clinic.visits.timeline(patient.id)
    assert clinic.visits.get(summary.id).form.findings == ()


def test_nobody_new_is_registered_before_the_finding_is_answered(
    page: LatePage,
    context: ScreenContext,
    clinic: Clinic,
    settle: Settle,
    write: Callable[..., None],
) -> None:
    QTest.keyClicks(page.picker, "Juma Chilo")
    settle(context)
    page._new.click()
    page.newcomer.sex.bar.choose("M")
    page.newcomer.birth.set_text("30y")
    write(page, context, "paracetamol", "9 qid 5/7")
    page.save()
    settle(context)
    assert "!!" in page.given.text
    assert clinic.patients.search("juma chilo") == ()
    page.given.given.click()
    settle(context)
    (hit,) = clinic.patients.search("juma chilo")
    assert len(clinic.visits.timeline(hit.patient.id)) == 1


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_findings_fit_and_no_letter_stands_twice(
    patient: PatientRow,
    make_context: Callable[..., ScreenContext],
    clinic: Clinic,
    settle: Settle,
    write: Callable[..., None],
    reopen: Reopen,
    language: str,
) -> None:
    context = make_context(clinic, language=language)
    view, page = reopen(context)
    size = (1366 - 192, 768 - 48 - 28 - 21)
    view.resize(*size)
    write(page, context, "amoxi", "1 tds 5/7", patient="neema")
    page.save()
    settle(context)
    assert "Penisilini" in page.given.text
    assert (view.width(), view.height()) == size
    labels = [one for one in page.findChildren(QLabel) if one.isVisible() and one.buddy() is not None]
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    found = [re.search("&(.)", each.text()) for each in (*labels, *buttons)]
    letters = Counter(one[1].lower() for one in found if one is not None)
    assert {letter: times for letter, times in letters.items() if times > 1} == {}
