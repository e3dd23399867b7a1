"""Parts of a page that stand side by side, and under each other where there is no room for that."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme.sizes import scaled
from ui.theme.tokens import GRID

_ANY_WIDTH = 16_777_215  # px; Qt's own way to say that there is no limit


class Beside(QWidget):
    """Parts of a page side by side, or under each other where there is less than ``least`` px at 100 %."""

    def __init__(self, parent: QWidget | None = None, *, least: int) -> None:
        super().__init__(parent)
        self._least = least
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GRID)
        self._narrower: list[tuple[QWidget, int]] = []

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """One more part; ``stretch`` is its share."""
        self._box.addWidget(widget, stretch)

    def watch(self, widget: QWidget, width: int) -> None:
        """A part that is ``width`` px wide at 100 % beside the others, and as wide as they are under them."""
        self._narrower.append((widget, width))
        self._hold()

    @property
    def is_stacked(self) -> bool:
        """Whether they stand under each other now."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part: they can stand under each other."""
        asked = super().minimumSizeHint()
        items = [self._box.itemAt(at) for at in range(self._box.count())]
        widths = [item.minimumSize().width() for item in items if item is not None]
        return QSize(max(widths, default=0), asked.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < scaled(self._least)
        if stacked != self.is_stacked:
            way = QBoxLayout.Direction
            self._box.setDirection(way.TopToBottom if stacked else way.LeftToRight)
        self._hold()

    def _hold(self) -> None:
        for widget, width in self._narrower:
            widget.setMaximumWidth(_ANY_WIDTH if self.is_stacked else scaled(width))
            widget.setMinimumWidth(0 if self.is_stacked else scaled(width))
