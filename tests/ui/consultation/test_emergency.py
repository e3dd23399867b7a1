"""Opening a private visit in an emergency, as a person of the laboratory does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.consultation.emergency import EmergencyBar
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def private(clinic: Clinic, register: Callable[..., PatientRow]) -> VisitForm:
    form = VisitForm(
        id=new_id(),
        patient_id=register().id,
        visit_date=date(2026, 11, 18),
        payer="cash",
        complaint="Siri ya mgonjwa",
        diagnoses=(DiagnosisEntry(icd10="B20"),),
    )
    clinic.visits.save(form)
    return form


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_reason_is_asked_and_the_visit_is_read(
    clinic_as: Callable[..., Clinic],
    private: VisitForm,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., ConsultationView],
    settle: Settle,
    language: str,
) -> None:
    lab = clinic_as("lab")
    context = make_context(lab, language=language)
    view = shown(ConsultationView(context=context))
    settle(context)
    view.show_visit(private.id)
    settle(context)
    bar = view.findChild(EmergencyBar)
    assert bar.text
    assert view.reading.visit is None
    QTest.keyClick(bar.reason, Qt.Key.Key_Return)  # without a reason nothing happens
    settle(context)
    assert view.reading.visit is None
    QTest.keyClicks(bar.reason, "Amezimia, tunahitaji dawa zake")
    QTest.keyClick(bar.reason, Qt.Key.Key_Return)
    settle(context)
    settle(context)
    assert view.reading.visit is not None
    assert view.reading.visit.form.complaint == "Siri ya mgonjwa"
    assert bar.text == ""
    with lab.work.database.read() as session:
        wanted = select(AuditEntry.detail).where(AuditEntry.action == "visit.opened_in_emergency")
        assert session.scalars(wanted).all() == [{"reason": "Amezimia, tunahitaji dawa zake"}]
