"""A stack of paper visits: the day stays, a newcomer is registered, the month knows what was entered late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.consultation.lines import DiagnosisLine
from ui.consultation.view import ConsultationView
from ui.late.entry import PaperVisit, next_number
from ui.late.page import LatePage
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    return clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
    ).value


def pick(page: LatePage, box: str, text: str, context: ScreenContext, settle: Settle) -> None:
    picker = {
        "patient": page.picker,
        "diagnosis": page.written.diagnosis,
        "medicine": page.written.medicine,
    }[box]
    picker.setFocus()
    QTest.keyClicks(picker, text)
    settle(context)
    QTest.keyClick(picker, Qt.Key.Key_Return)
    settle(context)


def test_a_sheet_is_saved_with_its_own_day_and_the_next_one_keeps_it(
    page: LatePage, patient: PatientRow, context: ScreenContext, settle: Settle
) -> None:
    assert page.day.editor.hasFocus()
    QTest.keyClicks(page.day.edit, "10/11")
    page.number.set_text("007")
    pick(page, "patient", "neema", context, settle)
    page.texts["weight_kg"].set_text("61,5")
    page.malaria.bar.choose("positive")
    pick(page, "diagnosis", "malaria", context, settle)
    pick(page, "medicine", "paracetamol", context, settle)
    assert page.written.order.editor.hasFocus()
    QTest.keyClicks(page.written.order.edit, "2 tds 3/7")
    assert "= 18" in page.written.text
    QTest.keyClick(page.written.order.edit, Qt.Key.Key_Return, CTRL)
    settle(context)
    (summary,) = context.clinic.visits.timeline(patient.id)
    visit = context.clinic.visits.get(summary.id)
    assert visit.form.visit_date == date(2026, 11, 10)
    assert (visit.form.source, visit.form.source_id) == ("paper", "2026-11-10/007")
    assert visit.form.vitals.weight_kg == 61.5
    assert visit.malaria_test == "mrdt_positive"
    assert [line.quantity for line in visit.form.prescriptions] == [18]
    # The next sheet: the same day, the next number, an empty patient.
    assert page.day.value() == date(2026, 11, 10)
    assert page.number.text() == "008"
    assert QApplication.focusWidget() is page.picker
    assert page.written.text == "No diagnosis yet"


def test_attendance_is_worked_out_for_the_day_of_the_sheet(
    page: LatePage, patient: PatientRow, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    entry = DiagnosisEntry(icd10="B54", concept="malaria")
    clinic.visits.save(
        VisitForm(id=new_id(), patient_id=patient.id, visit_date=date(2026, 11, 15), diagnoses=(entry,))
    )
    page.day.set_text("10/11/2026")
    pick(page, "patient", "neema", context, settle)
    pick(page, "diagnosis", "malaria", context, settle)
    page.save()
    settle(context)
    earlier = next(one for one in clinic.visits.timeline(patient.id) if one.visit_date.day == 10)
    visit = clinic.visits.get(earlier.id)
    assert (visit.form.new_this_year, visit.form.new_problem) == (True, True)


def test_somebody_new_is_registered_in_the_same_go(
    page: LatePage, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    page.day.set_text("10/11/2026")
    QTest.keyClicks(page.picker, "Juma Chilo")
    settle(context)
    page._new.click()
    assert page.newcomer.first.text() == "Juma"
    assert page.newcomer.last.text() == "Chilo"
    page.newcomer.sex.bar.choose("M")
    page.newcomer.birth.set_text("9y")
    page.texts["complaint"].set_text("Kikohozi")
    page.save()
    settle(context)
    (hit,) = clinic.patients.search("juma chilo")
    assert [one.visit_date for one in clinic.visits.timeline(hit.patient.id)] == [date(2026, 11, 10)]


@pytest.mark.parametrize(
    ("day", "said"), [("19/11/2026", "future"), ("31/2/2026", "not a date"), ("", "not a date")]
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    page: LatePage, patient: PatientRow, context: ScreenContext, settle: Settle, day: str, said: str
) -> None:
    page.day.set_text(day)
    pick(page, "patient", "neema", context, settle)
    page.texts["complaint"].set_text("Homa")
    page.save()
    settle(context)
    assert said in page.day.error
    assert context.clinic.visits.timeline(patient.id) == ()


def test_the_same_numbered_sheet_is_entered_once(
    page: LatePage, patient: PatientRow, context: ScreenContext, settle: Settle
) -> None:
    for _ in range(2):
        page.day.set_text("10/11/2026")
        page.number.set_text("7")
        pick(page, "patient", "neema", context, settle)
        page.texts["complaint"].set_text("Homa")
        page.save()
        settle(context)
    assert page.number.error
    assert len(context.clinic.visits.timeline(patient.id)) == 1


def test_the_check_of_the_month_lists_what_was_entered_late_and_a_closed_month_warns(
    page: LatePage, patient: PatientRow, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    page.day.set_text("20/10/2026")
    page._look_whether_closed()
    settle(context)
    assert not page._closed.isVisible()
    pick(page, "patient", "neema", context, settle)
    pick(page, "diagnosis", "malaria", context, settle)
    page.save()
    settle(context)
    checked = clinic.forms.check("opd", "202610")
    late = [one for one in checked.findings if one.code == "form.check.entered_late"]
    assert [len(one.visits) for one in late] == [1]
    clinic.forms.close("opd", "202610")
    page._look_whether_closed()
    settle(context)
    assert "changed since closing" in page._closed.text()
    assert clinic.forms.is_closed(date(2026, 10, 1))
    assert not clinic.forms.is_closed(date(2026, 11, 1))


def test_escape_goes_back_to_the_start(view: ConsultationView, page: LatePage) -> None:
    assert view.step_back()
    assert view._pages.currentWidget() is view.start


def test_an_empty_sheet_is_not_saved() -> None:
    sheet = PaperVisit()
    with pytest.raises(ValidationError):
        sheet.to_form(new_id(), date(2026, 11, 10))
    sheet.diagnoses.append(DiagnosisLine("B54"))
    form = sheet.to_form(new_id(), date(2026, 11, 10))
    assert (form.source, form.source_id) == ("paper", None)


def test_numbers_go_on() -> None:
    assert [next_number(text) for text in ("7", "009", "099", "", "7a")] == ["8", "010", "100", "", ""]
