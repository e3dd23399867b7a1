"""The line list in Reports: reached by button and palette, days, opening a form, paper, CSV, rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.surveillance.rows import NotificationRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.reports.view import ReportsView
from ui.screen import ScreenContext
from ui.surveillance.list_page import NotificationsPage, days_of

Settle = Callable[[ScreenContext], None]
TODAY = date(2026, 11, 18)


@pytest.fixture
def notified(clinic: Clinic, patient: PatientRow) -> NotificationRow:
    form = clinic.notifications.begin(
        patient, "cholera", visit_id=new_id(), visit_date=TODAY, form_id=new_id(), symptoms="Kuhara"
    )
    return clinic.notifications.save(replace(form, onset_on=TODAY)).value


@pytest.fixture
def reports(context: ScreenContext, shown: Callable[..., ReportsView], settle: Settle) -> ReportsView:
    view = shown(ReportsView(context=context))
    settle(context)
    return view


@pytest.fixture
def page(reports: ReportsView, context: ScreenContext, settle: Settle) -> NotificationsPage:
    button = reports.findChild(QPushButton, "notificationsPage")
    assert button is not None
    button.click()
    settle(context)
    found = reports._pages.currentWidget()
    assert isinstance(found, NotificationsPage)
    return found


def test_the_palette_opens_it_and_escape_goes_back(
    reports: ReportsView, context: ScreenContext, settle: Settle
) -> None:
    (command,) = [one for one in reports.commands() if one.name == "notificationsPage"]
    command.do()
    settle(context)
    assert isinstance(reports._pages.currentWidget(), NotificationsPage)
    assert not reports.chooser.isVisible()
    assert reports.step_back()
    assert reports.chooser.isVisible()
    assert not reports.step_back()


def test_a_line_opens_its_form_and_the_call_is_kept(
    notified: NotificationRow, page: NotificationsPage, context: ScreenContext, settle: Settle
) -> None:
    assert [row.number for row in page.table.model.rows] == [notified.number]
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    settle(context)
    assert page.case.row is not None
    assert page.case._phone.hasFocus()
    QTest.keyClick(page.case._phone, Qt.Key.Key_Return)
    QTest.keyClicks(page.case.confirm.reason, "DMO")
    QTest.keyClick(page.case.confirm.reason, Qt.Key.Key_Return)
    settle(context)
    assert page.step_back()
    settle(context)
    assert [row.phoned_to for row in page.table.model.rows] == ["DMO"]


def test_the_days_choose_the_lines(
    notified: NotificationRow, page: NotificationsPage, context: ScreenContext, settle: Settle
) -> None:
    page.period.button("last_month").click()
    settle(context)
    assert page.table.model.rows == ()
    page.last.set_text("18/11/2026")
    QTest.keyClick(page.last.edit, Qt.Key.Key_Return)
    settle(context)
    assert len(page.table.model.rows) == 1
    assert page.period.code is None
    page.last.set_text("1/1/2026")
    QTest.keyClick(page.last.edit, Qt.Key.Key_Return)
    settle(context)
    assert "before the first" in page.last.error


def test_paper_and_file_hold_the_lines(
    notified: NotificationRow,
    page: NotificationsPage,
    context: ScreenContext,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, *, name, report, job: sent.append(content)
    )
    page.print_list()
    settle(context)
    assert sent[0].startswith(b"%PDF")
    page.save_csv(tmp_path / "list.csv")
    settle(context)
    assert str(notified.number) in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")


def test_clusters_stand_on_the_page_and_the_in_charge_changes_their_rule(
    page: NotificationsPage, context: ScreenContext, clinic: Clinic, settle: Settle
) -> None:
    told = page.findChild(QLabel, "clustersToday")
    assert told is not None
    assert told.text() == "None today."
    for _ in range(3):
        other = clinic.patients.register(
            PatientForm(
                id=new_id(), first_name="Juma", last_name="Chilo", sex="M", age_years=9, village="Manchali"
            )
        ).value
        entry = DiagnosisEntry(icd10="H10.9", concept="conjunctivitis")
        clinic.visits.save(VisitForm(id=new_id(), patient_id=other.id, visit_date=TODAY, diagnoses=(entry,)))
    page.opened()
    settle(context)
    assert told.text() == "Red eyes: 3 patients of Manchali within 7 days"
    page._rules.click()
    settle(context)
    rules = page.rules
    place = [row.rule for row in rules.table.model.rows].index("red_eyes")
    rules.table.view.setCurrentIndex(rules.table.model.index(place, 0))
    rules.count.set_text("1")
    rules.save()
    settle(context)
    assert "2 to 50" in rules.count.error
    rules.count.set_text("4")
    rules.save()
    settle(context)
    assert clinic.surveillance.clusters() == ()
    assert page.step_back()
    settle(context)
    assert told.text() == "None today."
    assert QApplication.focusWidget() is not None


def test_the_days_of_a_period() -> None:
    assert days_of("week", TODAY) == (date(2026, 11, 12), TODAY)
    assert days_of("month", TODAY) == (date(2026, 11, 1), TODAY)
    assert days_of("last_month", date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert days_of("year", TODAY) == (date(2026, 1, 1), TODAY)
