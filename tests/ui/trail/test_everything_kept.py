"""Everything kept about this person, as the in-charge gives it: a look at the paper, or a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.qt.preview import PreviewDialog
from ui.screen import ScreenContext
from ui.trail.everything_kept import EverythingKeptDialog

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def dialog(context: ScreenContext, qtbot: QtBot) -> EverythingKeptDialog:
    form = PatientForm(
        id=new_id(), first_name="Neema", last_name="Mushi", sex="F", birth_date=date(1994, 3, 8)
    )
    patient = context.clinic.patients.register(form).value
    dialog = EverythingKeptDialog(patient.id, patient.full_name, context=context)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def _actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(AuditEntry.action)))


def test_the_paper_is_looked_at_before_it_is_printed(
    dialog: EverythingKeptDialog, context: ScreenContext, qtbot: QtBot
) -> None:
    dialog.paper_language.bar.choose("sw")
    dialog.findChild(QPushButton, "everythingKeptPrint").click()
    qtbot.waitUntil(lambda: dialog.findChild(PreviewDialog) is not None, timeout=20_000)
    dialog.findChild(PreviewDialog).reject()
    assert _actions(context.clinic).count("patient.everything_printed") == 1


def test_the_file_is_written_after_the_password(
    dialog: EverythingKeptDialog,
    context: ScreenContext,
    settle: Settle,
    tmp_path: Path,
    clock: Any,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "kept.json"
    monkeypatch.setattr("ui.trail.everything_kept.ask_where", lambda *_args, **_more: out)
    clock.advance(minutes=6)
    dialog.findChild(QPushButton, "everythingKeptSave").click()
    settle(context)
    assert not out.exists()
    QTest.keyClicks(dialog.password.field.edit, password)
    QTest.keyClick(dialog.password.field.edit, Qt.Key.Key_Return)
    settle(context)
    assert json.loads(out.read_text(encoding="utf-8"))["person"]["name"] == "Neema Mushi"
    assert dialog.banner.text
    assert "patient.everything_exported" in _actions(context.clinic)


def test_a_place_that_cannot_be_written_is_told(
    dialog: EverythingKeptDialog, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    dialog.save_to(tmp_path / "nowhere" / "kept.json")
    settle(context)
    assert "nowhere" in dialog.banner.text
