"""Administration: who may log in, and whether the machine is well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.administration.view import AdministrationView
from ui.walk.company import Company
from ui.walk.hands import StepFailed


def look_after(company: Company) -> None:
    """F10: the people of the facility, then the doctor's findings."""
    hands, notebook = company.hands, company.notebook
    hands.press(Qt.Key.Key_F10)
    hands.until(lambda: company.frame.current_screen == "administration", "the administration")
    view = company.screen("administration", AdministrationView)
    hands.until(lambda: view.users.table.model.rows, "the people")
    hands.settle()
    shown = [row.username for row in view.users.table.model.rows]
    kept = [row.username for row in company.reader.clinic.staff.list_all()]
    notebook.same("people on screen", sorted(shown), sorted(kept))
    company.album.take("people")
    if "doctor" not in view.sections.buttons:
        raise StepFailed("the in-charge is not offered the doctor")
    QTest.mouseClick(view.sections.buttons["doctor"], Qt.MouseButton.LeftButton)
    hands.clicks += 1
    hands.until(view.doctor.isVisible, "the doctor")
    hands.settle()
    company.album.take("doctor")
    notebook.check(view.tabs.currentWidget() is view.doctor, "the doctor's page is open")
