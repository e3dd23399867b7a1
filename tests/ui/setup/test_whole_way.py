"""The whole set-up by keys alone, as a nurse goes it: what can wait waits, and a power cut loses no step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import unlock
from ui.administration.users_page import UsersPage
from ui.setup.first_steps import FirstSteps
from ui.setup.later_pages import KeyAgainPage
from ui.setup.typed_so_far import file_of
from ui.setup.view import SetupView
from ui.shell import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier
PASSWORD = "mbuzi watatu shambani"


class Keys(QObject):
    """Presses keys where the cursor is, and counts them as they arrive."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.typed = self.pressed = 0

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(QApplication.focusWidget(), text)
        self.typed += len(text)

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(QApplication.focusWidget(), key, how)
        self.pressed += 1


def _setup(shell: Shell) -> SetupView:
    assert isinstance(shell.setup, SetupView)
    return shell.setup


def _steps(shell: Shell, qtbot: QtBot) -> FirstSteps:
    assert shell.frame is not None
    frame = shell.frame
    qtbot.waitUntil(lambda: frame.findChild(FirstSteps) is not None, timeout=20_000)
    steps = frame.findChild(FirstSteps)
    assert isinstance(steps, FirstSteps)
    return steps


def _to_the_key(shell: Shell, keys: Keys, qtbot: QtBot) -> SetupView:
    """Language, facility, who is in charge: by the cursor that the program puts there itself."""
    setup = _setup(shell)
    shell.activateWindow()
    keys.press(Qt.Key.Key_Return)
    keys.type("101168-3")
    keys.press(Qt.Key.Key_Return)  # type: dispensary stands there
    keys.press(Qt.Key.Key_Return)
    keys.type("Buigiri")
    keys.press(Qt.Key.Key_Return, CONTROL)
    assert setup.currentWidget() is setup.person_page
    keys.type("Neema Mollel")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)  # the user name is suggested
    keys.type(PASSWORD)
    keys.press(Qt.Key.Key_Return)
    keys.type(PASSWORD)
    keys.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: setup.currentWidget() is setup.key_page, timeout=30_000)
    return setup


def _type_back(paper: Any, keys: Keys) -> None:
    for place in paper.asked:
        keys.type(paper.groups[place].lower())
        if place != paper.asked[-1]:
            keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CONTROL)


