"""Counts down after wrong passwords, and says what to do meanwhile."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.layout import column, words


class WaitingLine(QWidget):
    """Signals: ``ended`` when the next try may be made."""

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loginWait")
        self._line = words(role="warn", wrap=True, parent=self)
        self._help = words(role="quiet", wrap=True, parent=self)
        body = column(self)
        body.addWidget(self._line)
        body.addWidget(self._help)
        self._until = 0.0
        self._closed = False
        self._second = QTimer(self)
        self._second.setInterval(500)
        self._second.timeout.connect(self._count)
        self.hide()

    @property
    def is_on(self) -> bool:
        return not self.isHidden()

    @property
    def text(self) -> str:
        return self._line.text()

    def show_wait(self, seconds: float, *, closed: bool) -> None:
        """Show how long; nothing when there is no wait."""
        self._closed = closed
        self._until = time.monotonic() + seconds
        self.setVisible(closed or seconds > 0)
        if seconds > 0 and not closed:
            self._second.start()
        else:
            self._second.stop()
        self._say()

    def _count(self) -> None:
        if time.monotonic() >= self._until:
            self._second.stop()
            self.hide()
            self.ended.emit()
        self._say()

    def _say(self) -> None:
        left = max(math.ceil(self._until - time.monotonic()), 0)
        self._line.setText(
            self.tr("This name is closed after a hundred wrong passwords.")
            if self._closed
            else self.tr("Several wrong passwords. Try again in {0}.").format(f"{left // 60}:{left % 60:02}")
        )
        self._help.setText(
            self.tr(
                "Password forgotten? The in-charge can give you a one-time code now. "
                "Others can log in as ever."
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
