"""A person's own PIN: setting it, changing it, taking it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage


class PinPage(FrontPage):
    """Signals: ``chosen`` with PIN and password; ``removed``; ``stepped_back``."""

    chosen = Signal(str, str)
    removed = Signal()
    stepped_back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.setObjectName("ownPin")
        self._whose = ""
        self.fields = {
            "pin": TextField("newPin", secret=True, longest=8, parent=self),
            "again": TextField("newPinAgain", secret=True, longest=8, parent=self),
            "password": TextField("pinPassword", secret=True, longest=256, parent=self),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self._back = Button("back", kind="quiet", parent=self)
        self._remove = Button("removePin", kind="quiet", parent=self)
        self._save = Button("savePin", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addWidget(self._remove)
        self.foot.addStretch(1)
        self.foot.addWidget(self._save)
        self._back.clicked.connect(self.stepped_back)
        self._remove.clicked.connect(self.removed)
        self._save.clicked.connect(self._go)
        self.fields["password"].edit.returnPressed.connect(self._go)
        FormKeys(self, save=self._go, back=self.stepped_back.emit)
        self._translate()

    def begin(self, whose: str, *, has_pin: bool) -> None:
        """Empty the fields; ``has_pin`` offers to take it away."""
        self._whose = whose
        self.banner.clear()
        for field in self.fields.values():
            field.set_text("")
            field.set_error(None)
        self._remove.setVisible(has_pin)
        self._translate()
        self.fields["pin"].editor.setFocus()

    def show_error(self, name: str | None, text: str) -> None:
        """Say it under the field it belongs to, else above them."""
        field = self.fields.get(name or "")
        if field is None:
            self.banner.show_message(text)
            return
        field.set_error(text)
        field.editor.setFocus()

    def _go(self) -> None:
        if not self._save.isEnabled():
            return
        for field in self.fields.values():
            field.set_error(None)
        if self.fields["pin"].raw_text() != self.fields["again"].raw_text():
            self.show_error("again", self.tr("The two PINs differ. Type the same one twice."))
            return
        self.chosen.emit(self.fields["pin"].raw_text(), self.fields["password"].raw_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self.tr("Your PIN"),
            self.tr("{0}: with it you go on quickly on a computer that is open already.").format(self._whose),
        )
        self.fields["pin"].set_label(self.tr("New PIN"))
        self.fields["pin"].set_help(self.tr("4 to 8 digits; no year, no date, no run such as 1234."))
        self.fields["again"].set_label(self.tr("New PIN again"))
        self.fields["password"].set_label(self.tr("Your password"))
        self._back.set_text(self.tr("Back"))
        self._remove.set_text(self.tr("Remove my PIN"))
        self._save.set_text(self.tr("Save the PIN"))
