"""Phrases in the words of a visit: offered at the cursor, taken in few keys, never in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.consultation.words_field import WordsField
from ui.screen import ScreenContext


@pytest.fixture
def complaint(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
) -> WordsField:
    """The field of the complaint, with the cursor in it, in Swahili."""
    context.language.use("sw")
    open_for(register())
    field = view.page.words.field("complaint")
    assert isinstance(field, WordsField)
    field.setFocus()
    return field


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def key(which: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), which)


def down_enter() -> None:
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return)


def test_two_complaints_with_their_duration_take_ten_keys(
    complaint: WordsField, view: ConsultationView
) -> None:
    press("ho")
    down_enter()
    press("3")
    press("ki")
    assert complaint.phrases.choices[0].primary == "Kikohozi"
    down_enter()
    press("2w")
    assert complaint.toPlainText() == "Homa siku 3, Kikohozi wiki 2"
    assert view.consultation is not None
    assert view.consultation.fields["complaint"] == "Homa siku 3, Kikohozi wiki 2"
    key(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "history"


def test_free_typing_is_never_changed(complaint: WordsField) -> None:
    said = "Homa kali na kikohozi; anatapika mara 3 kwa siku, ho ho."
    for letter in said:
        press(letter)
    assert complaint.toPlainText() == said


def test_enter_goes_on_while_the_list_is_open(complaint: WordsField) -> None:
    press("ho")
    assert complaint.phrases.isVisible()
    key(Qt.Key.Key_Return)
    assert complaint.toPlainText() == "ho"
    assert QApplication.focusWidget().objectName() == "history"
    assert not complaint.phrases.isVisible()


def test_escape_closes_the_list_and_stays_in_the_visit(complaint: WordsField, view: ConsultationView) -> None:
    press("ho")
    key(Qt.Key.Key_Escape)
    assert not complaint.phrases.isVisible()
    assert view.consultation is not None
    assert complaint.hasFocus()
    press("ma")
    assert complaint.toPlainText() == "homa"


def test_a_duration_is_corrected_with_backspace(complaint: WordsField) -> None:
    press("ho")
    down_enter()
    press("12m")
    assert complaint.toPlainText() == "Homa miezi 12"
    key(Qt.Key.Key_Backspace)
    key(Qt.Key.Key_Backspace)
    assert complaint.toPlainText() == "Homa siku 1"
    key(Qt.Key.Key_Backspace)
    assert complaint.toPlainText() == "Homa"
    press(" kali")
    assert complaint.toPlainText() == "Homa kali"


def test_english_says_it_the_other_way_round(complaint: WordsField, context: ScreenContext) -> None:
    context.language.use("en")
    press("fev")
    down_enter()
    press("1")
    assert complaint.toPlainText() == "Fever for 1 day"
    press("w")
    assert complaint.toPlainText() == "Fever for 1 week"


def test_a_part_of_the_body_lists_its_findings(
    complaint: WordsField, view: ConsultationView, qtbot: QtBot
) -> None:
    examination = view.page.words.field("examination")
    assert isinstance(examination, WordsField)
    examination.setFocus()
    press("kif")
    shown = examination.phrases.choices
    assert "Kifua hakina sauti za ziada" in [choice.primary for choice in shown]
    assert {choice.secondary for choice in shown} == {"Kifua"}
    key(Qt.Key.Key_Escape)


def test_a_phrase_is_offered_in_the_middle_only_where_a_part_ends(complaint: WordsField) -> None:
    press("maumivu makali")
    for _ in range(len("makali")):
        key(Qt.Key.Key_Left)
    press("ki")
    assert not complaint.phrases.isVisible()
