"""A prescription that waits at the counter, and the screen with its patient taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm
from ui.pharmacy.view import PharmacyView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def visit(clinic: Clinic) -> VisitForm:
    """A visit with two medicines that waits at the pharmacy."""
    clinic.facility.set("queue.pharmacy", True)
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10))
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        complaint="Homa",
        prescriptions=(
            PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),
            PrescriptionEntry(medicine="ors", dose=1, per_day=2, days=2, quantity=4),
        ),
    )
    clinic.visits.save(form)
    return form


@pytest.fixture
def view(
    visit: VisitForm, context: ScreenContext, shown: Callable[..., PharmacyView], settle: Settle
) -> PharmacyView:
    made = shown(PharmacyView(context=context))
    settle(context)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    return made
