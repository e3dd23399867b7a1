"""The last prescription again, with one key, looked at by the checks of today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Open = Callable[[PatientRow], None]
BEFORE = date(2026, 10, 18)


def entry(medicine: str, dose: float, per_day: int, days: int) -> PrescriptionEntry:
    quantity = int(dose * per_day * days)
    return PrescriptionEntry(medicine=medicine, dose=dose, per_day=per_day, days=days, quantity=quantity)


def earlier(
    context: ScreenContext, patient: PatientRow, *given: PrescriptionEntry, **changes: object
) -> None:
    said = {"complaint": "Kliniki", "diagnoses": (DiagnosisEntry(icd10="I10", concept="hypertension"),)}
    context.clinic.visits.save(
        VisitForm(
            id=new_id(), patient_id=patient.id, visit_date=BEFORE, prescriptions=given, **(said | changes)
        )  # type: ignore[arg-type]
    )


def ctrl_r() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def written(view: ConsultationView) -> list[tuple[str, str, str, str]]:
    assert view.consultation is not None
    return [(line.medicine, line.dose, line.per_day, line.days) for line in view.consultation.prescriptions]


def test_one_key_writes_the_last_prescription_again(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open
) -> None:
    patient = register()
    earlier(context, patient, entry("par500", 2, 3, 3), entry("hctz25", 1, 1, 30))
    open_for(patient)
    button = view.findChild(QPushButton, "repeatLast")
    assert button is not None
    assert "18/10/2026" in button.text()
    ctrl_r()
    assert written(view) == [("par500", "2", "3", "3"), ("hctz25", "1", "1", "30")]
    QApplication.processEvents()
    shown = [each for each in view.findChildren(QPushButton, "repeatLast") if each.isVisible()]
    assert shown == []
    ctrl_r()
    assert len(written(view)) == 2


def test_what_stands_there_already_does_not_come_twice(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open
) -> None:
    patient = register()
    earlier(context, patient, entry("par500", 2, 3, 3), entry("hctz25", 1, 1, 30))
    open_for(patient)
    view.page.medicines.picker.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "par500")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    ctrl_r()
    assert [line[0] for line in written(view)] == ["par500", "hctz25"]


def test_an_allergy_noted_since_stops_the_line_that_comes_back(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open
) -> None:
    patient = register()
    earlier(context, patient, entry("par500", 2, 3, 3), entry("amo250", 2, 3, 5))
    from emr_desktop.allergies.rows import AllergyForm

    context.clinic.allergies.record(AllergyForm(id=new_id(), patient_id=patient.id, substance="penicillins"))
    open_for(patient)
    ctrl_r()
    assert view.page.medicines.lines[1].findings.unanswered is not None
    assert QApplication.focusWidget() is view.page.medicines.lines[1].findings.unanswered


@pytest.mark.parametrize("weight", ["", "19"])
def test_a_childs_dose_is_worked_out_for_the_weight_of_today(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open, weight: str
) -> None:
    patient = register(birth_date=date(2021, 1, 1))
    earlier(
        context,
        patient,
        entry("alu20120", 1, 2, 3),
        entry("par120sy", 5, 3, 3),
        vitals=VitalsEntry(weight_kg=14.0),
        tests=(LabEntry(test="mrdt", result="positive"),),
        diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
    )
    open_for(patient)
    if weight:
        view.page.vitals.field("weight_kg").setFocus()  # type: ignore[union-attr]
        QTest.keyClicks(QApplication.focusWidget(), weight)
    view.page.diagnoses.picker.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "malaria")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    ctrl_r()
    alu, syrup = written(view)
    assert alu[1] == ("2" if weight else "1")  # 15 to below 25 kg two tablets, below that one
    assert syrup[1] == ""  # no rule is in force: what was given before was for another weight


def test_without_an_earlier_prescription_there_is_nothing_to_repeat(
    view: ConsultationView, context: ScreenContext, register: Register, open_for: Open
) -> None:
    open_for(register())
    assert view.findChild(QPushButton, "repeatLast") is None
    ctrl_r()
    assert written(view) == []
