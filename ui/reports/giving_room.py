"""The choice of the form gives its room to the cases and the findings, where these have too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.theme.sizes import scaled
from ui.theme.tokens import GRID

_LINES = 112  # px at 100 % that a page has for its lines, besides what it needs at least


class GivesRoom(QObject):
    """Hides ``parts`` above ``stack`` while another page than the first is in front and has no room."""

    def __init__(
        self, parts: Sequence[QWidget], *, stack: QStackedWidget, aside: Callable[[], bool], view: QWidget
    ) -> None:
        """``aside``: whether somebody else decides about the parts now."""
        super().__init__(view)
        self._parts, self._stack, self._aside, self._view = parts, stack, aside, view
        stack.currentChanged.connect(lambda _at: self.look())
        view.installEventFilter(self)

    def look(self) -> None:
        """Decide anew."""
        page = self._stack.currentWidget()
        if page is None or self._aside():
            return
        taken = sum(part.sizeHint().height() + GRID for part in self._parts) + 4 * GRID
        left = self._view.height() - taken - page.minimumSizeHint().height()
        shown = self._stack.currentIndex() == 0 or left >= scaled(_LINES)
        for part in self._parts:
            if part.isHidden() == shown:
                part.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.look()
        return super().eventFilter(watched, event)
