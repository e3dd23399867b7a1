"""The page of backups as a person uses it: make one, check it, rehearse, choose a stick, go back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from emr_desktop.clinic import Clinic
from ui.administration.backup_page import BackupPage
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def context(clinic: Clinic, make_context: Callable[..., ScreenContext], asked: list[str]) -> ScreenContext:
    return replace(make_context(clinic), leave=lambda _for: asked.append("restore"))


@pytest.fixture
def page(open_part: Callable[[str], AdministrationView]) -> BackupPage:
    return open_part("backup").backup


def press(page: BackupPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_a_backup_is_made_checked_and_rehearsed_on_the_page(
    page: BackupPage, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    assert page.table.state_text
    assert "no backup" in page.banner.text.lower()
    for name, told in (
        ("makeBackup", "read back and opened"),
        ("checkBackup", "is good"),
        ("drillBackup", "rehearsal went well"),
    ):
        press(page, name)
        settle(context)
        assert told in page.banner.text
    (row,) = page.table.model.rows
    assert row.checked_at is not None
    state = context.clinic.backups.state()
    assert state.drill_at is not None
    context.language.use("sw")
    settle(context)
    assert page.findChild(QPushButton, "makeBackup").text() == "Tengeneza nakala sasa"
    context.language.use("en")


def test_a_damaged_backup_is_told_in_red_and_stays_marked(
    page: BackupPage, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    file = context.clinic.backups.make().value.row.file
    content = bytearray(file.read_bytes())
    content[-3000] ^= 1
    file.write_bytes(content)
    page.read()
    settle(context)
    press(page, "checkBackup")
    settle(context)
    assert "damaged" in page.banner.text
    assert page.table.model.rows[0].problem == "backup.damaged"


def test_the_place_of_the_second_copy_is_chosen_and_missed_when_it_is_away(
    page: BackupPage, context: ScreenContext, settle: Callable[[ScreenContext], None], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    page.choose(stick)
    settle(context)
    page.place.bar.choose("here")
    press(page, "makeBackup")
    settle(context)
    assert len(list(stick.glob("*.emrbackup"))) == 1
    for path in stick.iterdir():
        path.unlink()
    stick.rmdir()
    press(page, "makeBackup")
    settle(context)
    assert "not there" in page.banner.text


def test_what_runs_is_stopped_when_the_session_ends(
    page: BackupPage, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    page.make_now()
    page.session_ends()
    settle(context)
    assert page.banner.text
    assert not list(context.clinic.backups.folder.glob("*.part"))


def test_going_back_asks_first_and_makes_a_backup_of_now(
    page: BackupPage, context: ScreenContext, settle: Callable[[ScreenContext], None], asked: list[str]
) -> None:
    press(page, "restoreBackup")
    assert asked == []
    press(page, "confirmYes")
    settle(context)
    assert asked == ["restore"]
    assert context.clinic.backups.list_all()[0].reason == "before_restore"
