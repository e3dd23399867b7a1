"""A usual treatment at the consultation: offered for its diagnosis, taken over with one key, checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from emr_desktop.allergies.rows import AllergyForm
from emr_desktop.favourites.rows import UsualForm, UsualLine
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Register = Callable[..., PatientRow]
Open = Callable[[PatientRow], None]


@pytest.fixture
def usual(context: ScreenContext) -> UsualForm:
    """Malaria: ALu by the rules, paracetamol as written, haemoglobin, advice."""
    form = UsualForm(
        id=new_id(),
        name="Malaria ya kawaida",
        icd10="B54",
        concept="malaria",
        lines=(UsualLine(medicine="alu20120"), UsualLine(medicine="par500", order="2 tds 3/7")),
        tests=("hb",),
        advice="Maliza dawa zote",
        in_use=True,
    )
    context.clinic.favourites.save(form)
    return form


def diagnose(view: ConsultationView, text: str) -> None:
    view.page.diagnoses.picker.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()


def ctrl_t() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)


def buttons(view: ConsultationView) -> list[str]:
    return [
        each.text()
        for each in view.page.medicines.findChildren(QPushButton)
        if each.isVisible() and each.objectName().startswith("usual")
    ]


def test_it_is_offered_with_its_diagnosis_and_taken_over_with_one_key(
    view: ConsultationView, usual: UsualForm, register: Register, open_for: Open
) -> None:
    open_for(register(birth_date=date(1990, 1, 1)))
    view.page.vitals.field("weight_kg").setFocus()  # type: ignore[union-attr]
    QTest.keyClicks(QApplication.focusWidget(), "61")
    assert buttons(view) == []
    diagnose(view, "malaria")
    assert buttons(view) == ["Usual: Malaria ya kawaida  (Ctrl+T)"]
    ctrl_t()
    consultation = view.consultation
    assert consultation is not None
    written = [(line.medicine, line.dose, line.days) for line in consultation.prescriptions]
    assert written == [("alu20120", "4", "3"), ("par500", "2", "3")]
    assert consultation.test_line("hb") is not None
    assert consultation.fields["advice"] == "Maliza dawa zote"
    QApplication.processEvents()
    assert buttons(view) == []
    ctrl_t()
    assert len(consultation.prescriptions) == 2


def test_its_lines_are_stopped_like_any_other(
    view: ConsultationView, context: ScreenContext, usual: UsualForm, register: Register, open_for: Open
) -> None:
    patient = register(birth_date=date(1990, 1, 1))
    context.clinic.allergies.record(AllergyForm(id=new_id(), patient_id=patient.id, substance="paracetamol"))
    open_for(patient)
    diagnose(view, "malaria")
    ctrl_t()
    stopped = view.page.medicines.lines[1].findings.unanswered
    assert stopped is not None


def test_another_diagnosis_offers_nothing(
    view: ConsultationView, usual: UsualForm, register: Register, open_for: Open
) -> None:
    open_for(register())
    diagnose(view, "pneumonia")
    assert buttons(view) == []
    ctrl_t()
    assert view.consultation is not None
    assert view.consultation.prescriptions == []
