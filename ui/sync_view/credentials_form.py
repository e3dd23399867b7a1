"""Another token, password or address for a target that is there already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from sync.rows import TargetRow
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words
from ui.widgets.scrolled import scrolled_column


@dataclass(frozen=True)
class NewCredentials:
    """At most one of token and user name with password is given; neither: the kept ones stay."""

    target: str
    url: str
    token: str | None
    username: str | None
    password: str | None
    certificate: Path | None = None  # of the server's own authority; None: the kept one stays


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
        self._certificate: Path | None = None
        self._certificate_said = words(role="quiet", wrap=True, parent=self)
        self._certificate_said.setObjectName("certificateSaid")
        self._certificate_button = Button("certificateFile", parent=self)
        self._save = Button("saveCredentials", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._back = Button("leaveCredentials", parent=self)
        body = scrolled_column(self._card.body)
        body.addWidget(self._why)
        for names in (("url",), ("token",), ("username", "password")):
            line = Flow(self, spacing=2 * GRID)
            for name in names:
                line.add(self.fields[name], 1, least=20 * GRID)
            body.addWidget(line)
        trust = row(spacing=2 * GRID)
        trust.addWidget(self._certificate_button)
        trust.addWidget(self._certificate_said, 1)
        body.addLayout(trust)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._save)
        self._card.body.addLayout(buttons)
        page = column(self)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        self._certificate_button.clicked.connect(self._choose)
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
        self._certificate = None
        self._translate()
        if first == "certificate":
            self._certificate_button.setFocus()
        else:
            self.fields[first].editor.setFocus()

    def take_certificate(self, path: Path) -> None:
        """Use this file; nothing is kept before Save."""
        self._certificate = path
        self._translate()

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Certificate"), "", "PEM (*.pem *.crt *.cer);;* (*)"
        )
        if chosen:
            self.take_certificate(Path(chosen))

    def point_at(self, field: str, text: str) -> bool:
        """Show what is wrong with a field; False for a field that is not here."""
        if field == "ca_pem":
            self._certificate_said.setText(text)
            self._certificate_button.setFocus()
            return True
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
                    certificate=self._certificate,
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
            self.tr(
                "Mappings and what waits stay. A token or password left empty stays, on the same server."
                " It is tested at once."
            )
        )
        self.fields["url"].set_label(self.tr("Address"))
        self.fields["token"].set_label(self.tr("New access token"))
        self.fields["username"].set_label(self.tr("or user name"))
        self.fields["password"].set_label(self.tr("and password"))
        self._certificate_button.set_text(self.tr("Certi&ficate file …"))
        self._certificate_said.setText(
            self._certificate.name
            if self._certificate is not None
            else self.tr("Only for a server with a certificate of its own: those who run it give the file.")
        )
        self._save.set_text(self.tr("Save and test"))
        self._back.set_text(self.tr("Back"))
