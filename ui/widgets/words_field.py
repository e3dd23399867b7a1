"""Fields for more than one line, for one of a list, and for yes or no."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.theme.tokens import GRID
from ui.widgets.field import Field
from ui.widgets.form_keys import focus_next
from ui.widgets.wide_combo import WideCombo


class _Lines(QPlainTextEdit):
    """Enter goes on, Shift+Enter begins a new line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and modifiers == Qt.KeyboardModifier.NoModifier:
            focus_next(self.window())
            return
        if enter and modifiers == Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # saves
            return
        super().keyPressEvent(event)


class WordsField(Field):
    """Some lines of text."""

    def __init__(
        self, name: str, *, lines: int, required: bool = False, parent: QWidget | None = None
    ) -> None:
        self.edit = _Lines()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + 3 * GRID)
        super().__init__(name, self.edit, required=required, parent=parent)
        self.edit.textChanged.connect(self._typed)

    def text(self) -> str:
        return self.edit.toPlainText().strip()

    def set_text(self, text: str | None) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(text or "")

    def _typed(self) -> None:
        if self.error:
            self.set_error(None)
        self.edited.emit()


class ComboField(Field):
    """One of a list; ``offer`` again when the language changes, the choice stays."""

    def __init__(self, name: str, *, letters: int = 12, parent: QWidget | None = None) -> None:
        self.combo = WideCombo(name, letters=letters)
        super().__init__(name, self.combo, parent=parent)
        self.combo.activated.connect(self._chosen)

    def offer(self, choices: Mapping[str, str]) -> None:
        """Show these codes and words; an empty code may stand for no choice."""
        code = self.code
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for each, words in choices.items():
                self.combo.addItem(words, each)
        self.choose(code)

    @property
    def code(self) -> str:
        return str(self.combo.currentData() or "")

    def choose(self, code: str | None) -> None:
        """Show a choice without telling anyone; one that is not there is the first."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(max(self.combo.findData(code or ""), 0))

    def _chosen(self) -> None:
        if self.error:
            self.set_error(None)
        self.edited.emit()
