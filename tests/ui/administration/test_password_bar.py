"""The password asked again as a person meets it on the pages of administration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from emr_desktop.clinic import Clinic
from ui.administration.roles_dialog import RolesDialog
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext
from ui.widgets.password_bar import PasswordBar

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def context(clinic: Clinic, make_context: Callable[..., ScreenContext], clock: Any) -> ScreenContext:
    clock.advance(minutes=6)
    return make_context(clinic)


@pytest.fixture
def view(open_part: Callable[[str], AdministrationView]) -> AdministrationView:
    return open_part("")


def _type(bar: PasswordBar, text: str) -> None:
    bar.field.edit.setFocus()
    QTest.keyClicks(bar.field.edit, text)
    QTest.keyClick(bar.field.edit, Qt.Key.Key_Return)


def test_a_person_is_added_after_the_password(
    view: AdministrationView, context: ScreenContext, settle: Settle, password: str
) -> None:
    page = view.users
    bar = page.head.password
    page.fields["full_name"].set_text("Asha Juma")
    page.fields["username"].set_text("asha")
    page.roles["nurse"].setChecked(True)
    page.findChild(QPushButton, "addUser").click()
    settle(context)
    assert not bar.isHidden()
    assert len(context.clinic.staff.list_all()) == 1
    _type(bar, "wrong wrong wrong")
    settle(context)
    assert bar.field.error
    assert bar.field.raw_text() == ""
    assert len(context.clinic.staff.list_all()) == 1
    _type(bar, password)
    settle(context)
    assert bar.isHidden()
    assert len(context.clinic.staff.list_all()) == 2
    assert "asha" in page.banner.text


def test_esc_takes_it_back(view: AdministrationView, context: ScreenContext, settle: Settle) -> None:
    view.tabs.setCurrentWidget(view.keys)
    settle(context)
    view.keys.findChild(QPushButton, "rekey").click()
    view.keys.confirm.yes.click()
    bar = view.keys.head.password
    assert not bar.isHidden()
    QTest.keyClick(bar.field.edit, Qt.Key.Key_Escape)
    assert bar.isHidden()
    settle(context)
    assert context.clinic.keys.overview().rekeyed_at is None


def test_a_restore_is_begun_after_the_password(
    view: AdministrationView, context: ScreenContext, settle: Settle, password: str
) -> None:
    view.tabs.setCurrentWidget(view.backup)
    settle(context)
    view.backup.findChild(QPushButton, "restoreBackup").click()
    view.backup.confirm.yes.click()
    settle(context)
    assert context.clinic.backups.list_all() == ()
    _type(view.backup.password, password)
    settle(context)
    assert context.clinic.backups.list_all()[0].reason == "before_restore"


def test_a_copy_of_patients_is_written_after_the_password(
    view: AdministrationView,
    context: ScreenContext,
    settle: Settle,
    password: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "visits.csv"
    monkeypatch.setattr(
        "ui.administration.data_page.QFileDialog.getSaveFileName", lambda *_given: (str(out), "")
    )
    view.tabs.setCurrentWidget(view.data)
    view.data.findChild(QPushButton, "exportData").click()
    settle(context)
    assert not out.exists()
    _type(view.data.password, password)
    settle(context)
    assert out.exists()


def test_other_roles_are_given_after_the_password(
    view: AdministrationView, context: ScreenContext, settle: Settle, password: str
) -> None:
    context.clinic.password.give(password)
    context.clinic.staff.add(username="asha", full_name="Asha Juma", roles=("nurse",))
    context.clinic.work.password.forget()
    view.users.read()
    settle(context)
    view.users.table.view.setCurrentIndex(view.users.table.model.index(1, 0))
    view.users.findChild(QPushButton, "changeRoles").click()
    dialog = view.window().findChild(RolesDialog)
    assert [role for role, box in dialog.roles.items() if box.isChecked()] == ["nurse"]
    dialog.roles["clinician"].setChecked(True)
    dialog.findChild(QPushButton, "saveRoles").click()
    settle(context)
    assert context.clinic.staff.list_all()[1].roles == ("nurse",)
    _type(dialog.password, password)
    settle(context)
    assert context.clinic.staff.list_all()[1].roles == ("nurse", "clinician")
    assert "Asha Juma" in view.users.banner.text


def test_the_last_in_charge_stays_one(
    view: AdministrationView, context: ScreenContext, settle: Settle, password: str
) -> None:
    context.clinic.password.give(password)
    view.users.table.view.setCurrentIndex(view.users.table.model.index(0, 0))
    view.users.findChild(QPushButton, "changeRoles").click()
    dialog = view.window().findChild(RolesDialog)
    dialog.roles["in_charge"].setChecked(False)
    dialog.findChild(QPushButton, "saveRoles").click()
    settle(context)
    assert dialog.banner.text
    assert "in_charge" in context.clinic.staff.list_all()[0].roles
