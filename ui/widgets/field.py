"""Fields: a label above, the editor, and under it help or what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme.apply import set_state
from ui.theme.tokens import GRID
from ui.widgets.layout import column, row, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.spoken import say_aloud


class Field(QWidget):
    """Carries one editor. Texts are set by the owner in its ``_translate``.

    ``name`` becomes the editor's objectName (``firstName``); the field itself is ``firstNameField``. An ``&``
    in the label underlines the letter that Alt reaches the editor with.

    Signals:
        edited: a person changed the value.
    """

    edited = Signal()

    def __init__(
        self, name: str, editor: QWidget, *, required: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Field")
        self.editor = editor
        self._required = required
        self._help = ""
        self._error = ""
        editor.setObjectName(name)
        self.setFocusProxy(editor)
        outer = column(self, spacing=GRID // 4)
        self._label = words(role="label", wrap=True, parent=self)
        self._label.setBuddy(editor)
        self._label.setMinimumWidth(1)  # a long label must not push its neighbour away
        self._note = words(role="small", wrap=True, parent=self)
        self._note.setObjectName(f"{name}Note")
        self._note.hide()
        outer.addWidget(self._label)
        self.line = row(spacing=GRID // 2)
        self.line.addWidget(editor, 1)
        outer.addLayout(self.line)
        outer.addWidget(self._note)
        outer.addStretch(1)

    def set_label(self, text: str) -> None:
        """The visible label and the accessible name."""
        self._label.setText(f"{text} *" if self._required else text)
        self.editor.setAccessibleName(text.replace("&", ""))
        self._label.setToolTip(plain_tip(text.replace("&", "")))

    def set_help(self, text: str) -> None:
        """A quiet line under the editor; an empty text takes it away."""
        self._help = text
        self._show_note()

    def set_error(self, text: str | None) -> None:
        """Say what is wrong under the editor, in place of the help; None: nothing is wrong."""
        new = text not in (None, "", self._error)
        self._error = text or ""
        self._show_note()
        if new and self.isVisible():
            say_aloud(self.editor, f"{self.editor.accessibleName()}: {self._error}", at_once=True)

    @property
    def error(self) -> str:
        return self._error

    @property
    def note(self) -> str:
        """What stands under the editor."""
        return self._error or self._help

    def _show_note(self) -> None:
        self._note.setText(self.note)
        self._note.setVisible(bool(self.note))
        state = "error" if self._error else None
        set_state(self.editor, state)
        set_state(self._note, state)
        self.editor.setAccessibleDescription(self.note)


class TextField(Field):
    """One line of text."""

    def __init__(
        self,
        name: str,
        *,
        required: bool = False,
        longest: int = 120,
        secret: bool = False,
        edit: QLineEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = QLineEdit() if edit is None else edit
        self.edit.setMaxLength(longest)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.edit.setInputMethodHints(
                Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
            )
        super().__init__(name, self.edit, required=required, parent=parent)
        self.edit.textEdited.connect(self._typed)

    def text(self) -> str:
        return self.edit.text().strip()

    def raw_text(self) -> str:
        """What was typed, blanks at the ends too (passwords)."""
        return self.edit.text()

    def text_or_none(self) -> str | None:
        return self.text() or None

    def set_text(self, text: str | None) -> None:
        self.edit.setText(text or "")
        self.edit.setCursorPosition(0)  # the beginning of a long text is what tells

    def set_placeholder(self, text: str) -> None:
        self.edit.setPlaceholderText(text)

    def _typed(self) -> None:
        if self.error:
            self.set_error(None)
        self.edited.emit()


class NumberField(TextField):
    """A number with its unit beside it; what was typed is kept as text until it is read."""

    def __init__(
        self,
        name: str,
        *,
        unit: str = "",
        whole: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, required=required, longest=9, parent=parent)
        if whole:
            self.edit.setValidator(QIntValidator(0, 999_999_999, self.edit))
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        if unit:
            self.line.addWidget(words(unit, role="quiet", parent=self))

    def value(self) -> float | None:
        """The number typed, with a point or a comma; None when the field is empty.

        Raises:
            ValueError: it is not a number.
        """
        text = self.text().replace(",", ".")
        return float(text) if text else None

    def set_value(self, value: float | None) -> None:
        self.set_text("" if value is None else f"{value:g}")
