"""A list of lines that grows inside its place, so that Save never leaves the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme.sizes import scaled

SETTLED_AFTER_MS = 200
_LEAST = 104  # px at 100 %: the heads and two lines


class GrowingList(QScrollArea):
    """Lines one below the other; more than fit are scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget(self)
        self._inner.setProperty("panel", "scrolled")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self.setWidget(self._inner)
        self._feet = 0
        self._wanted: QWidget | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_AFTER_MS)
        self._settling.timeout.connect(self._let_go)
        # The lines are moved after their scroll bar, so not at once.
        self.verticalScrollBar().rangeChanged.connect(lambda: QTimer.singleShot(0, self, self._show_wanted))

    def minimumSizeHint(self) -> QSize:
        """Never so low that only a part of a line is to be seen: rather the page around it scrolls."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), scaled(_LEAST)))

    @property
    def inside(self) -> QWidget:
        """The parent to make lines with."""
        return self._inner

    def show_lines(self, lines: list[QWidget]) -> None:
        """Put these lines in place of the ones before, which are let go."""
        while self._column.count() > self._feet + 1:
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            self._column.insertWidget(place, line)

    def add_foot(self, widget: QWidget) -> None:
        """Put something under all the lines that stays when they change."""
        self._feet += 1
        self._column.addWidget(widget)

    def bring(self, line: QWidget) -> None:
        """Scroll to a line once it has its place, and again while wrapped texts around it take theirs."""
        self._wanted = line
        QTimer.singleShot(0, self, self._show_wanted)
        self._settling.start()

    def _show_wanted(self) -> None:
        if self._wanted is not None and isValid(self._wanted):
            self.ensureWidgetVisible(self._wanted, 0, 8)

    def _let_go(self) -> None:
        self._show_wanted()
        self._wanted = None
