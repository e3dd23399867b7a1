"""Hears that somebody works, without standing in the way of every event of the program."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_WORKING = (
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class Activity(QObject):
    """Listens at the window in front and at the field with the cursor: one of them hears what a person does.

    A filter on the application would be called for each of the thousands of events that building one page
    costs, and each call waits for its turn with the threads that work behind: a page took twice as long.

    Signals:
        came: a key or click, before anything else hears of it; whoever answers with ``refuse`` swallows it.
    """

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listening = self._refused = False
        self._heard: list[QObject] = []

    def listen(self) -> None:
        """Begin; where the cursor and the front window are is followed from now on."""
        application = QApplication.instance()
        if self._listening or not isinstance(application, QApplication):
            return
        self._listening = True
        application.focusWindowChanged.connect(self._follow)
        application.focusChanged.connect(self._follow)
        self._follow()

    def stop(self) -> None:
        """Listen no longer."""
        application = QApplication.instance()
        if not self._listening or not isinstance(application, QApplication):
            return
        self._listening = False
        application.focusWindowChanged.disconnect(self._follow)
        application.focusChanged.disconnect(self._follow)
        self._leave()

    def refuse(self) -> None:
        """What just came is not to be done: it arrived at a page that is no longer in front."""
        self._refused = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WORKING:
            self._refused = False
            self.came.emit()
            return self._refused
        return super().eventFilter(watched, event)

    def _follow(self, *_changed: object) -> None:
        self._leave()
        window: QWindow | None = QGuiApplication.focusWindow()
        field: QWidget | None = QApplication.focusWidget()
        self._heard = [each for each in (window, field) if each is not None]
        for each in self._heard:
            each.installEventFilter(self)

    def _leave(self) -> None:
        for each in self._heard:
            if shiboken6.isValid(each):
                each.removeEventFilter(self)
        self._heard = []
