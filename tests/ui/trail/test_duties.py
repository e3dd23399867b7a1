"""The report of a breach and the retention schedule, as the in-charge reaches them from the audit page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.qt.preview import PreviewDialog
from ui.screen import ScreenContext
from ui.trail.audit_page import AuditPage
from ui.trail.breach_dialog import BreachDialog
from ui.trail.retention_dialog import RetentionDialog

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def page(context: ScreenContext, qtbot: QtBot, settle: Settle) -> AuditPage:
    page = AuditPage(context=context)
    qtbot.addWidget(page)
    page.show()
    page.read()
    settle(context)
    return page


def test_the_report_takes_the_days_and_the_person_of_the_page(
    page: AuditPage, context: ScreenContext, qtbot: QtBot
) -> None:
    page.first.set_text("01/11/2026")
    page.person.setCurrentIndex(page.person.findData("mkuu"))
    page.findChild(QPushButton, "auditBreach").click()
    dialog = page.window().findChild(BreachDialog)
    assert dialog.first.text() == "01/11/2026"
    dialog.what_happened.set_text("Laptop imeibwa")
    dialog.findChild(QPushButton, "breachPrint").click()
    qtbot.waitUntil(lambda: dialog.findChild(PreviewDialog) is not None, timeout=20_000)
    dialog.findChild(PreviewDialog).reject()
    with context.clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.breach_reported")).one()
    assert (row.detail["from"], row.detail["staff"]) == ("2026-11-01", "mkuu")


@pytest.mark.parametrize(
    ("field", "text"), [("noticed", "31/12/2026"), ("at", "saa nne"), ("first", ""), ("last", "01/01/2020")]
)
def test_what_cannot_be_is_told_at_its_field(
    page: AuditPage, context: ScreenContext, settle: Settle, field: str, text: str
) -> None:
    page.findChild(QPushButton, "auditBreach").click()
    dialog = page.window().findChild(BreachDialog)
    getattr(dialog, field).set_text(text)
    dialog.findChild(QPushButton, "breachPrint").click()
    settle(context)
    assert getattr(dialog, field).error
    assert dialog.findChild(PreviewDialog) is None


def test_what_is_past_its_time_is_listed_with_how_well_the_rule_is_known(
    page: AuditPage, context: ScreenContext, settle: Settle, clock: Any
) -> None:
    form = PatientForm(
        id=new_id(), first_name="Neema", last_name="Mushi", sex="F", birth_date=date(1990, 5, 1)
    )
    context.clinic.patients.register(form)
    clock.set(clock.now().replace(year=2040))
    page.findChild(QPushButton, "auditRetention").click()
    dialog = page.window().findChild(RetentionDialog)
    settle(context)
    (past,) = dialog.past.model.rows
    assert past.name == "Neema Mushi"
    known = [dialog._known(line) for line in dialog.schedule.model.rows if line.what == "adult_record"]
    assert known == ["[M] not confirmed"]


def test_it_staff_get_neither(
    clinic_as: Callable[..., Clinic],
    make_context: Callable[..., ScreenContext],
    qtbot: QtBot,
    settle: Settle,
) -> None:
    context = make_context(clinic_as("it_admin"))
    page = AuditPage(context=context)
    qtbot.addWidget(page)
    page.show()
    settle(context)
    for name in ("auditBreach", "auditRetention"):
        assert not page.findChild(QPushButton, name).isVisible()
