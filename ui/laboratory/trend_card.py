"""Earlier results of the same test: a small line where there are numbers, and results with dates."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from emr_desktop.laboratory.rows import TrendPoint
from ui.laboratory import wording
from ui.laboratory.test_search import name_of
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.layout import Card, column, empty, words

_HEIGHT = 64
_SHOWN = 4


class TrendLine(QWidget):
    """The numbers in order of time; the newest stands right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        follow_text(self, height=_HEIGHT)
        self._values: tuple[float, ...] = ()

    def show_values(self, values: Sequence[float]) -> None:
        self._values = tuple(values)
        self.setVisible(len(self._values) > 1)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(GRID, GRID, -GRID, -GRID)
        low, high = min(self._values), max(self._values)
        span = (high - low) or 1.0
        step = room.width() / (len(self._values) - 1)
        points = [
            QPointF(room.left() + at * step, room.bottom() - (value - low) / span * room.height())
            for at, value in enumerate(self._values)
        ]
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(QPen(ink, 1.5))
        painter.drawPolyline(points)
        painter.setBrush(ink)
        for point in points:
            painter.drawEllipse(point, 3, 3)


class TrendCard(Card):
    """Hidden until there is something to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultTrend")
        self._line = TrendLine(self)
        self.body.addWidget(self._line)
        self._list = QWidget(self)
        self.body.addWidget(self._list)
        self._lines = column(self._list, spacing=2)
        self.hide()

    def clear(self) -> None:
        self.hide()

    def show_points(self, part: str, points: Sequence[TrendPoint], *, language: str) -> None:
        """Show earlier results of a part, oldest first in ``points``."""
        self.setVisible(bool(points))
        self.set_heading(self.tr("Earlier: {0}").format(name_of(part, language=language)))
        self._line.show_values([point.value for point in points if point.value is not None])
        self._line.setAccessibleName(self.tr("Earlier results"))
        empty(self._lines)
        for point in reversed(points[-_SHOWN:]):
            said = wording.result_text(part, point.result, language=language)
            flag = ""
            if point.flag not in (None, "normal"):
                flag = f"  {wording.flag_name(point.flag or '', language=language)}"
            label = words(f"{point.on:%d/%m/%Y}   {said}{flag}", parent=self._list)
            label.setProperty("role", wording.role_of(point.flag) if flag else "quiet")
            self._lines.addWidget(label)
