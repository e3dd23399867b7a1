"""In a narrow window the list of who waits gives way to the form of who is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import GRID

_MOVES = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
_TURNS = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class GivesWay(QObject):
    """Hides ``card`` while ``form`` is shown beside it and both have no room; lives as long as the card."""

    def __init__(self, card: QWidget, *, form: QWidget, width: int) -> None:
        """``width``: of the card beside the form, px."""
        super().__init__(card)
        self._card, self._form, self._width = card, form, width
        desk = form.parentWidget()
        self._desk = card if desk is None else desk
        for watched in (self._desk, form):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (watched is self._desk and event.type() in _MOVES) or event.type() in _TURNS:
            needed = self._form.minimumSizeHint().width() + self._width + GRID
            shown = self._form.isHidden() or self._desk.width() >= needed
            if shown == self._card.isHidden():
                self._card.setVisible(shown)
        return super().eventFilter(watched, event)
