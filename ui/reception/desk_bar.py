"""The way from the reception to its other lists: appointments, referrals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from ui.frame.palette import Action
from ui.widgets.buttons import Button
from ui.widgets.layout import row

_VERBS = {"appointments": "appointment.view", "referrals": "referral.view"}


class DeskBar(QWidget):
    """Only what the roles of the person may open.

    Signals:
        wanted: the name of a list: ``appointments referrals``.
    """

    wanted = Signal(str)

    def __init__(self, *, roles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deskBar")
        self._buttons: dict[str, Button] = {}
        line = row(self)
        for name, verb in _VERBS.items():
            if may(roles, verb):
                button = Button(f"desk{name.title()}", parent=self)
                button.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
                self._buttons[name] = button
                line.addWidget(button)
        line.addStretch(1)
        self._translate()

    def commands(self) -> tuple[Action, ...]:
        """The same lists for the command palette."""
        return tuple(
            Action(
                f"desk{name.title()}",
                lambda button=button: button.accessibleName(),  # type: ignore[misc]
                "",
                button.click,
            )
            for name, button in self._buttons.items()
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        words = {
            "appointments": (self.tr("&Appointments"), self.tr("Who comes, and who did not come")),
            "referrals": (self.tr("&Referrals"), self.tr("Who was sent elsewhere, and what came back")),
        }
        for name, button in self._buttons.items():
            button.set_text(words[name][0], tip=words[name][1])
