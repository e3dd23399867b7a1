"""The lists behind the reception: appointments, referrals, a reported death; with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.appointments.rows import AppointmentForm
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.ending_rows import ReferralEntry
from emr_desktop.visits.rows import VisitForm
from ui.appointments.page import AppointmentsPage
from ui.deaths.page import DeathReportPage
from ui.reception.view import ReceptionView
from ui.referrals.page import ReferralsPage
from ui.screen import ScreenContext

TODAY = date(2026, 11, 18)
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Settle = Callable[[ScreenContext], None]


@pytest.fixture
def view(
    context: ScreenContext, asha: PatientRow, shown: Callable[..., ReceptionView], settle: Settle
) -> ReceptionView:
    made = shown(ReceptionView(context=context))
    settle(context)
    return made


@pytest.fixture
def asha(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Asha", last_name="Komba", sex="F", age_years=30, phone="0754123456"
    )
    return clinic.patients.register(form).value


@pytest.fixture
def chosen(view: ReceptionView, context: ScreenContext, settle: Settle, qtbot: QtBot) -> ReceptionView:
    """Asha is marked in the list."""
    qtbot.keyClicks(view.search, "asha")
    qtbot.waitUntil(lambda: view._shown_for == "asha", timeout=10_000)
    settle(context)
    return view


def _press(key: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def _alt(letter: str, until: Callable[[], bool]) -> None:
    """Press a button by its letter: the button goes down for a moment first."""
    _press(letter, ALT)
    for _ in range(750):
        if until():
            return
        QTest.qWait(20)
    raise AssertionError(f"Alt+{letter} did nothing")


def _type(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def _page(view: ReceptionView) -> QWidget:
    return view.pages.stack.currentWidget()


def _text(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def _expect(clinic: Clinic, patient: PatientRow, day: date, reason: str = "review") -> None:
    clinic.appointments.make(AppointmentForm(id=new_id(), patient_id=patient.id, due_on=day, reason=reason))


def test_an_appointment_is_made_for_the_patient_who_is_marked(
    clinic: Clinic, chosen: ReceptionView, context: ScreenContext, settle: Settle, asha: PatientRow
) -> None:
    _alt("e", lambda: isinstance(_page(chosen), AppointmentsPage))
    settle(context)
    page = _page(chosen)
    assert isinstance(page, AppointmentsPage)
    assert page.card.when.day.edit.hasFocus()
    _press(Qt.Key.Key_Return, CONTROL)
    assert "on which day" in page.card.when.day.error
    _type("7")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    (row,) = clinic.appointments.of_patient(asha.id)
    assert row.due_on == TODAY + timedelta(days=7)
    assert [one.id for one in page.table.model.rows] == [row.id]
    _press(Qt.Key.Key_Escape)
    page.step_back()
    assert chosen.pages.is_front


def test_a_refused_day_is_told_at_the_day(
    clinic: Clinic, chosen: ReceptionView, context: ScreenContext, settle: Settle, asha: PatientRow
) -> None:
    _expect(clinic, asha, TODAY + timedelta(days=7))
    _alt("e", lambda: isinstance(_page(chosen), AppointmentsPage))
    settle(context)
    page = _page(chosen)
    assert isinstance(page, AppointmentsPage)
    for typed, said in (
        ("jana", "has passed"),
        ("7", "expected on 25/11/2026"),
        ("31/2/2027", "no such day"),
    ):
        page.card.when.day.edit.setFocus()
        page.card.when.day.edit.selectAll()
        _type(typed)
        _press(Qt.Key.Key_Return, CONTROL)
        settle(context)
        assert said in page.card.when.day.error, typed
        assert page.card.when.day.edit.text() == typed
    assert len(clinic.appointments.of_patient(asha.id)) == 1


def test_who_did_not_come_is_traced_moved_and_printed(
    clinic: Clinic,
    view: ReceptionView,
    clock: object,
    context: ScreenContext,
    settle: Settle,
    asha: PatientRow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _expect(clinic, asha, TODAY + timedelta(days=2), "chronic")
    clock.advance(days=20)  # type: ignore[attr-defined]
    view.search.setFocus()
    _alt("a", lambda: isinstance(_page(view), AppointmentsPage))
    settle(context)
    page = _page(view)
    assert isinstance(page, AppointmentsPage)
    assert page.table.model.rows == ()
    assert page.lists.hasFocus()
    _press("3")
    settle(context)
    assert [one.patient.full_name for one in page.table.model.rows] == ["Asha Komba"]
    assert "0754 123 456" in _text(page, "appointmentFacts")
    _alt("n", lambda: page.card.is_busy)
    assert page.card.trace.way.combo.hasFocus()
    assert not page.card._buttons["move"].isVisible()
    page.card.trace.result.choose("not_reached")
    page.card.trace.note.set_text("Simu imezimwa")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert "Simu imezimwa" in _text(page, "appointmentTried")
    printed: list[str] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, *, name, report, job: printed.append(name)
    )
    _alt("h", lambda: bool(printed))
    assert printed == ["appointment-list"]
    _alt("m", lambda: page.card.is_busy)
    _type("3")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert page.table.model.rows == ()
    states = {row.due_on: row.state for row in clinic.appointments.of_patient(asha.id)}
    assert states == {TODAY + timedelta(days=2): "moved", TODAY + timedelta(days=23): "waiting"}


def test_cancelling_asks_why_and_esc_takes_it_back(
    clinic: Clinic, view: ReceptionView, context: ScreenContext, settle: Settle, asha: PatientRow
) -> None:
    _expect(clinic, asha, TODAY + timedelta(days=3))
    view.pages.open_list("appointments")
    page = _page(view)
    assert isinstance(page, AppointmentsPage)
    _press("2")
    settle(context)
    _alt("c", lambda: page.card.is_busy)
    assert page.card.cancel.why.combo.hasFocus()
    page.step_back()
    assert not page.card.is_busy
    assert clinic.appointments.of_patient(asha.id)[0].state == "waiting"
    _alt("c", lambda: page.card.is_busy)
    page.card.cancel.why.choose("patient_asked")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    row = clinic.appointments.of_patient(asha.id)[0]
    assert (row.state, row.closed_reason) == ("cancelled", "patient_asked")


def _referred(clinic: Clinic, patient: PatientRow) -> VisitForm:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=TODAY,
        complaint="Homa",
        outcome="referred",
        referred_to="Mvumi",
        referral=ReferralEntry(urgency="emergency", reason="Malaria kali"),
    )
    clinic.visits.save(form)
    return form


def test_what_came_back_is_written_down_and_the_referral_leaves_the_waiting_list(
    clinic: Clinic,
    view: ReceptionView,
    context: ScreenContext,
    settle: Settle,
    asha: PatientRow,
    heard: object,
) -> None:
    visit = _referred(clinic, asha)
    view.search.setFocus()
    _alt("r", lambda: isinstance(_page(view), ReferralsPage))
    settle(context)
    page = _page(view)
    assert isinstance(page, ReferralsPage)
    assert [one.sent_to for one in page.table.model.rows] == ["Mvumi"]
    _alt("v", lambda: page.card.is_busy)
    assert page.card.arrival.arrived_on.text() == "18/11/2026"
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert clinic.referrals.get(visit.id).state == "arrived"
    _alt("w", lambda: page.card.is_busy)
    _type("17/11/2026")
    page.card.answer.diagnosis.set_text("Malaria kali")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert "was sent on 18/11/2026" in page.card.answer.seen_on.error
    page.card.answer.seen_on.set_text("leo")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    answered = clinic.referrals.get(visit.id)
    assert answered.counter is not None
    assert (answered.state, answered.counter.diagnosis) == ("answered", "Malaria kali")
    assert page.table.model.rows == ()
    assert "Malaria kali" in _text(page, "referralFacts")
    page.card.open_wanted.emit(answered)
    assert heard.visits == [visit.id]  # type: ignore[attr-defined]


def test_a_death_is_reported_and_the_card_says_so(
    clinic: Clinic, chosen: ReceptionView, context: ScreenContext, settle: Settle, asha: PatientRow
) -> None:
    _alt("t", lambda: isinstance(_page(chosen), DeathReportPage))
    settle(context)
    page = _page(chosen)
    assert isinstance(page, DeathReportPage)
    assert page.form.place.code == "elsewhere"
    page.form.died_on.edit.selectAll()
    _type("30/11/2026")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert "still to come" in page.form.died_on.error
    page.form.died_on.edit.selectAll()
    _type("jana")
    page.form.told_by.set_text("Mtendaji")
    _press(Qt.Key.Key_Return, CONTROL)
    settle(context)
    assert clinic.patients.get(asha.id).died_on == TODAY - timedelta(days=1)
    page.step_back()
    settle(context)
    died = chosen.chosen.findChild(QLabel, "chosenDied")
    assert died is not None
    assert (died.isVisible(), died.text()) == (True, "Died 17/11/2026")
    chosen.pages.report_death(clinic.patients.get(asha.id))
    settle(context)
    assert page.form.told_by.text() == "Mtendaji"
    page.known.undo.click()
    _type("Jina lilifanana")
    _press(Qt.Key.Key_Return)
    settle(context)
    assert clinic.patients.get(asha.id).died_on is None
    assert chosen.pages.is_front


def test_who_may_not_see_referrals_has_no_way_there(
    clinic_as: Callable[..., Clinic],
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ReceptionView],
    settle: Settle,
) -> None:
    context = make_context(clinic_as("receptionist"))
    view = shown(ReceptionView(context=context))
    settle(context)
    assert [action.name for action in view.desk.commands()] == ["deskAppointments"]
    laboratory = make_context(clinic_as("lab"))
    other = shown(ReceptionView(context=laboratory))
    settle(laboratory)
    assert other.desk.commands() == ()
