"""Search in the earlier visits: by diagnosis, medicine, test, value, words and date, in either language."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VisitSummary,
    VitalsEntry,
)
from ui.consultation.finding_visits import finds, words_of
from ui.consultation.timeline import Timeline, lines_of
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


def summary(place: int = 0, **changes: object) -> VisitSummary:
    said = {
        "id": new_id(),
        "visit_date": date(2026, 11, 1) - timedelta(days=place),
        "visit_type": "opd",
        "new_problem": True,
        "weight_kg": 61.5,
        "complaint": "Homa siku 3",
        "diagnoses": (DiagnosisEntry(icd10="B54", concept="malaria"),),
        "tests": (LabEntry(test="mrdt", result="positive"), LabEntry(test="hb", result="7.9")),
        "prescriptions": (PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),),
        "outcome": "home",
        "examination": "Bandama linapapasika",
    }
    return VisitSummary(**(said | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    ["malar", "B54", "mrdt", "chanya", "7.9", "panadol", "parasetamo", "banda", "01/11/2026", "mrdt par", ""],
)
def test_it_is_found_by_what_it_says(asked: str) -> None:
    assert finds(asked, words_of(summary()))


@pytest.mark.parametrize("asked", ["alaria", "amoxi", "malaria amoxi", "2025"])
def test_it_is_not_found_by_what_it_does_not_say(asked: str) -> None:
    assert not finds(asked, words_of(summary()))


def test_a_hidden_visit_is_found_by_its_day_alone() -> None:
    hidden = summary(
        diagnoses=(), tests=(), prescriptions=(), complaint=None, examination=None, is_hidden=True
    )
    assert finds("01/11/2026", words_of(hidden))
    assert not finds("malaria", words_of(hidden))


def test_a_line_tells_weight_and_values() -> None:
    day, found, given = lines_of(summary(), language="sw")
    assert "61.5 kg" in day
    assert "7.9" in found
    assert "Paracetamol" in given


def test_three_hundred_visits_are_searched_between_two_keys(context: ScreenContext) -> None:
    timeline = Timeline(language=context.language)
    timeline.show_visits([summary(place) for place in range(300)])
    timeline.search.setText("ma")  # the first look reads all words
    began = time.perf_counter()
    timeline.search.setText("mal")
    assert time.perf_counter() - began < 0.1
    assert len(timeline.found) == 300


def test_typing_narrows_enter_opens_and_escape_widens(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    for place, code in enumerate(("B54", "I10", "J06.9")):
        context.clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=patient.id,
                visit_date=date(2026, 10, 1 + place),
                vitals=VitalsEntry(weight_kg=60),
                diagnoses=(DiagnosisEntry(icd10=code),),
                history="Anatumia miwani" if code == "I10" else None,
            )
        )
    open_for(patient)
    view.timeline.search.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "miwani")
    assert [visit.diagnoses[0].icd10 for visit in view.timeline.found] == ["I10"]
    assert "1 of 3" in view.timeline._head.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    assert view.reading.visit is not None
    assert view.reading.visit.form.diagnoses[0].icd10 == "I10"
    assert view.step_back()
    view.timeline.search.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert len(view.timeline.found) == 3
    assert view.consultation is not None
    QTest.keyClicks(QApplication.focusWidget(), "pneumothorax")
    assert view.timeline._nothing.isVisible()
