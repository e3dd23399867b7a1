"""Colours and size of text chosen on a PC are there again at the next start."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.settings import Settings, load_settings, save_settings
from ui.frame.look_menu import LookMenu
from ui.shell import Shell
from ui.theme import Theme


def _theme(shell: Shell) -> Theme:
    return shell._theme


def test_the_look_chosen_is_there_at_the_next_start(
    open_shell: Callable[..., Shell], data_folder: Path
) -> None:
    before = load_settings(data_folder)
    first = open_shell(data_folder)
    _theme(first).use(name="dark", percent=125)
    first.close()
    kept = load_settings(data_folder)
    assert (kept.theme, kept.text_percent) == ("dark", 125)
    assert (kept.language, kept.facility_name) == (before.language, before.facility_name)
    second = open_shell(data_folder)
    assert (_theme(second).name, _theme(second).tokens.percent) == ("dark", 125)


def test_several_steps_are_written_once_and_without_closing(
    open_shell: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    shell = open_shell(data_folder)
    _theme(shell).step_size(1)
    _theme(shell).step_size(1)
    qtbot.waitUntil(lambda: load_settings(data_folder).text_percent == 125, timeout=5_000)


def test_a_look_that_is_unknown_here_is_the_light_one(
    open_shell: Callable[..., Shell], data_folder: Path
) -> None:
    save_settings(data_folder, Settings(language="en", facility_name="Buigiri", theme="rainbow"))
    assert _theme(open_shell(data_folder)).name == "light"


def test_what_a_person_chooses_is_theirs_and_the_log_in_keeps_its_own(
    logged_in: Callable[..., Shell], data_folder: Path, qtbot: QtBot
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    username = shell.frame.clinic.work.actor.username
    menu = shell.frame.findChild(LookMenu)
    assert menu is not None
    shown = {action.objectName(): action for action in menu.menu().actions()}
    shown["lookDark"].trigger()
    shown["look150"].trigger()
    assert (_theme(shell).name, _theme(shell).tokens.percent) == ("dark", 150)
    assert [name for name, action in shown.items() if action.isChecked()] == ["lookDark", "look150"]
    shell.lock()
    qtbot.waitUntil(lambda: shell.frame is None and shell.login is not None, timeout=10_000)
    assert (_theme(shell).name, _theme(shell).tokens.percent) == ("light", 100)
    qtbot.waitUntil(lambda: load_settings(data_folder).looks == {username: ("dark", 150)}, timeout=5_000)
    assert load_settings(data_folder).theme == ""


def test_the_look_of_a_person_comes_back_with_the_person(
    logged_in: Callable[..., Shell], data_folder: Path, clinic: Clinic
) -> None:
    username = clinic.work.actor.username
    kept = load_settings(data_folder)
    save_settings(
        data_folder, replace(kept, looks={username: ("high_contrast", 125), 'odd" = name': ("dark", 100)})
    )
    assert load_settings(data_folder).looks['odd" = name'] == ("dark", 100)
    shell = logged_in()
    assert (_theme(shell).name, _theme(shell).tokens.percent) == ("high_contrast", 125)


@pytest.mark.parametrize("at_work", [False, True])
def test_the_keys_change_the_size_of_text_at_the_log_in_and_at_work(
    request: pytest.FixtureRequest, data_folder: Path, qtbot: QtBot, at_work: bool
) -> None:
    if at_work:
        shell = request.getfixturevalue("logged_in")()
    else:
        shell = request.getfixturevalue("open_shell")(data_folder)
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow, timeout=5_000)
    at = shell.focusWidget() or shell
    qtbot.keyClick(at, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert _theme(shell).tokens.percent == 110
    qtbot.keyClick(at, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert _theme(shell).tokens.percent == 100


@pytest.mark.parametrize("line", ['looks = "no table"', '[looks]\nasha = [1, 2, 3]\njuma = ["dark", 900]'])
def test_looks_that_make_no_sense_are_nobodys(tmp_path: Path, line: str) -> None:
    (tmp_path / "settings.toml").write_text(f"{line}\n", encoding="utf-8")
    assert load_settings(tmp_path).looks == {}
