"""What ``Flow`` and ``Segments`` have in common: they lay themselves out in lines, as high as these."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget


class InLines(QFrame):
    """Arranges what it holds whenever its width or what it holds changes, and fixes its height to that.

    As that of ``WrappedLabel``: what Qt does for height-for-width is lost in stacked and scrolled pages.
    Until it has a place (``_placed``) its width says nothing, and all of it counts as one line.
    """

    def __init__(self, parent: QWidget | None, across: QSizePolicy.Policy) -> None:
        super().__init__(parent)
        self._placed = False
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def _put(self) -> None:
        """Give everything its place at the width of the moment."""
        raise NotImplementedError

    def _high(self) -> int:
        """What the lines need at the width of the moment, px."""
        raise NotImplementedError

    def _arrange(self) -> None:
        self._put()
        needed = self._high()
        if needed != self.minimumHeight() or needed != self.maximumHeight():
            self.setFixedHeight(needed)
        else:
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)


def height_of(widget: QWidget) -> int:
    """What a widget needs in a line laid out by hand; px, within the bounds that its look gives it."""
    asked = max(widget.sizeHint().height(), widget.minimumSizeHint().height())
    return min(max(asked, widget.minimumHeight()), widget.maximumHeight())
