"""A private visit read in an emergency from the laboratory and from the counter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm
from ui.consultation.held_back import HeldBack
from ui.frame.screens import screens_for
from ui.laboratory.view import LaboratoryView
from ui.pharmacy.view import PharmacyView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
As = Callable[..., Clinic]
Make = Callable[..., ScreenContext]
ENTER = Qt.Key.Key_Return
REASON = "Amezimia, tunahitaji dawa zake"
SECRET = "Siri ya mgonjwa"


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    clinic.facility.set("queue.pharmacy", True)
    form = PatientForm(
        id=new_id(), first_name="Rehema", last_name="Saidi", sex="F", birth_date=date(1998, 3, 3)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def private(clinic: Clinic, patient: PatientRow) -> VisitForm:
    """A visit about HIV that waits at the pharmacy, with a test that waits in the laboratory."""
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        payer="cash",
        complaint=SECRET,
        diagnoses=(DiagnosisEntry(icd10="B20"),),
        prescriptions=(PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),),
    )
    clinic.visits.save(form)
    clinic.laboratory.order([NewOrder(id=new_id(), patient_id=patient.id, visit_id=form.id, test="hb")])
    return form


def _read(view: LaboratoryView | PharmacyView) -> str:
    """The complaint on the page of the visit; empty while no visit is read."""
    reading = view.held_back.reading
    return "" if reading.isHidden() or reading.visit is None else reading.visit.form.complaint or ""


def _reasons(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        wanted = select(AuditEntry.detail).where(AuditEntry.action == "visit.opened_in_emergency")
        return [detail["reason"] for detail in session.scalars(wanted)]


def _in_laboratory(
    shown: Callable[..., LaboratoryView], context: ScreenContext, settle: Settle
) -> LaboratoryView:
    view = shown(LaboratoryView(context=context))
    settle(context)
    QTest.keyClick(view.worklist.table.view, ENTER)
    settle(context)
    settle(context)
    return view


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_laboratory_reads_one_visit_with_a_reason(
    clinic: Clinic,
    clinic_as: As,
    private: VisitForm,
    make_context: Make,
    shown: Callable[..., LaboratoryView],
    settle: Settle,
    language: str,
) -> None:
    context = make_context(clinic_as("lab"), language=language)
    view = _in_laboratory(shown, context, settle)
    held = view.held_back
    assert held.open.isVisible()
    QTest.keyClicks(view.entry.editor_of("hb"), "10.2")
    held.open.click()
    for typed, said in (("", {"en": "reason", "sw": "sababu"}), ("abc", {"en": "5 to", "sw": "herufi 5"})):
        QTest.keyClicks(held.bar.reason, typed)
        QTest.keyClick(held.bar.reason, ENTER)
        settle(context)
        assert said[language] in held.bar.wrong
        assert held.bar.reason.text() == typed  # nothing typed is lost
        assert (_read(view), _reasons(clinic)) == ("", [])
    held.bar.reason.clear()
    QTest.keyClicks(held.bar.reason, REASON)
    assert not held.bar.wrong
    QTest.keyClick(held.bar.reason, ENTER)
    settle(context)
    settle(context)
    assert _read(view) == SECRET
    assert _reasons(clinic) == [REASON]
    buttons = [each.objectName() for each in held.reading.findChildren(QPushButton) if each.isVisible()]
    assert buttons == ["readingBack"]  # it is read, not changed, printed or carried away
    assert view.step_back()
    assert view.entry.entry is not None
    assert view.entry.entry.values["hb"] == "10.2"
    held.open.click()  # the same visit again: the reason stands in the trail already
    settle(context)
    assert _read(view) == SECRET
    assert _reasons(clinic) == [REASON]


def test_the_counter_reads_it_and_goes_on_with_the_medicines(
    clinic: Clinic,
    clinic_as: As,
    private: VisitForm,
    make_context: Make,
    shown: Callable[..., PharmacyView],
    settle: Settle,
) -> None:
    pharmacist = clinic_as("pharmacist")
    context = make_context(pharmacist)
    view = shown(PharmacyView(context=context))
    settle(context)
    QTest.keyClick(QApplication.focusWidget(), ENTER)
    settle(context)
    settle(context)
    assert view.dispensing is not None
    QTest.keyClicks(view.rows[0].bar, "g")
    view.held_back.open.click()
    QTest.keyClicks(view.held_back.bar.reason, REASON)
    QTest.keyClick(view.held_back.bar.reason, ENTER)
    settle(context)
    settle(context)
    assert _read(view) == SECRET
    assert not view.done.isVisible()
    assert _reasons(clinic) == [REASON]
    assert view.step_back()  # to the medicines, and the patient stays here
    assert view.dispensing is not None
    assert view.rows[0].entry is not None
    assert view.step_back()
    assert not view.held_back.isVisible()


def test_it_is_not_carried_to_who_goes_on(
    clinic_as: As,
    private: VisitForm,
    make_context: Make,
    shown: Callable[..., LaboratoryView],
    settle: Settle,
    password: str,
) -> None:
    first, other = clinic_as("lab"), clinic_as("lab", "pharmacist")
    first.emergency.open_visit(private.id, reason=REASON)
    colleague = open_clinic(first.switching.enter(other.work.actor.username, password))
    context = make_context(colleague)
    view = _in_laboratory(shown, context, settle)
    view.held_back.open.click()
    settle(context)
    assert view.held_back.bar.text  # asked for a reason of one's own
    assert _read(view) == ""
    with pytest.raises(PermissionRefused):
        colleague.visits.get(private.id)


@pytest.mark.parametrize("role", ["receptionist", "cashier", "clinician"])
def test_who_never_may_and_who_may_anyway_are_not_offered_it(
    clinic_as: As, private: VisitForm, make_context: Make, role: str
) -> None:
    held = HeldBack(context=make_context(clinic_as(role)), instead_of=QWidget(), failed=pytest.fail)
    held.offer(private.id, private=True)
    assert held.isHidden()
    names = {screen.name for screen in screens_for((role,))}
    assert role == "clinician" or not names & {"laboratory", "pharmacy"}


def test_what_is_not_private_offers_nothing(
    clinic: Clinic,
    clinic_as: As,
    patient: PatientRow,
    make_context: Make,
    shown: Callable[..., LaboratoryView],
    settle: Settle,
) -> None:
    clinic.laboratory.order([NewOrder(id=new_id(), patient_id=patient.id, test="hb")])
    context = make_context(clinic_as("lab"))
    view = _in_laboratory(shown, context, settle)
    assert view.entry.entry is not None
    assert view.held_back.isHidden()
