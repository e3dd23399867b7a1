"""Opening the record with the paper recovery key, when a password is lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.key_paper import KeyPaper


class RecoveryPage(FrontPage):
    """First the paper key and a new password; then the new paper key, which replaces the old one.

    Signals:
        asked: recovery key, user name, new password.
        finished: user name and password to log in with, once the new key is on paper.
        stepped_back: to the login page.
    """

    asked = Signal(str, str, str)
    finished = Signal(str, str)
    stepped_back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, width=520, parent=parent)
        self.key = TextField("recoveryKey", longest=80, parent=self)
        self.username = TextField("username", longest=32, parent=self)
        self.first = TextField("newPassword", secret=True, longest=256, parent=self)
        self.second = TextField("newPasswordAgain", secret=True, longest=256, parent=self)
        self._fields = (self.key, self.username, self.first, self.second)
        for field in self._fields:
            self.body.addWidget(field)
        self.paper = KeyPaper(parent=self)
        self.body.addWidget(self.paper)
        self._back = Button("back", kind="quiet", parent=self)
        self._go_on = Button("recover", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._go_on)
        self._back.clicked.connect(self.stepped_back)
        self._go_on.clicked.connect(self._go)
        FormKeys(self, save=self._go, back=self._step_back)
        self._has_new_key = False
        self._translate()

    def begin(self, username: str) -> None:
        """Start afresh, for this user."""
        self._has_new_key = False
        for field in self._fields:
            field.set_text("")
            field.set_error(None)
        self.username.set_text(username)
        self.banner.clear()
        self._translate()
        self.key.editor.setFocus()

    def show_new_key(self, recovery_key: object) -> None:
        """The record is open: the new paper key must be written down."""
        self._has_new_key = True
        self.paper.show_key(str(recovery_key))
        self._translate()

    def show_error(self, field: str | None, text: str) -> None:
        """Say it at its field, or above all."""
        at = {"recovery_key": self.key, "username": self.username, "password": self.first}.get(field or "")
        if at is None:
            self.banner.show_message(text)
            self.key.editor.setFocus()
        else:
            at.set_error(text)
            at.editor.setFocus()

    def _step_back(self) -> None:
        if not self._has_new_key:  # the new key is shown once: it must not be left by a slip
            self.stepped_back.emit()

    def _go(self) -> None:
        if not self._go_on.isEnabled():
            return
        self.banner.clear()
        if self._has_new_key:
            if self.paper.is_confirmed():
                self.finished.emit(self.username.text(), self.first.raw_text())
            return
        if self.first.raw_text() != self.second.raw_text():
            self.second.set_error(self.tr("The two passwords differ. Type the same one twice."))
            self.second.editor.setFocus()
            return
        self.asked.emit(self.key.text(), self.username.text(), self.first.raw_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        for field in self._fields:
            field.setVisible(not self._has_new_key)
        self.paper.setVisible(self._has_new_key)
        self._back.setVisible(not self._has_new_key)
        if self._has_new_key:
            self.set_title(
                self.tr("Write the new recovery key on paper"),
                self.tr("The old paper no longer opens the record. Tear it up."),
            )
            self._go_on.set_text(self.tr("It is on paper: log in"))
        else:
            self.set_title(
                self.tr("Open with the paper recovery key"),
                self.tr(
                    "If the in-charge can log in, ask for a one-time code: that is easier. "
                    "If nobody can, take the recovery key from the safe."
                ),
            )
            self._go_on.set_text(self.tr("Open the record"))
        self.key.set_label(self.tr("Recovery key"))
        self.key.set_help(self.tr("Eight groups of five letters and digits"))
        self.username.set_label(self.tr("User name"))
        self.first.set_label(self.tr("New password"))
        self.second.set_label(self.tr("New password again"))
        self._back.set_text(self.tr("Back"))