@pytest.mark.slow
def test_the_shortest_way_takes_few_keys_and_what_waits_stands_on_the_set_up_page(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    shell = open_shell(tmp_path / "record")
    keys = Keys(qtbot)
    setup = _to_the_key(shell, keys, qtbot)
    with qtbot.waitSignal(shell.opened, timeout=30_000):
        _type_back(setup.key_page.paper, keys)
    steps = _steps(shell, qtbot)
    for step in ("people", "backup", "files", "practice"):
        assert steps.step == step
        keys.press(Qt.Key.Key_Escape)  # later: one key
    assert shell.frame is not None
    page = shell.frame.view("administration").tabs.currentWidget()
    assert page.objectName() == "setUpPage"
    assert not steps.isVisible()
    print(f"\nset-up, shortest way: {keys.pressed} key presses and {keys.typed} typed characters")
    assert keys.pressed <= 20
    assert keys.typed <= 100
    qtbot.waitUntil(lambda: page.done is not None and not page.done & {"people", "backup"}, timeout=10_000)


@pytest.mark.slow
def test_somebody_is_added_on_the_way_and_the_step_is_ticked(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    shell = open_shell(tmp_path / "record")
    keys = Keys(qtbot)
    setup = _to_the_key(shell, keys, qtbot)
    with qtbot.waitSignal(shell.opened, timeout=30_000):
        _type_back(setup.key_page.paper, keys)
    steps = _steps(shell, qtbot)
    page = steps.page("people")
    assert isinstance(page, UsersPage)
    assert QApplication.focusWidget() is page.fields["full_name"].editor
    keys.type("Asha Juma")
    keys.press(Qt.Key.Key_Return)
    keys.type("asha")
    page.roles["nurse"].setChecked(True)
    keys.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "people" in steps.done, timeout=20_000)
    assert any(line.startswith("✓") and "Wanaofanya kazi" in line for line in steps.list.lines)


@pytest.mark.slow
def test_a_power_cut_before_there_is_a_record_goes_on_where_it_was_without_the_password(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "record"
    shell = open_shell(folder)
    keys = Keys(qtbot)
    shell.activateWindow()
    keys.press(Qt.Key.Key_Down)  # English stands below Kiswahili
    keys.press(Qt.Key.Key_Return)
    keys.type("101168-3")
    for _ in range(2):
        keys.press(Qt.Key.Key_Return)
    keys.type("Buigiri")
    keys.press(Qt.Key.Key_Return, CONTROL)
    keys.type("Neema Mollel")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    keys.type(PASSWORD)
    keys.press(Qt.Key.Key_Return)
    assert PASSWORD not in file_of(folder).read_text(encoding="utf-8")
    assert not folder.exists()

    again = _setup(open_shell(folder, language="sw"))
    assert again.currentWidget() is again.person_page
    assert again.person_page.findChild(QObject, "switchLanguage").accessibleName() == "Kiswahili"
    assert again.facility_page.code.text() == "101168-3"
    assert again.facility_page.name.text() == "Buigiri"
    assert again.person_page.full_name.text() == "Neema Mollel"
    assert again.person_page.password.text() == ""
    assert again.person_page.username.text() == "neema"


def test_a_spoiled_file_of_what_was_typed_begins_anew(
    open_shell: Callable[..., Shell], tmp_path: Path
) -> None:
    for number, spoiled in enumerate(("", "{", "[]", '{"page": 1, "language": "xx", "typed": {}}')):
        folder = tmp_path / f"record{number}"
        file_of(folder).write_text(spoiled, encoding="utf-8")
        setup = _setup(open_shell(folder))
        assert setup.currentWidget() is setup.language_page


@pytest.mark.slow
def test_a_power_cut_before_the_key_was_on_paper_makes_another_at_the_next_log_in(
    open_shell: Callable[..., Shell], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "record"
    keys = Keys(qtbot)
    lost = _to_the_key(open_shell(folder), keys, qtbot).key_page.paper.groups
    assert not file_of(folder).exists()

    shell = open_shell(folder)
    assert shell.login is not None
    shell.login.enter_page.password.edit.setText(PASSWORD)
    with qtbot.waitSignal(shell.opened, timeout=30_000):
        qtbot.keyClick(shell.login.enter_page.password.edit, Qt.Key.Key_Return)
    steps = _steps(shell, qtbot)
    page = steps.page("key")
    assert isinstance(page, KeyAgainPage)
    assert steps.step == "key"
    shell.activateWindow()
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert steps.step == "key", "a record without a paper key is not left to later"
    page.make.setFocus()
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.paper.isVisible(), timeout=30_000)
    assert page.paper.groups != lost
    page.paper.answers[0].editor.setFocus()
    _type_back(page.paper, keys)
    qtbot.waitUntil(lambda: steps.step == "people", timeout=10_000)


@pytest.mark.slow
def test_the_next_log_in_goes_on_at_the_step_that_was_open_and_not_when_all_were_seen(
    open_shell: Callable[..., Shell],
    logged_in: Callable[..., Shell],
    data_folder: Path,
    password: str,
    qtbot: QtBot,
) -> None:
    work = unlock(data_folder, username=None, password=password)
    facility = open_clinic(work).facility
    facility.set("setup.step", "backup")
    work.database.close()
    shell = logged_in()
    steps = _steps(shell, qtbot)
    assert steps.step == "backup"
    shell.activateWindow()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert shell.frame is not None
    tasks = shell.frame.context.tasks
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    assert shell.frame.context.clinic.facility.settings()["setup.step"] == "done"
