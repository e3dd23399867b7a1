"""From a saved visit to where the forms count it: the whole way in the real window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.reports.why_page import WhyPage
from ui.shell import Shell


def test_a_saved_visit_leads_to_its_cells(logged_in: Callable[..., Shell], qtbot: QtBot) -> None:
    frame = logged_in(language="en").frame
    assert frame is not None
    clinic, tasks = frame.context.clinic, frame.context.tasks
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
    ).value
    visit = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        diagnoses=(DiagnosisEntry(icd10="I10"),),
    )
    clinic.visits.save(visit)
    frame.open_visit(visit.id)
    button = frame.view("consultation").findChild(QPushButton, "readingWhy")
    assert button is not None
    qtbot.waitUntil(lambda: tasks.is_idle and button.isVisible(), timeout=10_000)
    button.click()
    page = frame.view("reports").findChild(WhyPage, "whyPage")
    assert page is not None
    qtbot.waitUntil(lambda: tasks.is_idle and bool(page.table.model.rows), timeout=10_000)
    assert page.isVisible()
    assert {line.cell.row for line in page.table.model.rows if line.cell and line.form.form == "opd"} >= {
        "78"
    }
