"""A few answers side by side: sex, payer, yes or no. One stop of Tab; arrows or a letter choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ui.widgets.field import Field
from ui.widgets.plain_tip import plain_tip
from ui.widgets.segments import Segments
from ui.widgets.spoken import say_aloud


class ChoiceBar(Segments):
    """``offer((("M", "Male"), ("F", "Female")))``; called again when the language changes, the choice stays.

    Signals:
        chosen: the code a person chose.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[tuple[str, str], ...] = ()
        self._letters: dict[str, str] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._code: str | None = None

    def offer(self, options: Sequence[tuple[str, str]], *, letters: dict[str, str] | None = None) -> None:
        """Show these codes and texts; ``letters`` are the keys of a code, else the text's first letter."""
        self._options = tuple(options)
        self._letters = {code: (letters or {}).get(code, text[:1]).upper() for code, text in options}
        if tuple(self._buttons) != tuple(code for code, _ in options):
            self._rebuild()
        for code, text in options:
            number = str([*self._buttons].index(code) + 1)
            keys = ", ".join(dict.fromkeys((*self._letters[code][:1], number)))
            self._buttons[code].setText(text)
            self._buttons[code].setAccessibleName(text)
            self._buttons[code].setToolTip(plain_tip(f"{text} ({keys})"))
        self.place(list(self._buttons.values()))
        self.choose(self._code)

    @property
    def code(self) -> str | None:
        return self._code

    def choose(self, code: str | None) -> None:
        """Show a choice without telling anyone."""
        self._code = code if code in self._buttons else None
        for other, button in self._buttons.items():
            button.setChecked(other == self._code)
        self.setAccessibleDescription(self._buttons[self._code].text() if self._code else "")

    def button(self, code: str) -> QToolButton:
        return self._buttons[code]

    def _rebuild(self) -> None:
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for code, _ in self._options:
            button = QToolButton(self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.toggled.connect(lambda on, code=code: self._toggled(code, on))
            button.show()
            self._buttons[code] = button

    def _toggled(self, code: str, on: bool) -> None:
        if on != (code == self._code):  # a person or a screen reader did it, not choose()
            self._choose(code)

    def _choose(self, code: str) -> None:
        self.choose(code)
        say_aloud(self, self._buttons[code].text())
        self.chosen.emit(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        code = self._code_for(event)
        if code is None:
            super().keyPressEvent(event)
        else:
            self._choose(code)

    def _code_for(self, event: QKeyEvent) -> str | None:
        codes = [code for code, _ in self._options]
        if not codes or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return None
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            if self._code is None:
                return codes[0] if step == 1 else codes[-1]
            return codes[min(max(codes.index(self._code) + step, 0), len(codes) - 1)]
        if event.key() == Qt.Key.Key_Space and self._code is None:
            return codes[0]
        letter = event.text().upper()
        if not letter.strip():
            return None
        if letter.isdigit() and 1 <= int(letter) <= len(codes):
            return codes[int(letter) - 1]
        matching = [code for code in codes if letter in self._letters[code]]
        if not matching:
            return None
        if self._code in matching:  # the same letter again goes round
            return matching[(matching.index(self._code) + 1) % len(matching)]
        return matching[0]


class ChoiceField(Field):
    """A choice bar with a label."""

    def __init__(self, name: str, *, required: bool = False, parent: QWidget | None = None) -> None:
        self.bar = ChoiceBar()
        super().__init__(name, self.bar, required=required, parent=parent)
        self.line.setAlignment(self.bar, Qt.AlignmentFlag.AlignLeft)
        self.bar.chosen.connect(self._chosen)

    @property
    def code(self) -> str | None:
        return self.bar.code

    def _chosen(self) -> None:
        if self.error:
            self.set_error(None)
        self.edited.emit()
