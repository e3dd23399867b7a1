"""The audit trail on screen, by keyboard: filters, pages, checking, files; and who looked at a patient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.access.verifying import Finding, Verdict
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.screen import ScreenContext
from ui.trail.audit_page import AuditPage
from ui.trail.watching import TrailWatch
from ui.trail.who_looked import WhoLookedDialog

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=32)
    return clinic.patients.register(form).value


@pytest.fixture
def page(patient: PatientRow, context: ScreenContext, qtbot: QtBot, settle: Settle) -> AuditPage:
    page = AuditPage(context=context)
    qtbot.addWidget(page)
    page.show()
    page.read()
    settle(context)
    return page


def test_the_newest_rows_stand_first_in_words(page: AuditPage, context: ScreenContext) -> None:
    model = page.list.table.model
    assert context.language.code == "en"
    said = [model.data(model.index(at, 2)) for at in range(model.rowCount())]
    assert said[0] == "Registered a patient."
    assert "Asha Juma" in str(model.data(model.index(0, 3)))


def test_a_patient_number_and_enter_show_that_patient_alone(
    page: AuditPage, context: ScreenContext, patient: PatientRow, settle: Settle, qtbot: QtBot
) -> None:
    page.patient.edit.setText(patient.number)
    page.patient.edit.returnPressed.emit()
    settle(context)
    assert {row.patient_number for row in page.list.table.model.rows} == {patient.number}
    page.patient.edit.setText("1/2/3")
    page.patient.edit.returnPressed.emit()
    settle(context)
    assert "1/2/3" in page.patient.error


def test_pages_lead_to_the_oldest_row_and_back(
    page: AuditPage, clinic: Clinic, context: ScreenContext, settle: Settle
) -> None:
    with clinic.work.database.write.begin() as session:
        for _ in range(230):
            clinic.work.audit(session, "patient.searched", detail={"results": 0})
    page.show_found()
    settle(context)
    assert len(page.list.table.model.rows) == 100
    newest = page.list.table.model.rows[0].seq
    for _ in range(2):
        page.list.older.click()
        settle(context)
    assert page.list.table.model.rows[-1].seq == 1
    assert not page.list.older.isEnabled()
    for _ in range(2):
        page.list.newer.click()
        settle(context)
    assert page.list.table.model.rows[0].seq >= newest
    assert not page.list.newer.isEnabled()


def test_a_check_says_that_all_is_whole_or_what_to_do(
    page: AuditPage, context: ScreenContext, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.check()
    settle(context)
    assert "whole" in page.banner.text
    broken = Verdict(9, (Finding("audit.broken", {"entry": 5}),))
    monkeypatch.setattr(type(context.clinic.audit), "check", lambda _self: broken)
    page.check()
    settle(context)
    assert "row 5" in page.banner.text
    assert "Care goes on" in page.banner.text


def test_a_file_holds_the_rows_and_no_formula(
    page: AuditPage, clinic: Clinic, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "=cmd|' /C calc'!A0")
    for kind in ("csv", "xlsx", "pdf"):
        page._out.save_to(tmp_path / f"trail.{kind}", page.query(), page.asked())
        settle(context)
    assert b"'=cmd" in (tmp_path / "trail.csv").read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "trail.xlsx").active
    assert sheet is not None
    assert "'=cmd|' /C calc'!A0" in {cell.value for row in sheet.iter_rows() for cell in row}
    assert (tmp_path / "trail.pdf").read_bytes().startswith(b"%PDF")
    assert not list(tmp_path.glob(".*.part"))
    page.show_found()
    settle(context)
    assert [row.action for row in page.list.table.model.rows[:3]].count("audit.exported") == 3


def test_the_months_review_is_shown(page: AuditPage, context: ScreenContext, settle: Settle) -> None:
    page.review(date(2026, 10, 31))
    settle(context)
    assert page._reviewed is not None
    assert page._reviewed.period == "202610"
    assert page.list.table.model.rows[0].action == "audit.reviewed"


def test_it_staff_see_no_patients(
    patient: PatientRow,
    clinic_as: Callable[..., Clinic],
    make_context: Callable[..., ScreenContext],
    qtbot: QtBot,
    settle: Settle,
) -> None:
    context = make_context(clinic_as("it_admin"))
    page = AuditPage(context=context)
    qtbot.addWidget(page)
    page.read()
    settle(context)
    assert page.patient.isHidden()
    model = page.list.table.model
    everything = " ".join(
        str(model.data(model.index(line, place)))
        for line in range(model.rowCount())
        for place in range(model.columnCount())
    )
    assert "Registered a patient." in everything
    assert "Juma" not in everything
    assert patient.number not in everything


def test_who_looked_at_a_patient(
    patient: PatientRow, clinic: Clinic, context: ScreenContext, settle: Settle, qtbot: QtBot
) -> None:
    clinic.patients.get(patient.id)
    dialog = WhoLookedDialog(patient.id, patient.number, context=context)
    qtbot.addWidget(dialog)
    settle(context)
    assert [row.action for row in dialog.list.table.model.rows] == ["patient.viewed", "patient.registered"]


def test_a_broken_trail_puts_a_banner_over_the_work(
    clinic: Clinic, context: ScreenContext, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = TrailWatch(clinic=clinic, tasks=context.tasks, language=context.language)
    qtbot.addWidget(watch)
    watch.look()
    settle(context)
    assert watch.isHidden()
    broken = Verdict(9, (Finding("audit.cut", {"entry": 12}),))
    monkeypatch.setattr("ui.trail.watching.check_in_background", lambda *, work: replace(broken))
    watch.look()
    settle(context)
    assert not watch.isHidden()
    assert "row 12" in watch.banner.text


def test_a_file_of_the_trail_is_written_after_the_password(
    page: AuditPage,
    context: ScreenContext,
    settle: Settle,
    tmp_path: Path,
    clock: Any,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "trail.csv"
    monkeypatch.setattr("ui.trail.taking_out.QFileDialog.getSaveFileName", lambda *_given: (str(out), ""))
    clock.advance(minutes=6)
    page.findChild(QPushButton, "auditSave").click()
    settle(context)
    assert not out.exists()
    page.password.field.edit.setText(password)
    page.password.yes.click()
    settle(context)
    assert out.exists()
