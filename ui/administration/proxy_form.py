"""The proxy of the facility: its address, what is reached without it, and who we are there."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from sync.proxy import Proxy, ProxyService
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.fixed import show_fixed
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words


class ProxyForm(QWidget):
    """``show_proxy(...)`` shows what holds; Save takes what is typed. A password is never shown again."""

    def __init__(
        self, *, context: ScreenContext, failed: Failed, may_save: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("proxyForm")
        self._context, self._failed, self._may_save = context, failed, may_save
        self._service = ProxyService(work=context.clinic.work)
        self._held: Proxy | None = None
        self.fields = {
            "address": TextField("proxyAddress", longest=300, parent=self),
            "exceptions": TextField("proxyExceptions", longest=500, parent=self),
            "user": TextField("proxyUser", longest=200, parent=self),
            "password": TextField("proxyPassword", longest=256, secret=True, parent=self),
        }
        self._note = words(role="small", wrap=True, parent=self)
        self._note.setObjectName("proxyNote")
        self._save = Button("saveProxy", parent=self)
        self._save.clicked.connect(self.save)
        self._save.setVisible(may_save)
        self._card = Card(self)
        for names in (("address", "exceptions"), ("user", "password")):
            line = row(spacing=2 * GRID)
            for name in names:
                line.addWidget(self.fields[name], 1)
            self._card.body.addLayout(line)
        foot = row(spacing=2 * GRID)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._save)
        self._card.body.addLayout(foot)
        column(self).addWidget(self._card)
        FormKeys(self._card)
        self._translate()

    def show_proxy(self, held: Proxy, fixed: frozenset[str]) -> None:
        """Show what holds now; ``fixed``: names of settings that the administrator set."""
        self._held = held
        chosen = held.address if held.source != "default" else ""
        for name, text in (
            ("address", chosen),
            ("exceptions", held.exceptions),
            ("user", held.user or ""),
            ("password", ""),
        ):
            self.fields[name].set_text(text)
            self.fields[name].set_error(None)
            self.fields[name].setEnabled(self._may_save)
        if self._may_save:
            show_fixed(self.fields["address"], "network.proxy" in fixed)
            show_fixed(self.fields["exceptions"], "network.no_proxy" in fixed)
        self._say_note()

    def point_at(self, field: str, text: str) -> bool:
        """Show what is wrong with a field; False for a field that is not here."""
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    def save(self) -> None:
        """Take what is typed; an empty password keeps the one that is there."""
        for field in self.fields.values():
            field.set_error(None)
        texts = {name: field.text() for name, field in self.fields.items()}
        password = self.fields["password"].raw_text()

        def write() -> Proxy:
            return self._service.save(
                address=texts["address"],
                exceptions=texts["exceptions"],
                user=texts["user"] or None,
                password=password or None,
            )

        def done(held: Proxy) -> None:
            self.show_proxy(held, self._context.clinic.facility.fixed())
            self._context.say(self.tr("Saved."))

        self._context.tasks.run(self, write, done=done, failed=self._failed, key="proxy", stoppable=False)

    def _say_note(self) -> None:
        refused = self._held is not None and self._held.refused
        self._note.setText(
            sentence("sync.proxy_password", {}, self._context.language.code)
            if refused
            else self.tr("Empty: the system's proxy. “none”: straight. The password stays in the record.")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._card.set_heading(self.tr("Proxy"))
        self.fields["address"].set_label(self.tr("Address of the proxy"))
        self.fields["address"].set_placeholder("http://proxy.example.go.tz:3128")
        self.fields["exceptions"].set_label(self.tr("Reached without it"))
        self.fields["exceptions"].set_placeholder(".example.go.tz, 10.0.0.0/8")
        self.fields["user"].set_label(self.tr("User name at the proxy"))
        self.fields["password"].set_label(self.tr("Password at the proxy"))
        self._save.set_text(self.tr("Save"))
        fixed = self._context.clinic.facility.fixed()
        if self._held is not None and self._may_save:
            show_fixed(self.fields["address"], "network.proxy" in fixed)
            show_fixed(self.fields["exceptions"], "network.no_proxy" in fixed)
        self._say_note()
