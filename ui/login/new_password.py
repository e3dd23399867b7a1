"""Choosing a password of one's own, after a one-time code."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import words


class NewPasswordPage(FrontPage):
    """Signals: ``chosen`` with the new password; ``suggestion_asked``; ``stepped_back``."""

    chosen = Signal(str)
    suggestion_asked = Signal()
    stepped_back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.first = TextField("newPassword", secret=True, longest=256, parent=self)
        self.second = TextField("newPasswordAgain", secret=True, longest=256, parent=self)
        self.body.addWidget(self.first)
        self.body.addWidget(self.second)
        self._suggest = Button("suggestPassword", kind="quiet", parent=self)
        self._suggest.clicked.connect(self.suggestion_asked)
        self._suggested = words(role="secret", parent=self)
        self._suggested.hide()
        self._suggested_line = words(wrap=True, role="quiet", parent=self)
        self._suggested_line.hide()
        self.body.addWidget(self._suggest)
        self.body.addWidget(self._suggested)
        self.body.addWidget(self._suggested_line)
        self._back = Button("back", kind="quiet", parent=self)
        self._save = Button("savePassword", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._save)
        self._back.clicked.connect(self.stepped_back)
        self._save.clicked.connect(self._go)
        self.second.edit.returnPressed.connect(self._go)
        FormKeys(self, save=self._go, back=self.stepped_back.emit)
        self._translate()

    def begin(self) -> None:
        """Empty both fields."""
        for field in (self.first, self.second):
            field.set_text("")
            field.set_error(None)
        self._suggested.hide()
        self._suggested_line.hide()
        self.first.editor.setFocus()

    def suggest(self, passphrase: str) -> None:
        """Show a password made of random words, and put it into both fields."""
        for field in (self.first, self.second):
            field.set_text(passphrase)
            field.set_error(None)
        self._suggested.setText(passphrase)
        self._suggested.show()
        self._suggested_line.show()
        self._save.setFocus()

    @property
    def suggested(self) -> str:
        """The words on show; empty when nobody asked for them."""
        return "" if self._suggested.isHidden() else self._suggested.text()

    def show_error(self, text: str) -> None:
        self.first.set_error(text)
        self.first.editor.setFocus()

    def _go(self) -> None:
        if not self._save.isEnabled():
            return
        if self.first.raw_text() != self.second.raw_text():
            self.second.set_error(self.tr("The two passwords differ. Type the same one twice."))
            self.second.editor.setFocus()
            return
        self.chosen.emit(self.first.raw_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self.tr("Choose your own password"),
            self.tr("The code worked once. From now on only your own password opens the record."),
        )
        self.first.set_label(self.tr("New password"))
        self.first.set_help(self.tr("At least 10 characters; three or four words are easy to remember."))
        self.second.set_label(self.tr("New password again"))
        self._suggest.set_text(self.tr("Suggest four words"))
        self._suggested_line.setText(
            self.tr("Both fields hold these words now. Write them down until you know them by heart.")
        )
        self._back.set_text(self.tr("Back"))
        self._save.set_text(self.tr("Save and log in"))
