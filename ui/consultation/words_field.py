"""A few lines of free text that offers phrases at the cursor, and puts a duration behind a complaint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from emr_desktop.reference.folding import fold
from emr_desktop.reference.phrases import Phrase, find_phrases, lasting, unit_of
from ui.qt.language import Language
from ui.widgets.phrase_list import PhraseList
from ui.widgets.picker import Choice

_BREAK = re.compile(r"[,.;:\n\u2029]\s*")

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


@dataclass
class _Lasting:
    """A complaint just taken, whose duration may follow: ``Homa`` -> 3 -> ``Homa siku 3`` -> w -> weeks."""

    start: int
    phrase: Phrase
    number: str = ""
    unit: str = "days"
    said: bool = False  # the unit was typed


class WordsField(QPlainTextEdit):
    """Enter goes on, Shift+Enter begins a new line.

    Two letters at the beginning of a part of the text offer phrases below the cursor. Typing goes on as if
    the list were not there: only Down goes into it, and Enter then takes the marked phrase. After a complaint
    a number is how long it lasts, and a letter behind it the unit (d or s, w, m, y, h).

    Signals:
        done: Enter was pressed.
    """

    done = Signal()

    def __init__(self, field: str, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._language = field, language
        self._lasting: _Lasting | None = None
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.phrases = PhraseList(self)
        self.phrases.taken.connect(self._take)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, enter = event.key(), event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key in _MODIFIERS:
            super().keyPressEvent(event)
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if self.phrases.isVisible() and plain and self._goes_to_list(key, enter=enter):
            return
        if enter and plain:
            self._end()
            self.done.emit()
            return
        if enter and modifiers == Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # saves
            return
        if self._lasting is not None and self._goes_to_duration(event):
            return
        self._lasting = None
        before = self.toPlainText()
        super().keyPressEvent(event)
        if self.toPlainText() != before:
            self._offer()
        else:
            self.phrases.hide()  # the cursor went elsewhere

    def _goes_to_list(self, key: int, *, enter: bool) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if key == Qt.Key.Key_Up and self.phrases.marked is None:
                return False
            self.phrases.move_mark(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            self.phrases.hide()
            return True
        marked = self.phrases.marked
        if enter and marked is not None:
            self._take(marked.key)
            return True
        return False

    # phrases -------------------------------------------------------------------------------------------

    def _fragment(self) -> tuple[int, str]:
        """Where the part of the text that ends at the cursor begins, and what it says."""
        cursor = self.textCursor()
        text, at = self.toPlainText(), cursor.position()
        if cursor.hasSelection() or (at < len(text) and _BREAK.match(text[at]) is None):
            return at, ""
        start = 0
        for found in _BREAK.finditer(text, 0, at):
            start = found.end()
        return start, text[start:at]

    def _offer(self) -> None:
        _, fragment = self._fragment()
        language = self._language.code
        found = find_phrases(self._field, fragment, language=language) if fragment else ()
        if len(found) == 1 and fold(found[0].text(language)) == fold(fragment):
            found = ()  # it stands there whole
        where = self.cursorRect()
        self.phrases.offer(
            [Choice(phrase, phrase.text(language), phrase.part_name(language)) for phrase in found],
            below=self.viewport().mapTo(self, where.bottomLeft()),
            line_height=where.height(),
        )

    def _take(self, phrase: object) -> None:
        assert isinstance(phrase, Phrase)  # noqa: S101
        start, _ = self._fragment()
        cursor = self.textCursor()
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(phrase.text(self._language.code))
        self.phrases.hide()
        self.setFocus()
        self._lasting = _Lasting(start, phrase) if phrase.lasts else None

    # how long ------------------------------------------------------------------------------------------

    def _goes_to_duration(self, event: QKeyEvent) -> bool:
        """A number, its unit, or taking them back; a letter of another phrase begins that one."""
        state, typed = self._lasting, event.text()
        assert state is not None  # noqa: S101
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if typed.isascii() and typed.isdigit() and len(state.number) < 2 and not state.said:
            if typed == "0" and not state.number:
                return False
            self._say(state, state.number + typed, state.unit)
            return True
        if event.key() == Qt.Key.Key_Backspace and state.number:
            if state.said:
                state.said = False
                self._say(state, state.number, "days")
            else:
                self._say(state, state.number[:-1], state.unit)
            return True
        unit = unit_of(typed) if typed else None
        if unit is not None and state.number and not state.said:
            self._say(state, state.number, unit)
            state.said = True
            return True
        if typed.isalpha():
            self.textCursor().insertText(", ")
        return False

    def _say(self, state: _Lasting, number: str, unit: str) -> None:
        language = self._language.code
        text = state.phrase.text(language)
        cursor = self.textCursor()
        cursor.setPosition(state.start)
        cursor.setPosition(
            state.start + len(lasting(text, state.number, state.unit, language=language)),
            QTextCursor.MoveMode.KeepAnchor,
        )
        cursor.insertText(lasting(text, number, unit, language=language))
        self.setTextCursor(cursor)
        state.number, state.unit = number, unit

    def _end(self) -> None:
        self._lasting = None
        self.phrases.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end()
        super().focusOutEvent(event)

    def show_text(self, text: str) -> None:
        """Put other words into the field."""
        self._end()
        self.setPlainText(text)
