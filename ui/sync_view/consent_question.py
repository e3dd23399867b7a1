"""The in-charge's word that records of patients may go to a system: what was set up, then the password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sync.rows import TargetRow
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import column
from ui.widgets.password_bar import PasswordBar


class ConsentQuestion(QWidget):
    """Hidden until ``start(target)``. Signal ``given``: the name of a target that may be sent to now."""

    given = Signal(str)

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("consentQuestion")
        self._context, self._failed = context, failed
        self.confirm = ConfirmBar(self)
        self.password = PasswordBar.of_screen(context, parent=self)
        lines = column(self)
        lines.addWidget(self.confirm)
        lines.addWidget(self.password)

    @property
    def is_asking(self) -> bool:
        return not (self.confirm.isHidden() and self.password.isHidden())

    def clear(self) -> None:
        """Nothing is asked any more; what was set up goes on waiting."""
        self.confirm.clear()
        self.password.clear()

    def start(self, target: TargetRow) -> None:
        """Ask for the word: where it would go, and what of it."""
        if target.kind.startswith("registry-"):
            question = self.tr("May names and birth dates of patients be asked at {0}?")
            details = self.tr("When somebody is registered the national registry there is asked.")
        else:
            question = self.tr("May visits of patients go to {0}?")
            details = (
                self.tr("HIV, violence and mental health would go there too.")
                if target.details.get("sensitive") is True
                else self.tr("HIV, violence and mental health are kept back.")
            )
        self.confirm.ask(
            question.format(target.url),
            details=details
            + " "
            + self.tr("Make sure that this is the address the council or the Ministry told you."),
            yes=self.tr("They may"),
            then=lambda _reason: self.password.before(lambda: self._give(target.name)),
            again=lambda: self.start(target),
        )

    def _give(self, name: str) -> None:
        records = self._context.sync.records

        def done(_row: TargetRow) -> None:
            self._context.say(self.tr("Confirmed. What waits for {0} goes now.").format(name))
            self.given.emit(name)

        self._context.tasks.run(self, lambda: records.give_consent(name), done=done, failed=self._failed)
