"""A few answers side by side, taken with one key: P and N, the digits, or the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ui.widgets.plain_tip import plain_tip
from ui.widgets.segments import Segments


@dataclass(frozen=True)
class Answer:
    """``keys`` are the letters that take it, in any language; the digits follow the order."""

    code: str
    text: str
    keys: str = ""


class AnswerKeys(Segments):
    """One stop of the Tab key. Delete and Backspace take the answer back; a click on the answer too.

    Signals:
        answered: the code a person chose, or an empty text when it was taken back.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: tuple[Answer, ...] = ()
        self._buttons: dict[str, QToolButton] = {}
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """The code chosen, or an empty text."""
        return self._chosen

    def button(self, code: str) -> QToolButton:
        return self._buttons[code]

    def offer(self, answers: Sequence[Answer], chosen: str = "") -> None:
        """Show these answers; called again when the language changes."""
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._answers = tuple(answers)
        self._buttons = {}
        for place, answer in enumerate(answers):
            button = QToolButton(self)
            button.setText(answer.text)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("tight", "true")
            button.setAccessibleName(answer.text)
            keys = [key for key in (*answer.keys[:1], str(place + 1)) if key]
            button.setToolTip(plain_tip(f"{answer.text} ({', '.join(keys)})"))
            button.toggled.connect(lambda on, code=answer.code: self._toggled(code, on))
            button.show()
            self._buttons[answer.code] = button
        self.place(list(self._buttons.values()))
        self.show_answer(chosen)

    def show_answer(self, code: str) -> None:
        """Show what is chosen, without telling anyone."""
        self._chosen = code if code in self._buttons else ""
        for other, button in self._buttons.items():
            button.setChecked(other == self._chosen)
        if self._chosen:
            self.setAccessibleDescription(self._buttons[self._chosen].text())

    def _toggled(self, code: str, on: bool) -> None:
        if on != (code == self._chosen):  # a person or a screen reader did it, not show_answer
            self._choose(code)

    def _choose(self, code: str) -> None:
        self.show_answer("" if code == self._chosen else code)
        self.answered.emit(self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        code = self._code_for(event) if modifiers == Qt.KeyboardModifier.NoModifier else None
        if code is None:
            super().keyPressEvent(event)
            return
        event.accept()
        if code != self._chosen:
            self.show_answer(code)
            self.answered.emit(self._chosen)

    def _code_for(self, event: QKeyEvent) -> str | None:
        codes = [answer.code for answer in self._answers]
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return ""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and codes:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            if self._chosen not in codes:
                return codes[0] if step == 1 else codes[-1]
            return codes[min(max(codes.index(self._chosen) + step, 0), len(codes) - 1)]
        typed = event.text().upper()
        if not typed:
            return None
        if typed.isdigit() and 1 <= int(typed) <= len(codes):
            return codes[int(typed) - 1]
        return next((answer.code for answer in self._answers if typed in answer.keys), None)
