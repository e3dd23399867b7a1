"""The stops as a clinician meets them: through the real screen, with keys alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import FindingEntry
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


def of_line(view: ConsultationView, position: int) -> Any:
    return view.page.medicines.lines[position].findings


def saved_findings(context: ScreenContext, patient: PatientRow) -> tuple[FindingEntry, ...]:
    (summary,) = context.clinic.visits.timeline(patient.id)
    return context.clinic.visits.get(summary.id).form.findings


def error_of(view: ConsultationView) -> str:
    label = view.page.findChild(QLabel, "fieldError")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


@pytest.fixture
def allergic_child(register: Callable[..., PatientRow]) -> PatientRow:
    return register(
        first_name="Juma", sex="M", birth_date=date(2022, 9, 1), allergies=("Penisilini",), guardian="Asha"
    )


def test_recorded_penicillin_allergy_stops_amoxicillin_until_a_reason_is_given(
    view: ConsultationView,
    context: ScreenContext,
    allergic_child: PatientRow,
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    open_for(allergic_child)
    hands.type("15.5")
    hands.diagnose("pneum")
    hands.type("1")  # how severe
    hands.order("amo 250 di")
    assert "STOP" in of_line(view, 0).texts[0]
    assert hands.place == "findingReason"  # before a number is typed
    view.page.medicines.lines[0].fields["dose"].setFocus()
    for number in "325":
        hands.type(number)
        hands.enter()
    assert hands.place == "findingReason"  # and again after the last one
    view.page.vitals.field("weight_kg").setFocus()
    hands.save()
    settle(context)
    assert context.clinic.visits.timeline(allergic_child.id) == ()
    assert "reason" in error_of(view)
    assert hands.place == "findingReason"

    hands.enter()  # Enter alone answers nothing
    assert hands.place == "findingReason"
    assert of_line(view, 0).unanswered is not None
    hands.type("1")
    assert hands.place == "medicinePicker"
    hands.save()
    settle(context)
    (finding,) = saved_findings(context, allergic_child)
    assert (finding.medicine, finding.action, finding.reason) == ("amo250dt", "kept", "tolerated")


def test_delete_takes_the_medicine_off_and_that_is_kept(
    view: ConsultationView,
    context: ScreenContext,
    allergic_child: PatientRow,
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    open_for(allergic_child)
    hands.type("15.5")
    hands.diagnose("pneum")
    hands.type("1")
    hands.order("amo 250 di")
    hands.press(Qt.Key.Key_Delete)
    assert view.consultation is not None
    assert view.consultation.prescriptions == []
    assert hands.place == "medicinePicker"
    hands.type("ery 125")
    hands.enter()
    hands.tick()
    assert of_line(view, 0).texts == ()
    for number in ("7.5", "4", "5"):
        hands.type(number)
        hands.enter()
    hands.save()
    settle(context)
    (finding,) = saved_findings(context, allergic_child)
    assert (finding.medicine, finding.action) == ("amo250dt", "taken_off")


def test_own_words_are_a_reason_with_or_without_enter(
    view: ConsultationView,
    context: ScreenContext,
    allergic_child: PatientRow,
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    open_for(allergic_child)
    hands.diagnose("pneum")
    hands.type("1")
    hands.order("amo 250 di")
    hands.type("Mama anakataa mzio")
    view.page.medicines.lines[0].fields["dose"].setFocus()
    for number in "325":
        hands.type(number)
        hands.enter()
    hands.save()
    settle(context)
    (finding,) = saved_findings(context, allergic_child)
    assert (finding.reason, finding.reason_words) == (None, "Mama anakataa mzio")


def test_a_pregnant_woman_with_uti_is_challenged_at_ciprofloxacin_and_late_nitrofurantoin(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    open_for(register())
    hands.type("61")
    hands.diagnose("uti")
    hands.order("cip500")
    assert of_line(view, 0).texts == ()  # nothing is claimed while pregnancy is not known
    said = view.page.medicines.findChild(QLabel, "notChecked")
    assert said is not None
    assert "pregnan" in said.text()
    hands.alt("g")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    assert hands.place == "pregnancy"
    hands.press(Qt.Key.Key_Tab)
    assert hands.place == "pregnancyWeeks"
    hands.type("37")
    assert len(of_line(view, 0).texts) == 1
    assert "pregnant" in of_line(view, 0).texts[0]
    hands.order("nitro")
    assert "37 weeks" in of_line(view, 1).texts[0]
    view.page.medicines.pregnancy.weeks.setText("20")
    view.page.medicines.pregnancy.weeks.textEdited.emit("20")
    assert of_line(view, 1).texts == ()


def test_alu_without_a_positive_test_asks_why_and_a_positive_test_takes_the_question_away(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    open_for(register(sex="M"))
    hands.type("61")
    hands.diagnose("malar")
    hands.order("alu")
    assert "no positive malaria test" in of_line(view, 0).texts[0]
    assert view.page.tests.input_of("mrdt") is not None
    view.page.tests.input_of("mrdt").setFocus()
    hands.type("n")
    assert "negative" in of_line(view, 0).texts[0]
    hands.type("p")
    assert of_line(view, 0).texts == ()


def test_a_14_month_old_with_positive_mrdt_gets_alu_by_weight_with_its_working(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    child = register(sex="M", birth_date=date(2025, 9, 10))
    open_for(child)
    hands.type("9.2")
    view.page.tests.input_of("mrdt").setFocus()
    hands.type("p")
    hands.diagnose("malar")
    hands.order("alu")
    assert "9.2 kg (5 – <15 kg) → 1 × 2 × 3" in of_line(view, 0).dose_text
    line = view.page.medicines.lines[0]
    assert [line.fields[part].text() for part in ("dose", "per_day", "days", "quantity")] == [
        "1",
        "2",
        "3",
        "6",
    ]
    hands.enter(3)
    assert hands.place == "medicinePicker"
    hands.save()
    settle(context)
    (summary,) = context.clinic.visits.timeline(child.id)
    (given,) = context.clinic.visits.get(summary.id).form.prescriptions
    assert (given.dose, given.per_day, given.days, given.quantity) == (1, 2, 3, 6)


def test_a_draft_dose_is_told_quietly_and_fills_nothing(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    open_for(register(sex="M", birth_date=date(2025, 9, 10)))
    hands.type("9.2")
    hands.diagnose("malar")
    hands.order("par120")
    line = view.page.medicines.lines[0]
    assert of_line(view, 0).dose_text == ""  # no line of noise under every medicine
    assert "DRAFT" in line.name.toolTip()
    assert line.name.text().endswith("◦")
    hands.order("ors")
    drafts = view.page.medicines.findChild(QLabel, "draftsOff")
    assert drafts is not None
    assert "Paracetamol 120 mg/5 ml, " in drafts.text()  # one line, for who may approve
    assert line.fields["dose"].text() == ""


def test_an_approved_dose_is_filled_in_with_its_arithmetic_and_can_be_changed(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    context.clinic.prescribing.approve("dose_par_sy")
    open_for(register(sex="M", birth_date=date(2025, 9, 10)))
    hands.type("9.2")
    hands.diagnose("malar")
    hands.order("par120")
    assert "15 mg/kg × 9.2 kg = 138 mg → 120 mg/5 ml: 5.8 ml; 5.8 × 4 × 3" in of_line(view, 0).dose_text
    assert "approved here" in of_line(view, 0).dose_text
    line = view.page.medicines.lines[0]
    assert (line.fields["dose"].text(), line.fields["quantity"].text()) == ("5.8", "70")
    hands.type("5")  # the suggestion is selected: typing replaces it
    assert line.fields["dose"].text() == "5"
    assert line.fields["quantity"].text() == "60"


def test_too_much_paracetamol_is_caught_when_the_line_is_typed(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    open_for(register(sex="M"))
    hands.type("70")
    hands.diagnose("malar")
    hands.order("par500")
    for number in "333":
        hands.type(number)
        hands.enter()
    assert "1,500 mg" in of_line(view, 0).texts[0]
    assert hands.place == "findingReason"


def test_a_mild_warning_is_one_line_and_save_goes_through(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    patient = register(sex="M")
    open_for(patient)
    hands.type("70")
    hands.diagnose("j00")
    hands.order("amo250")
    assert len(of_line(view, 0).texts) == 1
    assert of_line(view, 0).reason_fields == ()
    for number in "235":
        hands.type(number)
        hands.enter()
    hands.save()
    settle(context)
    (finding,) = saved_findings(context, patient)
    assert (finding.severity, finding.action) == ("mild", "shown")


def test_a_draft_of_the_visit_gives_reasons_and_pregnancy_back(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
) -> None:
    patient = register(allergies=("penicillin",))
    open_for(patient)
    hands.type("61")
    hands.alt("g")
    hands.press(Qt.Key.Key_Down)
    hands.diagnose("pneum")
    hands.type("1")
    hands.order("amo250")
    hands.type("2")
    view.step_back()
    settle(context)
    open_for(patient)
    assert view.consultation is not None
    assert view.consultation.pregnancy == "no"
    assert view.page.medicines.pregnancy.state.currentText() == "No"
    assert of_line(view, 0).unanswered is None
    assert "no allergy" in of_line(view, 0).reason_fields[0].text()


def test_a_correction_brings_reasons_along_and_reading_shows_them(
    view: ConsultationView,
    context: ScreenContext,
    allergic_child: PatientRow,
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    hands: Any,
    qtbot: QtBot,
) -> None:
    open_for(allergic_child)
    hands.diagnose("pneum")
    hands.type("1")
    hands.order("amo 250 di")
    hands.type("1")
    for number in "325":
        hands.type(number)
        hands.enter()
    hands.save()
    settle(context)
    (summary,) = context.clinic.visits.timeline(allergic_child.id)
    view.show_visit(summary.id)
    settle(context)
    told = dict(view.reading._text.lines())
    assert "Given all the same: Taken before without harm." in told["Warnings"]
    visit = view.reading.visit
    view.reading.correct.emit(visit)
    settle(context)
    assert of_line(view, 0).unanswered is None


@pytest.mark.parametrize(("language", "words"), [("sw", "SIMAMA"), ("en", "STOP")])
def test_warnings_follow_the_language(
    view: ConsultationView,
    context: ScreenContext,
    allergic_child: PatientRow,
    open_for: Callable[[PatientRow], None],
    hands: Any,
    language: str,
    words: str,
) -> None:
    open_for(allergic_child)
    hands.diagnose("pneum")
    hands.type("1")
    hands.order("amo 250 di")
    hands.type("2")
    context.language.use(language)
    hands.tick()
    assert words in of_line(view, 0).texts[0]
    assert of_line(view, 0).unanswered is None


def test_the_page_is_checked_within_a_key_press(
    view: ConsultationView,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    hands: Any,
) -> None:
    import time

    open_for(register(sex="M", allergies=("salfa",)))
    hands.type("70")
    hands.diagnose("malar")
    for letters in ("par500", "amo250", "ibu400", "met200", "cip500", "aml5"):
        hands.order(letters)
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        view.page.medicines.check()
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.020, took
