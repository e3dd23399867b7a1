"""The language changes while the windows are open."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.login.new_password import NewPasswordPage
from ui.qt import language as module
from ui.qt.language import Language


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp, code="en")
    yield made
    made.use("en")


def test_an_open_page_says_everything_in_the_other_language_at_once(language: Language, qtbot: QtBot) -> None:
    page = NewPasswordPage(language=language)
    qtbot.addWidget(page)
    page.show()
    assert page.first.editor.accessibleName() == "New password"
    with qtbot.waitSignal(language.changed):
        language.toggle()
    qtbot.waitUntil(lambda: page.first.editor.accessibleName() == "Nywila mpya")
    language.toggle()
    qtbot.waitUntil(lambda: page.first.editor.accessibleName() == "New password")


def test_plural_forms_are_said_in_both_languages(language: Language) -> None:
    assert QApplication.translate("StatusLine", "%n hour(s) ago", None, 1) == "1 hour ago"
    assert QApplication.translate("StatusLine", "%n hour(s) ago", None, 3) == "3 hours ago"
    language.use("sw")
    assert QApplication.translate("StatusLine", "%n day(s) ago", None, 3) == "siku 3 zilizopita"


def test_without_its_catalogue_the_program_goes_on_in_english_and_says_so_in_the_log(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with caplog.at_level(logging.WARNING):
        language = Language(qapp, code="sw")
    assert "emr_sw.qm is missing" in caplog.text
    assert QApplication.translate("EnterPage", "Password") == "Password"
    monkeypatch.undo()
    language.use("en")


def test_an_unknown_language_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="fr"):
        Language(qapp, code="fr")
