"""F1 explains the screen in front, in both languages, and Esc gives the cursor back."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.frame.help_panel import HelpPanel
from ui.frame.help_texts import FOLDER, help_text
from ui.frame.screens import ALL
from ui.guide.said import REFERENCE
from ui.i18n.build import SWAHILI, entries
from ui.qt.preview import PreviewDialog
from ui.reports.beside import ENTRIES
from ui.shell import Shell
from ui.widgets.buttons import Button


@pytest.mark.parametrize("screen", [screen.name for screen in ALL])
def test_every_screen_is_explained_in_both_languages(screen: str) -> None:
    swahili, english = help_text(screen, "sw"), help_text(screen, "en")
    assert swahili.about
    assert english.about
    assert swahili.about != english.about
    assert len(swahili.keys) == len(english.keys)
    for (_, in_swahili), (_, in_english) in zip(swahili.keys, english.keys, strict=True):
        assert in_swahili
        assert in_english
        assert in_swahili != in_english


def _named(screen: str, context: str) -> set[str]:
    """The texts of a window that F1 of a screen names."""
    text = (FOLDER / f"{screen}.toml").read_text(encoding="utf-8")
    return {found["text"] for found in REFERENCE.finditer(text) if found["context"] == context}


def test_f1_tells_of_every_part_of_administration_and_every_page_beside_the_forms() -> None:
    parts = {entry.source for entry in entries(SWAHILI) if entry.context == "AdministrationView"}
    assert parts - _named("administration", "AdministrationView") == {"Part of the administration"}
    beside = {entry.title for entry in ENTRIES if entry.with_button}
    assert beside - _named("reports", "Beside") == set()


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("screen", [screen.name for screen in ALL])
def test_what_f1_says_has_no_brace_left(screen: str, language: str) -> None:
    told = help_text(screen, language)
    assert not re.search(r"[{}*`]", f"{told.about} {told.keys}")


def test_no_help_lies_around_for_a_screen_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} <= {"everywhere", *(screen.name for screen in ALL)}


def test_f1_explains_and_escape_gives_the_cursor_back(logged_in: Callable[..., Shell], qtbot: QtBot) -> None:
    shell = logged_in(language="en")
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow, timeout=5_000)
    panel = shell.findChild(HelpPanel, "helpPanel")
    search = shell.findChild(QLineEdit, "patientSearch")
    search.setFocus()
    search.setText("asha")
    qtbot.keyClick(search, Qt.Key.Key_F1)
    assert panel.isVisible()
    assert panel.text == help_text("reception", "en").about
    qtbot.keyClick(panel.close_button, Qt.Key.Key_F9)
    assert panel.text == help_text("reception", "sw").about
    qtbot.keyClick(panel.close_button, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert search.hasFocus()
    assert search.text() == "asha"


def test_f1_opens_a_task_and_escape_goes_the_same_way_back(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in(language="en")
    panel = shell.findChild(HelpPanel, "helpPanel")
    qtbot.keyClick(shell.frame, Qt.Key.Key_F1)
    assert panel.list.titles[:2] == ["Find a patient", "Register a new patient"]
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.topic is not None
    assert panel.topic.name == "register"
    assert "“First name”" in panel.text
    qtbot.keyClick(panel.close_button, Qt.Key.Key_F9)
    assert "“Jina la kwanza”" in panel.text
    qtbot.keyClick(panel.close_button, Qt.Key.Key_F9)
    qtbot.keyClick(panel.close_button, Qt.Key.Key_Escape)
    assert panel.topic is None
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert "Sign and close the month" in panel.list.titles
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert panel.isVisible()
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_f1_again_takes_the_help_away_and_another_screen_too(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in(language="en")
    panel = shell.findChild(HelpPanel, "helpPanel")
    qtbot.keyClick(shell.frame, Qt.Key.Key_F1)
    assert panel.isVisible()
    qtbot.keyClick(shell.frame, Qt.Key.Key_F1)
    assert panel.isHidden()
    qtbot.keyClick(shell.frame, Qt.Key.Key_F1)
    qtbot.keyClick(shell.frame, Qt.Key.Key_F7)
    assert panel.isHidden()


@pytest.mark.parametrize("button", ["printRoleCard", "printKeyboardCard"])
def test_the_cards_are_looked_at_before_they_are_printed(
    logged_in: Callable[..., Shell], qtbot: QtBot, button: str
) -> None:
    shell = logged_in(language="en")
    panel = shell.findChild(HelpPanel, "helpPanel")
    qtbot.keyClick(shell.frame, Qt.Key.Key_F1)
    qtbot.keyClick(panel.findChild(Button, button), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shell.findChildren(PreviewDialog)), timeout=10_000)
    (dialog,) = shell.findChildren(PreviewDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_palette_offers_the_cards(logged_in: Callable[..., Shell]) -> None:
    shell = logged_in(language="sw")
    panel = shell.findChild(HelpPanel, "helpPanel")
    names = {action.name: action.text() for action in panel.cards.offered()}
    assert set(names) == {"roleCard", "keyboardCard"}
    assert "kadi" in names["keyboardCard"].lower()
