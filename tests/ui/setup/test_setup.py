"""From an empty folder into work, by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.setup.view import SetupView
from ui.shell import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
PASSWORD = "mbuzi watatu kwenye shamba"


def _setup(shell: Shell) -> SetupView:
    assert isinstance(shell.setup, SetupView)
    return shell.setup


def _to_facility(shell: Shell, qtbot: QtBot) -> SetupView:
    setup = _setup(shell)
    qtbot.keyClick(setup.findChild(QPushButton, "chooseEn"), Qt.Key.Key_Return)
    assert setup.currentWidget() is setup.facility_page
    return setup


def _fill_facility(setup: SetupView, qtbot: QtBot) -> None:
    page = setup.facility_page
    qtbot.keyClicks(page.code.editor, "101168-3")
    qtbot.keyClicks(page.name.editor, "Buigiri Dispensary")
    qtbot.keyClick(page.name.editor, Qt.Key.Key_Return, CONTROL)
    assert setup.currentWidget() is setup.person_page


def _fill_person(setup: SetupView, qtbot: QtBot, password: str = PASSWORD) -> None:
    page = setup.person_page
    qtbot.keyClicks(page.full_name.editor, "Neema Mollel")
    assert page.username.text() == "neema"
    qtbot.keyClicks(page.password.editor, password)
    qtbot.keyClicks(page.again.editor, password)
    qtbot.keyClick(page.again.editor, Qt.Key.Key_Return, CONTROL)


@pytest.mark.slow
@pytest.mark.stalls(160, because="the whole frame is laid out and painted, once in the life of a facility")
def test_an_empty_folder_becomes_a_facility_and_the_first_person_is_in(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "record"
    shell = open_shell(folder)
    setup = _to_facility(shell, qtbot)
    _fill_facility(setup, qtbot)
    _fill_person(setup, qtbot)
    qtbot.waitUntil(lambda: setup.currentWidget() is setup.key_page, timeout=30_000)

    paper = setup.key_page.paper
    assert len(paper.groups) == 8
    qtbot.keyClicks(paper.answers[0].editor, "WRONG")
    qtbot.keyClick(paper.answers[0].editor, Qt.Key.Key_Return, CONTROL)
    assert "Compare it with your paper" in paper.answers[0].error
    assert shell.frame is None

    for field, place in zip(paper.answers, paper.asked, strict=True):
        field.edit.clear()
        qtbot.keyClicks(field.editor, paper.groups[place].lower())
    with qtbot.waitSignal(shell.opened, timeout=30_000):
        qtbot.keyClick(paper.answers[1].editor, Qt.Key.Key_Return, CONTROL)
    assert shell.frame is not None
    assert shell.frame.current_screen == "administration"
    assert shell.frame.view("administration").tabs.currentWidget().objectName() == "setUpPage"
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "-".join(paper.groups).encode() not in written
    assert b"Neema" not in (folder / "clinic.db").read_bytes()


def test_a_wrong_check_digit_is_told_at_once(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    setup = _to_facility(open_shell(tmp_path / "record"), qtbot)
    page = setup.facility_page
    qtbot.keyClicks(page.code.editor, "101168-4")
    qtbot.keyClick(page.code.editor, Qt.Key.Key_Return)
    assert "mistyped" in page.code.error
    qtbot.keyClick(page.name.editor, Qt.Key.Key_Return, CONTROL)
    assert setup.currentWidget() is page
    assert not (tmp_path / "record").exists()


def test_a_weak_password_comes_back_to_its_field_and_leaves_nothing_behind(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    setup = _to_facility(open_shell(tmp_path / "record"), qtbot)
    _fill_facility(setup, qtbot)
    _fill_person(setup, qtbot, "fupi")
    qtbot.waitUntil(lambda: bool(setup.person_page.password.error), timeout=20_000)
    assert setup.currentWidget() is setup.person_page
    assert not (tmp_path / "record" / "clinic.db").exists()


def test_going_back_keeps_what_was_typed(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    setup = _to_facility(open_shell(tmp_path / "record"), qtbot)
    _fill_facility(setup, qtbot)
    qtbot.keyClick(setup.person_page.full_name.editor, Qt.Key.Key_Escape)
    assert setup.currentWidget() is setup.facility_page
    assert setup.facility_page.name.text() == "Buigiri Dispensary"


def test_a_ward_fills_in_council_and_region(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    page = _to_facility(open_shell(tmp_path / "record"), qtbot).facility_page
    page.ward.editor.setFocus()
    qtbot.keyClicks(page.ward.editor, "buigi")
    qtbot.waitUntil(lambda: page.ward.suggest.is_open, timeout=5000)
    qtbot.keyClick(page.ward.editor, Qt.Key.Key_Down)
    qtbot.keyClick(page.ward.editor, Qt.Key.Key_Return)
    assert (page.ward.text(), page.council.text(), page.region.text()) == ("Buigiri", "Chamwino", "Dodoma")
    assert page.council.editor.hasFocus()
