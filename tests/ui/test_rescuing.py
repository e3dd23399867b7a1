"""From the page that says that the record is damaged to the files that could be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.salvage import digest
from emr_desktop.clinic import Clinic
from emr_desktop.errors import DatabaseTrouble
from ui.rescuing import RescuePage
from ui.shell import Shell
from ui.widgets.buttons import Button


def _button(shell: Shell, name: str) -> Button:
    found = shell.findChild(Button, name)
    assert found is not None
    return found


def _page(shell: Shell) -> RescuePage:
    found = shell.findChild(RescuePage)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_damaged_record_is_told_and_read_into_a_folder(
    open_shell: Callable[..., Shell],
    data_folder: Path,
    tmp_path: Path,
    password: str,
    qtbot: QtBot,
    language: str,
) -> None:
    content = bytearray((data_folder / "clinic.db").read_bytes())
    content[-2000] ^= 1
    (data_folder / "clinic.db").write_bytes(content)
    before = digest(data_folder / "clinic.db")
    shell = open_shell(data_folder, language=language)
    shell.show_trouble(DatabaseTrouble("damaged", path=str(data_folder)))
    assert _button(shell, "rescueRecord").isVisible()
    _button(shell, "rescueRecord").click()
    page = _page(shell)
    assert page.isVisible()
    _button(shell, "rescueGo").click()
    assert page.folder.error
    page.username.set_text("mkuu")
    page.password.edit.setText(password)
    page.folder.set_text(str(tmp_path / "stick" / "emr-rescue"))
    _button(shell, "rescueGo").click()
    qtbot.waitUntil(lambda: page.told.isVisible(), timeout=20_000)
    assert str(tmp_path / "stick" / "emr-rescue") in page.told.text()
    assert (tmp_path / "stick" / "emr-rescue" / "visits.csv").exists()
    assert digest(data_folder / "clinic.db") == before
    assert page.password.raw_text() == ""


def test_a_wrong_password_is_told_on_the_page(
    open_shell: Callable[..., Shell], data_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    shell.begin_rescue()
    page = _page(shell)
    page.username.set_text("mkuu")
    page.password.edit.setText("not this one at all")
    page.folder.set_text(str(tmp_path / "out"))
    page.save()
    qtbot.waitUntil(lambda: page.banner.isVisible(), timeout=20_000)
    assert not (tmp_path / "out").exists()


def test_nothing_else_offers_to_read_around_the_damage(
    open_shell: Callable[..., Shell], data_folder: Path
) -> None:
    shell = open_shell(data_folder)
    shell.show_trouble(DatabaseTrouble("disk_full"))
    assert not _button(shell, "rescueRecord").isVisible()


def test_the_page_names_the_newest_backup(
    open_shell: Callable[..., Shell], clinic: Clinic, data_folder: Path, qtbot: QtBot
) -> None:
    made = clinic.backups.make().value.row
    clinic.close()
    shell = open_shell(data_folder)
    shell.show_trouble(DatabaseTrouble("damaged", path=str(data_folder)))
    label = shell.findChild(QLabel, "newestBackup")
    assert label is not None
    qtbot.waitUntil(lambda: made.file.name in label.text(), timeout=20_000)
    assert label.isVisible()
    shell.show_trouble(DatabaseTrouble("read_only"))
    assert not label.isVisible()
