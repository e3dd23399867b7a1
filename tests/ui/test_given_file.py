"""A backup opened from a folder: restored where no facility lies, else looked at."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.keys import CHEAPEST
from emr_desktop.clinic import open_clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock
from ui.app import _options
from ui.shell import Shell

ROOT = Path(__file__).resolve().parents[2]
_KNOCK = (
    "import sys; from pathlib import Path; from ui.qt.second_start import knock;"
    "print(knock(Path(sys.argv[1]), file=sys.argv[2]))"
)


@pytest.fixture
def kept(tmp_path: Path, clock: Clock, password: str) -> tuple[Path, Path, str]:
    """A data folder, a backup of it in a folder with blanks and letters, and its paper key."""
    folder, stick = tmp_path / "data", tmp_path / "nakala ya kituó"
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


@pytest.fixture
def look(qtbot: QtBot) -> Callable[[Shell], str]:
    """What the page says of the file, once it was looked at."""

    def wait(shell: Shell) -> str:
        qtbot.waitUntil(
            lambda: shell.given.page is not None and "101168-3" in shell.given.page.told, timeout=20_000
        )
        assert shell.given.page is not None
        return shell.given.page.told

    return wait


def test_the_program_takes_one_file_on_its_line() -> None:
    assert _options(["--data-dir", "x", "/media/stick/a b.emrbackup"]).file == "/media/stick/a b.emrbackup"
    assert _options([]).file == ""
    for association in (
        ROOT / "installers" / "linux" / "files" / "emr-desktop.desktop",
        ROOT / "installers" / "windows" / "emr-desktop.iss",
        ROOT / "installers" / "windows" / "emr-desktop.nsi",
    ):
        text = association.read_text(encoding="utf-8")
        assert "emr-desktop %f" in text or '%1"' in text, association.name


def test_where_no_facility_lies_the_restore_page_has_the_file(
    kept: tuple[Path, Path, str],
    open_shell: Callable[..., Shell],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "new pc"))
    shell = open_shell(tmp_path / "fresh")
    shell.given.file = str(kept[1])
    shell.given.first_page_is_there(shell._stack)
    assert shell.restoring is not None
    page = shell.restoring.page
    assert shell._stack.currentWidget() is page
    assert page.file.text() == str(kept[1])
    qtbot.waitUntil(lambda: "101168-3" in page.file.note, timeout=10_000)


def test_where_a_facility_lies_it_is_looked_at_and_checked_and_nothing_is_changed(
    kept: tuple[Path, Path, str], open_shell: Callable[..., Shell], qtbot: QtBot, look: Callable[[Shell], str]
) -> None:
    folder, file, paper = kept
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix == ".db"}
    shell = open_shell(folder)
    assert shell.login is not None
    shell.given.open(str(file))
    assert "HFR" in look(shell)
    page = shell.given.page
    assert page is not None
    assert shell._stack.currentWidget() is page
    assert "Buigiri Dispensary" in page.how
    page.key.edit.setText(paper[:-1] + ("2" if paper[-1] != "2" else "3"))
    page.findChild(QPushButton, "checkOpenedBackup").click()
    qtbot.waitUntil(lambda: bool(page.key.error) or page.banner.isVisible(), timeout=20_000)
    page.key.edit.setText(paper)
    page.findChild(QPushButton, "checkOpenedBackup").click()
    qtbot.waitUntil(lambda: "SHA-256" in page.told, timeout=20_000)
    page.findChild(QPushButton, "back").click()
    assert shell._stack.currentWidget() is shell.login
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.suffix == ".db"} == before


def test_a_second_start_hands_its_file_to_the_program_that_is_open(
    kept: tuple[Path, Path, str],
    open_shell: Callable[..., Shell],
    qtbot: QtBot,
    look: Callable[[Shell], str],
    password: str,
) -> None:
    folder, file, _ = kept
    shell = open_shell(folder)
    assert shell.login is not None
    shell.login.enter_page.password.edit.setText(password)
    with qtbot.waitSignal(shell.opened, timeout=20_000):
        qtbot.keyClick(shell.login.enter_page.password.edit, "\r")
    second = subprocess.Popen(
        [sys.executable, "-c", _KNOCK, str(folder), str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert "HFR" in look(shell)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[0].strip() == "True"
    page = shell.given.page
    assert page is not None
    page.findChild(QPushButton, "back").click()
    assert shell._stack.currentWidget() is shell.frame


def test_a_second_start_without_a_file_opens_nothing(
    kept: tuple[Path, Path, str], open_shell: Callable[..., Shell], qtbot: QtBot
) -> None:
    first = open_shell(kept[0])
    second = open_shell(kept[0])
    qtbot.waitUntil(lambda: not second.isVisible(), timeout=20_000)
    assert first.given.page is None


def test_a_file_that_is_no_backup_is_told_on_the_page(
    kept: tuple[Path, Path, str], open_shell: Callable[..., Shell], qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.emrbackup"
    wrong.write_text("Habari", encoding="utf-8")
    shell = open_shell(kept[0])
    for path in (wrong, tmp_path / "gone.emrbackup"):
        shell.given.open(str(path))
        page = shell.given.page
        assert page is not None
        qtbot.waitUntil(page.banner.isVisible, timeout=10_000)
        assert page.told == ""
        assert not page.key.isVisible()
        page._back.click()
        assert not shell.is_in_trouble


def test_a_restore_that_stands_there_is_not_disturbed(
    kept: tuple[Path, Path, str], open_shell: Callable[..., Shell]
) -> None:
    shell = open_shell(kept[0])
    shell.begin_restore()
    assert shell.restoring is not None
    shell.restoring.page.key.edit.setText("half typed")
    shell.given.open(str(kept[1]))
    assert shell._stack.currentWidget() is shell.restoring.page
    assert shell.restoring.page.key.text() == "half typed"
