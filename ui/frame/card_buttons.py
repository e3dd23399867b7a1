"""Prints the cards for the desk from F1 and the palette: the person's own work, and the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from ui.frame.palette import Action
from ui.guide.cards import keyboard_card, role_cards
from ui.qt.paper_printer import PaperPrinter
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row


class CardButtons(QWidget):
    """Two buttons; each shows the sheets first, from where they are printed or saved."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cardButtons")
        self._context = context
        self.banner = Banner(self)
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=context.trouble, parent=self)
        self.role_card = Button("printRoleCard", parent=self)
        self.role_card.clicked.connect(self.show_role_card)
        self.keyboard_card = Button("printKeyboardCard", parent=self)
        self.keyboard_card.clicked.connect(self.show_keyboard_card)
        outer = column(self)
        outer.addWidget(self.banner)
        line = row()
        line.addWidget(self.role_card, 1)
        line.addWidget(self.keyboard_card, 1)
        outer.addLayout(line)
        self._translate()

    def show_role_card(self) -> None:
        """Show the card of each role that the person has."""
        roles, language = self._context.clinic.work.actor.roles, self._context.language.code
        self._printer.show_it(lambda: role_cards(roles, language), name="role-card")

    def show_keyboard_card(self) -> None:
        """Show the keys of every screen."""
        language = self._context.language.code
        self._printer.show_it(lambda: keyboard_card(language), name="keyboard-card")

    def offered(self) -> tuple[Action, ...]:
        """The same for the palette."""
        return (
            Action("roleCard", lambda: self.tr("Print the card of my work"), "", self.show_role_card),
            Action("keyboardCard", lambda: self.tr("Print the keyboard card"), "", self.show_keyboard_card),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.role_card.set_text(self.tr("Card of my work"), tip=self.tr("Print the card of my work"))
        self.keyboard_card.set_text(self.tr("Keyboard card"), tip=self.tr("Print the keyboard card"))
