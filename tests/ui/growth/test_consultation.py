"""Growth at the consultation, as a nurse sees it: typing, the line, the questions, the chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Open = Callable[[PatientRow], None]
Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def press_key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def open_chart() -> None:
    QTest.keyClick(QApplication.focusWidget(), "g", Qt.KeyboardModifier.AltModifier)


def type_vitals(view: ConsultationView, **vitals: str) -> None:
    for name, text in vitals.items():
        field = view.page.vitals.field(name)
        assert field is not None
        field.setFocus()
        press(text)


def said(view: ConsultationView) -> list[str]:
    return [cell.text for cell in view.page.growth.cells]


def showing(view: ConsultationView) -> QWidget:
    return view._pages.currentWidget()


def test_the_line_follows_every_key(view: ConsultationView, register: Register, open_for: Open) -> None:
    open_for(register())
    line = view.page.growth
    assert line.isVisible()
    assert said(view) == []
    assert line.note == "Weigh the child and measure the height: growth is then judged here at once."
    press("8")
    assert said(view) == ["Weight for age –3.2 SD: severely underweight"]
    press(".2")
    assert said(view) == ["Weight for age –3.0 SD: underweight"]
    assert line.note.startswith("Measure the height")
    type_vitals(view, height_cm="78.4", muac_cm="11.3")
    assert said(view) == [
        "Weight for age –3.0 SD: underweight",
        "Height for age –2.2 SD: stunted",
        "Weight for height –2.7 SD: wasted (MAM)",
        "MUAC 11.3 cm: severe malnutrition (SAM)",
    ]
    assert [cell.role for cell in line.cells] == ["warn", "warn", "warn", "danger"]
    assert line.note == ""


def test_a_well_fed_child_is_called_normal(
    view: ConsultationView, register: Register, open_for: Open
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="11.2", height_cm="84", muac_cm="14.8")
    assert [text.rpartition(": ")[2] for text in said(view)] == ["normal"] * 4
    assert {cell.role for cell in view.page.growth.cells} == {"good"}


def test_the_line_speaks_swahili(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="8.2", height_cm="78.4")
    context.language.use("sw")
    QApplication.processEvents()
    assert said(view)[2] == "Uzito kwa urefu –2.7 SD: ukondefu wa kadiri (MAM)"
    assert "ukuaji" in view.page.growth.chart.text()


def test_an_impossible_or_unreadable_value_is_not_judged(
    view: ConsultationView, register: Register, open_for: Open
) -> None:
    open_for(register())
    press("700")
    assert said(view) == []
    type_vitals(view, height_cm="abc")
    assert said(view) == []


def test_an_estimated_age_is_marked(view: ConsultationView, register: Register, open_for: Open) -> None:
    open_for(register(birth_date=None, age_years=2))
    type_vitals(view, weight_kg="9", height_cm="84")
    marked = [text for text in said(view) if "~" in text]
    assert [text.partition(" ~")[0] for text in marked] == ["Weight for age", "Height for age"]
    assert "estimated" in view.page.growth.toolTip()


def test_an_adult_has_a_bmi_and_no_chart(view: ConsultationView, register: Register, open_for: Open) -> None:
    open_for(register(birth_date=date(1990, 1, 1)))
    assert not view.page.growth.isVisible()
    type_vitals(view, weight_kg="45", height_cm="165")
    assert said(view) == ["BMI (weight for height) 16.5: underweight"]
    assert not view.page.growth.chart.isVisible()
    open_chart()
    assert showing(view) is not view.growth


def test_a_schoolchilds_bmi_says_that_it_has_no_limits(
    view: ConsultationView, register: Register, open_for: Open
) -> None:
    open_for(register(birth_date=date(2017, 1, 1)))
    type_vitals(view, weight_kg="28", height_cm="132")
    assert said(view) == ["BMI (weight for height) 16.1: no limits for this age"]


def test_weight_and_height_that_do_not_go_together_are_asked_about_before_saving(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    open_for: Open,
    settle: Settle,
    clinic: Clinic,
) -> None:
    patient = register()
    open_for(patient)
    type_vitals(view, weight_kg="6.5", height_cm="92")  # each possible by itself
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    remark = view.findChild(QLabel, "vitalsRemark")
    assert isinstance(remark, QLabel)
    assert "hardly possible" in remark.text()
    press("Kuhara")
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert clinic.visits.timeline(patient.id) == ()
    for name in ("weight_kg", "height_cm"):  # a person says that both are right
        field = view.page.vitals.field(name)
        assert field is not None
        field.setFocus()
        press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    assert len(clinic.visits.timeline(patient.id)) == 1


def test_correcting_one_of_two_values_takes_the_question_away_from_both(
    view: ConsultationView, register: Register, open_for: Open
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="6.5", height_cm="92")
    view.page.words.field("complaint").setFocus()  # type: ignore[union-attr]
    weight, height = view.page.vitals.field("weight_kg"), view.page.vitals.field("height_cm")
    assert weight is not None
    assert height is not None
    assert weight.property("doubt") == height.property("doubt") == "ask"
    height.setFocus()
    height.selectAll()
    press("72")
    assert weight.property("doubt") != "ask"
    assert height.property("doubt") is None


def test_alt_g_draws_earlier_and_present_measurements(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    measured_before: Callable[[PatientRow], int],
    open_for: Open,
    settle: Settle,
) -> None:
    patient = register()
    before = measured_before(patient)
    open_for(patient)
    type_vitals(view, weight_kg="8.2", height_cm="78.4")
    open_chart()
    settle(context)
    assert showing(view) is view.growth
    assert view.patient_banner.isVisible()
    drawn = view.growth.chart.figure
    assert drawn is not None
    assert drawn.indicator == "weight_for_age"
    assert len(drawn.marks) == before + 1
    assert [mark.today for mark in drawn.marks] == [False] * before + [True]
    assert drawn.marks[-1].y == 8.2
    assert len(view.growth.points.model.rows) == before + 1
    assert view.growth.points.model.rows[0].today


def test_digits_and_arrows_change_the_indicator(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="8.2", height_cm="78.4")
    open_chart()
    settle(context)
    seen = [view.growth.indicator]
    press("3")
    seen.append(view.growth.chart.figure.table)  # type: ignore[union-attr]
    press_key(Qt.Key.Key_Left)
    seen.append(view.growth.indicator)
    press("4")
    seen.append(view.growth.indicator)
    assert seen == ["weight_for_age", "weight_for_length", "length_height_for_age", "bmi_for_age"]


@pytest.mark.parametrize("leave", ["escape", "alt_g", "button"])
def test_the_chart_goes_and_the_cursor_is_where_it_was(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    open_for: Open,
    settle: Settle,
    leave: str,
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="8.2", muac_cm="12")
    open_chart()
    settle(context)
    if leave == "escape":
        assert view.step_back()
    elif leave == "alt_g":
        open_chart()
    else:
        view.growth._back.click()
    assert showing(view) is view._work
    assert view.bar.isVisible()
    assert QApplication.focusWidget() is view.page.vitals.field("muac_cm")
    assert view.consultation is not None
    assert view.consultation.fields["weight_kg"] == "8.2"


def test_a_visit_that_is_corrected_stands_once_on_its_chart(
    view: ConsultationView,
    context: ScreenContext,
    clinic: Clinic,
    register: Register,
    measured_before: Callable[[PatientRow], int],
    open_for: Open,
    settle: Settle,
) -> None:
    patient = register()
    before = measured_before(patient)
    newest = clinic.visits.timeline(patient.id)[0]
    view.show_visit(newest.id)
    settle(context)
    view.reading._correct.click()
    settle(context)
    open_chart()
    settle(context)
    drawn = view.growth.chart.figure
    assert drawn is not None
    assert len(drawn.marks) == before
    assert drawn.marks[-1].today


def test_enter_goes_on_from_muac_to_the_complaint(
    view: ConsultationView, register: Register, open_for: Open
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="8.2", muac_cm="12")
    press_key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "complaint"


def test_ctrl_p_prints_the_chart_on_show(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    open_for: Open,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, name, report, job: printed.append(content)
    )
    open_for(register())
    type_vitals(view, weight_kg="8.2", height_cm="78.4")
    open_chart()
    settle(context)
    press_key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (content,) = printed
    assert content.startswith(b"%PDF")


def test_a_chart_without_measurements_says_so(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    open_for(register())
    open_chart()
    settle(context)
    assert view.growth.points.state_text == "No measurement of this kind yet."
    assert not view.growth.grab().isNull()


@pytest.mark.parametrize("theme", ["light", "dark", "high_contrast"])
def test_the_curves_have_their_own_colours_in_every_theme(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    open_for: Open,
    settle: Settle,
    theme: str,
) -> None:
    open_for(register())
    type_vitals(view, weight_kg="8.2")
    open_chart()
    settle(context)
    context.theme.use(name=theme)
    picture = view.growth.chart.grab().toImage()
    seen = {
        picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height())
    }
    palette = context.theme.palette
    for colour in (palette.good_soft, palette.accent, palette.surface):
        assert colour.lower() in seen
    context.theme.use(name="light")
