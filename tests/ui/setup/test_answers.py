"""Answers that IT staff laid down: only the password is typed; a mistake in them is told and stops nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.loop_watch import LoopWatch
from ui.cli.answers import example_text
from ui.setup.view import SetupView
from ui.shell import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
PASSWORD = "mbuzi watatu kwenye shamba"


def _setup(shell: Shell) -> SetupView:
    assert isinstance(shell.setup, SetupView)
    return shell.setup


def _choose_english(shell: Shell, qtbot: QtBot) -> SetupView:
    setup = _setup(shell)
    button = setup.findChild(QPushButton, "chooseEn")
    assert button is not None
    qtbot.keyClick(button, Qt.Key.Key_Return)
    return setup


@pytest.mark.slow
def test_only_the_password_is_typed(
    open_shell: Callable[..., Shell],
    tmp_path: Path,
    qtbot: QtBot,
    managed_file: Path,
    _loop_watch: LoopWatch,  # noqa: PT019 - its value is used
) -> None:
    managed_file.with_name("answers.toml").write_text(example_text("en"))
    shell = open_shell(tmp_path / "record")
    setup = _choose_english(shell, qtbot)
    page = setup.person_page
    qtbot.waitUntil(lambda: setup.currentWidget() is page, timeout=20_000)
    assert (page.full_name.text(), page.username.text()) == ("Neema Mushi", "mganga")
    assert not page.full_name.isEnabled()
    qtbot.keyClicks(page.password.editor, "123")
    qtbot.keyClicks(page.again.editor, "123")
    qtbot.keyClick(page.again.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.password.error != "", timeout=20_000)
    assert not (tmp_path / "record").exists()
    for field in (page.password, page.again):
        field.edit.clear()
        qtbot.keyClicks(field.editor, PASSWORD)
    qtbot.keyClick(page.again.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: setup.currentWidget() is setup.key_page, timeout=30_000)
    paper = setup.key_page.paper
    for field, place in zip(paper.answers, paper.asked, strict=True):
        qtbot.keyClicks(field.editor, paper.groups[place].lower())
    with _loop_watch.known("log-in"), qtbot.waitSignal(shell.opened, timeout=30_000):
        qtbot.keyClick(paper.answers[1].editor, Qt.Key.Key_Return, CONTROL)
    assert shell.frame is not None
    clinic = shell.frame.context.clinic
    assert clinic.facility.read().code == "101168-3"
    assert clinic.facility.settings()["backup.folder"] == "/media/backup/101168-3"
    assert [row.username for row in clinic.staff.list_all()] == ["mganga", "fundi"]


def test_a_mistake_in_them_is_told_and_the_questions_come_as_usual(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot, managed_file: Path
) -> None:
    answers = managed_file.with_name("answers.toml")
    answers.write_text('[facility]\ncode = "101168-4"\nname = "Buigiri"\n')
    shell = open_shell(tmp_path / "record")
    setup = _choose_english(shell, qtbot)
    page = setup.facility_page
    qtbot.waitUntil(lambda: bool(page.banner.text), timeout=20_000)
    assert setup.currentWidget() is page
    assert "answers.toml, line 2, facility.code" in page.banner.text
    assert page.code.isEnabled()


def test_answers_that_anybody_could_have_laid_there_are_not_looked_at(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot, managed_file: Path
) -> None:
    answers = managed_file.with_name("answers.toml")
    answers.write_text(example_text("en"))
    answers.chmod(0o666)
    shell = open_shell(tmp_path / "record")
    setup = _choose_english(shell, qtbot)
    qtbot.waitUntil(lambda: shell._tasks.is_idle, timeout=20_000)
    assert setup.currentWidget() is setup.facility_page
    assert setup.facility_page.code.text() == ""
