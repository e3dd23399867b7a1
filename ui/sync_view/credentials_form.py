"""Another token, password or address for a target that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from sync.rows import TargetRow
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words


@dataclass(frozen=True)
class NewCredentials:
    """Exactly one of token and user name with password is given."""

    target: str
    url: str
    token: str | None
    username: str | None
    password: str | None


class CredentialsForm(QWidget):
    """Signals: ``saved`` with ``NewCredentials``; ``back``."""

    saved = Signal(object)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("credentialsForm")
        self._row: TargetRow | None = None
        self._card = Card(self)
        self._why = words(role="quiet", wrap=True, parent=self)
        self._why.setObjectName("credentialsWhy")
        self.fields = {
            "url": TextField("newUrl", required=True, longest=200, parent=self),
            "token": TextField("newToken", longest=4000, secret=True, parent=self),
            "username": TextField("newUser", longest=120, parent=self),
            "password": TextField("newPassword", longest=400, secret=True, parent=self),
        }
        self._save = Button("saveCredentials", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._back = Button("leaveCredentials", parent=self)
        body = self._card.body
        body.addWidget(self._why)
        for names in (("url",), ("token",), ("username", "password")):
            line = row(spacing=2 * GRID)
            for name in names:
                line.addWidget(self.fields[name])
            body.addLayout(line)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._save)
        body.addLayout(buttons)
        page = column(self)
        page.addWidget(self._card)
        page.addStretch(1)
        self._save.clicked.connect(self._take)
        self._back.clicked.connect(self.back)
        FormKeys(self, back=self.back.emit)
        self._translate()

    def start(self, target: TargetRow, *, first: str = "token") -> None:
        """Ask for what ``first`` names; nothing that is kept is shown but the address."""
        self._row = target
        for field in self.fields.values():
            field.set_text("")
            field.set_error(None)
        self.fields["url"].set_text(target.url)
        self._translate()
        self.fields[first].editor.setFocus()

    def point_at(self, field: str, text: str) -> bool:
        """Show what is wrong with a field; False for a field that is not here."""
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    def _take(self) -> None:
        if self._row is not None:
            self.saved.emit(
                NewCredentials(
                    target=self._row.name,
                    url=self.fields["url"].text(),
                    token=self.fields["token"].text_or_none(),
                    username=self.fields["username"].text_or_none(),
                    password=self.fields["password"].raw_text() or None,
                )
            )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        name = "" if self._row is None else self._row.name
        self._card.set_heading(self.tr("New access to {0}").format(name))
        self._why.setText(
            self.tr("Mappings, what waits and the certificate stay as they are. It is tested at once.")
        )
        self.fields["url"].set_label(self.tr("Address"))
        self.fields["token"].set_label(self.tr("New access token"))
        self.fields["username"].set_label(self.tr("or user name"))
        self.fields["password"].set_label(self.tr("and password"))
        self._save.set_text(self.tr("Save and test"))
        self._back.set_text(self.tr("Back"))
