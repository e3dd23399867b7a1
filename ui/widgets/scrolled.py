"""A part of a page that scrolls in a low window and follows the cursor, so that Save stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ui.theme.tokens import GRID


class Scrolled(QScrollArea):
    """As high as what it holds where there is room; else the field that is typed into is in view."""

    def __init__(
        self, inner: QWidget | None = None, parent: QWidget | None = None, *, sideways: bool = False
    ) -> None:
        """``sideways``: what it holds may be wider than the window with large text."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sideways = sideways
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        if inner is not None:
            self.setWidget(inner)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        return super().sizeHint() if inner is None else inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what it holds, unless that scrolls sideways: the edge would be cut unseen."""
        least, inner = super().minimumSizeHint(), self.widget()
        if inner is None or self._sideways:
            return least
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(inner.minimumSizeHint().width() + bar, least.height())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, GRID, 2 * GRID)
