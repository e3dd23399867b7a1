"""Says that the day of a sheet lies in a month that is closed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.layout import WrappedLabel


class ClosedNote(WrappedLabel):
    """``look(day)`` shows or hides it."""

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("lateClosed")
        self.setProperty("role", "warn")
        self._context, self._failed = context, failed
        self._day: date | None = None
        self.hide()

    def look(self, day: date | None) -> None:
        """Find out whether the month of this day is closed; None: no day stands there."""
        self._day = day
        if day is None:
            self.hide()
            return
        forms = self._context.clinic.forms
        self._context.tasks.run(
            self, lambda: forms.is_closed(day), done=self._show, failed=self._failed, key="closed"
        )

    def _show(self, closed: bool) -> None:
        self._say()
        self.setVisible(closed)

    def _say(self) -> None:
        if self._day is not None:
            told = self.tr(
                "{0} lies in a month that is closed. The visit is kept and counted; the signed form then "
                'shows "changed since closing" until it is opened and closed again.'
            )
            self.setText(told.format(f"{self._day:%d/%m/%Y}"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
