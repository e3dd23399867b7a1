"""Allergies and problems beside the visit: typed with the keyboard, in force at once, shown in the banner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.problems.rows import ProblemForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Open = Callable[[PatientRow], None]
Settle = Callable[[ScreenContext], None]


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def alt(key: str) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.AltModifier)


def banner(view: ConsultationView) -> dict[str, str]:
    """What the patient's banner says, by the part that says it."""
    return {
        name.removeprefix("patient"): label.text()
        for label in view.patient_banner.findChildren(QLabel)
        if (name := label.objectName()) and label.isVisible() and label.text()
    }


def part(view: QWidget, name: str) -> QWidget:
    found = view.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_an_allergy_typed_beside_the_visit_stops_the_medicine_on_the_page(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    patient = register()
    open_for(patient)
    view.page.medicines.picker.setFocus()
    press("amo250")
    enter()
    assert not view.page.medicines.lines[0].findings.isVisible()
    alt("1")
    settle(context)
    press("pen")
    enter()
    press("swel")
    enter()
    press("3")
    enter()
    press("2")
    enter()
    assert QApplication.focusWidget().objectName() == "allergySave"
    enter()
    settle(context)
    (row,) = context.clinic.allergies.of(patient.id).allergies
    said = row.form
    assert (said.substance, said.substance_code, said.reaction) == ("penicillins", "penicillin", "swelling")
    assert (said.severity, said.certainty) == ("severe", "confirmed")
    assert banner(view)["Allergies"] == "Allergies: penicillins"
    assert view.step_back()
    settle(context)
    found = view.consultation.sheet.findings(view.consultation)  # type: ignore[union-attr]
    assert [one.code for one in found if one.severity == "serious"] == ["prescribing.allergy"]
    assert view.page.medicines.lines[0].findings.isVisible()


def test_nothing_asked_and_nothing_known_are_two_things(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    patient = register()
    open_for(patient)
    assert "Allergies: not recorded" in {label.text() for label in view.patient_banner.findChildren(QLabel)}
    alt("1")
    settle(context)
    alt("n")
    settle(context)
    assert banner(view)["NoAllergy"] == "No allergy known"
    assert "asked on 18/11/2026" in view._pages.side.editor.header._line.text()  # type: ignore[union-attr]
    assert context.clinic.patients.get(patient.id).none_known_on is not None


def test_own_words_are_kept_and_said_to_be_unknown_to_the_checks(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    patient = register()
    open_for(patient)
    alt("1")
    settle(context)
    press("dawa ya kienyeji")
    enter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (row,) = context.clinic.allergies.of(patient.id).allergies
    assert (row.form.substance, row.form.substance_code, row.understood) == ("dawa ya kienyeji", None, False)
    assert "dawa ya kienyeji" in part(view, "allergyHint").text()  # type: ignore[attr-defined]


def test_a_mistake_stands_at_its_field_and_nothing_is_lost(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    open_for(register())
    alt("1")
    settle(context)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    page = view._pages.side
    assert page.editor.substance.error  # type: ignore[union-attr]
    assert QApplication.focusWidget().objectName() == "allergySubstance"


def test_an_allergy_is_taken_off_with_a_reason(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    patient = register(allergies=("Aspirin",))
    open_for(patient)
    alt("1")
    settle(context)
    part(view, "allergyRemove").click()  # type: ignore[attr-defined]
    enter()  # without a reason nothing happens
    settle(context)
    assert len(context.clinic.allergies.of(patient.id).allergies) == 1
    press("Alikosea")
    enter()
    settle(context)
    assert context.clinic.allergies.of(patient.id).allergies == ()
    assert "Allergies" not in banner(view)


def test_the_banner_names_problems_and_counts_the_confidential_ones(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, settle: Settle
) -> None:
    patient = register()
    context.clinic.problems.record(ProblemForm(id=new_id(), patient_id=patient.id, icd10="B24"))
    context.clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=context.clinic.work.clock.today(),
            diagnoses=(DiagnosisEntry(icd10="I10", concept="hypertension"),),
        )
    )
    open_for(patient)
    assert banner(view)["Problems"] == "Problems: Hypertension, 1 confidential"
    context.language.use("sw")
    QApplication.processEvents()
    assert "Shinikizo" in banner(view)["Problems"]
    context.language.use("en")


@pytest.mark.parametrize(("typed", "since"), [("2019", "01/07/2019"), ("3/2020", "15/03/2020")])
def test_a_problem_is_typed_with_the_year_it_began(
    view: ConsultationView,
    context: ScreenContext,
    register: Register,
    open_for: Open,
    settle: Settle,
    typed: str,
    since: str,
) -> None:
    patient = register()
    open_for(patient)
    alt("2")
    settle(context)
    press("J45.9")
    enter()
    press(typed)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (row,) = context.clinic.problems.of(patient.id)
    assert (row.form.icd10, f"{row.form.since:%d/%m/%Y}") == ("J45.9", since)
    assert view.consultation.sheet.illnesses == ("J45.9",)  # type: ignore[union-attr]
    editor = view._pages.side.editor  # type: ignore[union-attr]
    editor.correct(editor.table.model.rows[0])
    editor.status.bar.setFocus()
    press("2")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(context)
    (row,) = context.clinic.problems.of(patient.id)
    assert (row.form.status, row.form.resolved_on) == ("resolved", context.clinic.work.clock.today())
    assert view.consultation.sheet.illnesses == ()  # type: ignore[union-attr]
