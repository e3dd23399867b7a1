"""A short "done" over the window that goes away by itself and takes no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import GRID
from ui.widgets.layout import OVER, Panel, row, words
from ui.widgets.spoken import say_aloud

SHOWN_MS = 4000


class Toast(Panel):
    """Stands at the bottom middle of ``over``."""

    def __init__(self, *, over: QWidget, shown_ms: int = SHOWN_MS) -> None:
        super().__init__("toast", over)
        self.setObjectName("toast")
        self.setProperty(OVER, True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = over
        self._text = words(parent=self)
        row(self, margin=GRID * 3 // 2).addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(shown_ms)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str) -> None:
        """Show ``text`` for a few seconds, in place of the one before."""
        self._text.setText(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        say_aloud(self, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        # In the middle of the top bar: below lie the fields and Save, which a message must never cover.
        self.move((self._over.width() - self.width()) // 2, GRID // 2)
