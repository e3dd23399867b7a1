"""The keys of the search box: Enter takes, the arrows move in the list while the cursor stays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class SearchKeys(QObject):
    """Tells ``entered`` on Enter, and ``stepped`` with so many lines down (up when negative)."""

    entered = Signal()
    stepped = Signal(int)

    def __init__(self, search: QLineEdit) -> None:
        super().__init__(search)
        search.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
            if key in _STEPS:
                self.stepped.emit(_STEPS[key])
                return True
        return super().eventFilter(watched, event)
