"""Restoring from the first page and the log-in page, in the place of a record; the backup at closing time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.keys import CHEAPEST
from emr_desktop.clinic import open_clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock
from ui.shell import Shell

NEW = "mvua kubwa ya masika"


@pytest.fixture
def kept(tmp_path: Path, clock: Clock, password: str) -> tuple[Path, Path, str]:
    """A data folder, a backup of it on a stick, and its paper key."""
    folder, stick = tmp_path / "data", tmp_path / "stick"
    stick.mkdir()
    paper = create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password=password),
        clock=clock,
        parameters=CHEAPEST,
    )
    clinic = open_clinic(unlock(folder, username="mkuu", password=password, clock=clock))
    file = clinic.backups.make(stick).value.row.file
    clinic.close()
    return folder, file, paper


def fill(shell: Shell, file: Path, **fields: str) -> None:
    assert shell.restoring is not None
    page = shell.restoring.page
    page.file.set_text(str(file))
    for name, text in fields.items():
        getattr(page, name).edit.setText(text)


def test_on_a_new_pc_the_first_page_leads_to_a_restored_facility(
    kept: tuple[Path, Path, str],
    open_shell: Callable[..., Shell],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "new pc"))
    _, file, paper = kept
    shell = open_shell(tmp_path / "fresh")
    assert shell.setup is not None
    shell.setup.findChild(QPushButton, "restoreBackup").click()
    assert shell.restoring is not None
    page = shell.restoring.page
    fill(shell, file, key=paper[:-1] + "U", first=NEW, second=NEW)
    page._go()
    qtbot.waitUntil(lambda: bool(page.key.error), timeout=10_000)
    page._give_file()
    qtbot.waitUntil(lambda: "101168-3" in page.file.note, timeout=10_000)
    fill(shell, file, key=paper, first=NEW, second=NEW)
    page._go()
    qtbot.waitUntil(lambda: page._restored is not None, timeout=20_000)
    assert "Buigiri Dispensary is back" in page._told.text()
    page._go()
    qtbot.waitUntil(lambda: shell.login is not None, timeout=10_000)
    assert shell.login is not None
    shell.login.enter_page.password.edit.setText(NEW)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(shell.login.enter_page.password.edit, "\r")


def test_from_the_log_in_page_a_password_restores_and_the_old_record_is_moved_aside(
    kept: tuple[Path, Path, str], open_shell: Callable[..., Shell], qtbot: QtBot, password: str
) -> None:
    folder, file, _ = kept
    shell = open_shell(folder)
    assert shell.login is not None
    shell.login.findChild(QPushButton, "restoreBackup").click()
    assert shell.restoring is not None
    page = shell.restoring.page
    page.way.bar.choose("password")
    page._translate()
    fill(shell, file, username="mkuu", first="something else")
    page._go()
    qtbot.waitUntil(lambda: bool(page.banner.text), timeout=10_000)
    fill(shell, file, username="mkuu", first=password)
    page._go()
    qtbot.waitUntil(lambda: page._restored is not None, timeout=20_000)
    assert "moved aside" in page._told.text()
    assert len(list((folder / "moved-aside").iterdir())) == 1
    page._go()
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=10_000)


def test_the_backup_of_the_day_is_made_before_the_window_goes(
    open_shell: Callable[..., Shell], data_folder: Path, password: str, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    shell._makes_backups = True
    assert shell.login is not None
    shell.login.enter_page.password.edit.setText(password)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(shell.login.enter_page.password.edit, "\r")
    shell.close()
    assert shell.isVisible()
    qtbot.waitUntil(lambda: not shell.isVisible(), timeout=20_000)
    (made,) = (data_folder / "backups").glob("*.emrbackup")
    assert made.stat().st_size > 100_000
