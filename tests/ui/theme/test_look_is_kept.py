"""Colours and size of text chosen on a PC are there again at the next start."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from emr_desktop.settings import Settings, load_settings, save_settings
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
