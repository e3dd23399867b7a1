"""Referral, death and coming back: written beside the visit, saved with it, read and printed after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import VisitForm
from ui.appointments.side_page import ReturnPage
from ui.consultation.presenter import Consultation
from ui.consultation.view import ConsultationView
from ui.deaths.side_page import DeathPage
from ui.referrals.side_page import ReferralPage
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Settle = Callable[[ScreenContext], None]
TODAY = date(2026, 11, 18)
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def patient(register: Register, open_for: Callable[[PatientRow], None]) -> PatientRow:
    row = register()
    open_for(row)
    return row


def _alt(digit: str) -> None:
    QTest.keyClick(QApplication.focusWidget(), digit, ALT)


def _type(words: str, *, then: Qt.Key | None = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)
    if then is not None:
        QTest.keyClick(QApplication.focusWidget(), then)


def _saved(view: ConsultationView, context: ScreenContext, settle: Settle) -> None:
    view.save()
    settle(context)
    assert view.consultation is None, view.banner.text


def _banner_action(view: ConsultationView) -> QPushButton:
    button = view.banner.findChild(QPushButton, "bannerAction")
    assert button is not None
    return button


def test_a_referral_is_written_with_the_keyboard_alone_and_prints_after_saving(
    clinic: Clinic,
    view: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    patient: PatientRow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert view.consultation is not None
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    _type("Nyoka amemuuma mguuni", then=None)
    _alt("8")
    settle(context)
    page = view._pages.side
    assert isinstance(page, ReferralPage)
    assert page.summary.text() == "Nyoka amemuuma mguuni"
    _type("Hospitali ya Chamwino")
    _type("Dharura")  # the ward
    assert page.urgency.bar.hasFocus()
    _type("E")  # emergency
    assert page.transport.combo.hasFocus()
    assert page.urgency.code == "emergency"
    page.reason.setFocus()
    _type("Kung'atwa na nyoka")
    view._pages.go_back()
    assert view.consultation.outcome == "referred"
    _saved(view, context, settle)
    (row,) = clinic.referrals.list_sent()
    assert row.sent_to == "Hospitali ya Chamwino"
    assert row.entry is not None
    assert (row.entry.urgency, row.entry.reason) == ("emergency", "Kung'atwa na nyoka")
    assert row.entry.summary == "Nyoka amemuuma mguuni"
    printed: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, *, name, report, job: printed.append((name, content))
    )
    assert "referral letter" in _banner_action(view).text()
    _banner_action(view).click()
    settle(context)
    assert [name for name, _ in printed] == ["referral"]
    assert printed[0][1].startswith(b"%PDF")


def test_a_letter_without_a_reason_is_sent_back_to_its_field(
    clinic: Clinic, view: ConsultationView, context: ScreenContext, settle: Settle, patient: PatientRow
) -> None:
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    _type("Homa", then=None)
    _alt("8")
    settle(context)
    page = view._pages.side
    assert isinstance(page, ReferralPage)
    _type("Mvumi")
    view.save()
    settle(context)
    assert view._pages.side is page
    assert "why the patient is referred" in page.reason.error
    assert page.reason.edit.hasFocus()
    assert clinic.referrals.list_sent() == ()


def test_what_was_typed_beside_the_visit_survives_in_the_draft(
    view: ConsultationView, context: ScreenContext, settle: Settle, patient: PatientRow
) -> None:
    visit = view.consultation
    assert visit is not None
    visit.outcome = "referred"
    visit.fields["referral.reason"] = "Sababu"
    visit.fields["follow_up.due_on"] = "wiki 2"
    visit.fields["death.immediate"] = "B54|malaria"
    again = Consultation.from_draft(patient=patient, visit_id=visit.visit_id, content=visit.content())
    assert again.fields == visit.fields
    assert again.to_form().follow_up == visit.to_form().follow_up
    assert again.to_form().follow_up.due_on == TODAY + timedelta(days=14)  # type: ignore[union-attr]


def test_coming_back_is_counted_in_days_and_says_how_full_the_day_is(
    clinic: Clinic,
    view: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    patient: PatientRow,
    qtbot: QtBot,
) -> None:
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    _type("Kidonda", then=None)
    _alt("7")
    settle(context)
    page = view._pages.side
    assert isinstance(page, ReturnPage)
    _type("9/12", then=None)
    qtbot.waitUntil(lambda: "Independence" in page.form.told, timeout=5_000)
    page.form.day.edit.clear()
    _type("7", then=None)
    qtbot.waitUntil(lambda: "Wednesday 25/11/2026" in page.form.told, timeout=5_000)
    view._pages.go_back()
    _saved(view, context, settle)
    (row,) = clinic.appointments.of_patient(patient.id)
    assert (row.due_on, row.reason) == (TODAY + timedelta(days=7), "review")


def test_an_unreadable_day_of_return_is_told_there(
    view: ConsultationView, context: ScreenContext, settle: Settle, patient: PatientRow
) -> None:
    visit = view.consultation
    assert visit is not None
    visit.fields["complaint"] = "Kidonda"
    visit.fields["follow_up.due_on"] = "siku njema"
    view.save()
    settle(context)
    page = view._pages.side
    assert isinstance(page, ReturnPage)
    assert "is not a day" in page.form.day.error


def test_died_opens_a_page_whose_cause_is_picked_and_the_patient_is_marked(
    clinic: Clinic, view: ConsultationView, context: ScreenContext, settle: Settle, patient: PatientRow
) -> None:
    visit = view.consultation
    assert visit is not None
    visit.fields["complaint"] = "Hajitambui"
    visit.outcome = "died"
    view.page.show_consultation(visit)
    _alt("0")
    settle(context)
    page = view._pages.side
    assert isinstance(page, DeathPage)
    assert page.form.died_on.text() == "18/11/2026"
    page.form.died_at.edit.setFocus()
    _type("8:15")
    page.form.immediate.picker.setFocus()
    _type("malaria")
    assert page.form.immediate.cause == "B54|malaria"
    view._pages.go_back()
    _saved(view, context, settle)
    death = clinic.deaths.of_patient(patient.id)
    assert death is not None
    assert (death.entry.died_at, death.entry.immediate.icd10) == ("08:15", "B54")  # type: ignore[union-attr]
    assert "death report" in _banner_action(view).text()


def test_a_patient_on_record_as_dead_is_questioned_and_can_be_taken_back(
    clinic: Clinic,
    view: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    register: Register,
    open_for: Callable[[PatientRow], None],
) -> None:
    row = register()
    entry = DeathEntry(died_on=TODAY - timedelta(days=3), place="elsewhere")
    clinic.deaths.record(DeathForm(id=new_id(), patient_id=row.id, entry=entry))
    open_for(row)
    died = view.patient_banner.findChild(QLabel, "patientDied")
    assert died is not None
    assert (died.isVisible(), died.text()) == (True, "Died 15/11/2026")
    assert "recorded as dead since 15/11/2026" in view.banner.text
    visit = view.consultation
    assert visit is not None
    visit.fields["complaint"] = "Homa"
    view.save()
    settle(context)
    assert view.consultation is visit
    assert "take it back first" in view.banner.text
    _alt("0")
    settle(context)
    page = view._pages.side
    assert isinstance(page, DeathPage)
    page.known.undo.click()
    _type("Jina lilifanana")
    settle(context)
    assert clinic.patients.get(row.id).died_on is None
    assert view._pages.is_at_work
    _saved(view, context, settle)


def test_a_saved_visit_tells_its_ending_and_offers_the_letter(
    clinic: Clinic, view: ConsultationView, context: ScreenContext, settle: Settle, patient: PatientRow
) -> None:
    visit = view.consultation
    assert visit is not None
    visit.fields |= {
        "complaint": "Homa",
        "outcome_detail": "left_before_end",
        "referred_in.sender": "Mama Rehema",
        "referred_in.kind": "community",
        "follow_up.due_on": "25/11/2026",
    }
    visit_id = visit.visit_id
    _saved(view, context, settle)
    view.show_visit(visit_id)
    settle(context)
    lines = dict(view.reading._text.lines())
    assert lines["Outcome"] == "Left before the end"
    assert "Mama Rehema" in lines["Sent here by"]
    assert "25/11/2026" in lines["Comes back"]
    button = view.reading.findChild(QPushButton, "readingLetter")
    assert button is not None
    assert button.isVisible()


def test_the_slip_a_patient_brings_back_is_written_down_beside_the_new_visit(
    clinic: Clinic,
    view: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    register: Register,
    open_for: Callable[[PatientRow], None],
) -> None:
    row = register()
    sent = VisitForm(
        id=new_id(),
        patient_id=row.id,
        visit_date=TODAY - timedelta(days=9),
        complaint="Homa",
        outcome="referred",
        referred_to="Mvumi",
    )
    clinic.visits.save(sent)
    open_for(row)
    view._toggle("referral")
    settle(context)
    page = view._pages.side
    assert isinstance(page, ReferralPage)
    assert page.earlier.isVisible()
    page.earlier.write.click()
    assert page.earlier.answer.seen_on.edit.hasFocus()
    _type("kesho")
    page.earlier.answer.advice.set_text("Endelea na dawa")
    page.earlier.save()
    settle(context)
    assert "still to come" in page.earlier.answer.seen_on.error
    page.earlier.answer.seen_on.set_text("jana")
    page.earlier.save()
    settle(context)
    answered = clinic.referrals.get(sent.id)
    assert answered.counter is not None
    assert (answered.counter.advice, answered.state) == ("Endelea na dawa", "answered")
    told = page.earlier.findChild(QLabel, "earlierReferralTold")
    assert told is not None
    assert "Endelea na dawa" in told.text()
