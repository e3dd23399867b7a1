"""A chart on screen: arrows read its values, Enter or a click asks for what is behind one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emr_desktop.charting.chart import Chart, HeatChart
from emr_desktop.charting.drawing import draw, elided
from emr_desktop.charting.shapes import Area, Box, Dot, Drawing, Stroke, Words
from ui.theme import Theme
from ui.theme.sizes import small_text
from ui.theme.tokens import GRID

_SMALL = 6 / 7  # letters against the text of the window
_EDGE = GRID  # around what is drawn: the ring of the focus touches no figure
_PENS: dict[str, tuple[str, Qt.PenStyle, float]] = {
    "grid": ("line", Qt.PenStyle.SolidLine, 1),
    "axis": ("line_strong", Qt.PenStyle.SolidLine, 1),
    "line": ("accent", Qt.PenStyle.SolidLine, 2.2),
    "faint_line": ("line_strong", Qt.PenStyle.DashLine, 1.4),
    "limit": ("danger", Qt.PenStyle.DashLine, 1.6),
}


class ChartView(QWidget):
    """``show_chart(chart)``; the line at the foot reads the value under the cursor.

    Signals:
        asked: the number of the category (of a heat chart: the cell) a person wants to see behind.
    """

    asked = Signal(int)

    def __init__(
        self, name: str, *, theme: Theme, height: int, opens: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._theme, self._height, self._opens = theme, height, opens
        self._chart: Chart | HeatChart | None = None
        self._drawing = Drawing(())
        self._at: int | None = None  # the value that the keys read
        self._under: int | None = None  # the one under the mouse
        theme.changed.connect(self.update)

    @property
    def chart(self) -> Chart | HeatChart | None:
        """What is on show."""
        return self._chart

    @property
    def reading(self) -> str:
        """What is read out now; empty without a cursor."""
        at = self._under if self._under is not None else self._at
        return "" if self._chart is None or at is None else self._chart.said(at)

    def show_chart(self, chart: Chart | HeatChart) -> None:
        """Paint a chart; the cursor starts at its last value."""
        self._chart, self._at, self._under = chart, None, None
        self.setAccessibleName(chart.title)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, self._theme.tokens.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self._theme.tokens.px(self._height))

    # painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = small_text(self.font())
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        size = float(small.pixelSize())
        foot = metrics.height() + 2
        self._drawing = draw(
            self._chart,
            width=self.width() - 2 * _EDGE,
            height=self.height() - foot - 2 * _EDGE,
            size=size,
            measure=metrics.horizontalAdvance,
        )
        painter.translate(_EDGE, _EDGE)
        for shape in self._drawing.shapes:
            if isinstance(shape, Box):
                self._paint_box(painter, shape)
            elif isinstance(shape, Stroke):
                token, style, width = _PENS[shape.look]
                painter.setPen(QPen(self._colour(token), width, style))
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in shape.points]))
            elif isinstance(shape, Dot):
                self._paint_dot(painter, shape, size)
            else:
                self._paint_words(painter, shape, metrics)
        self._paint_cursor(painter)
        painter.translate(-_EDGE, -_EDGE)
        self._paint_reading(painter, metrics, foot)
        if self.hasFocus():
            painter.setPen(QPen(self._colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def _colour(self, token: str) -> QColor:
        return QColor(getattr(self._theme.palette, token))

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        place = QRectF(box.x, box.y, box.width, box.height)
        if box.fill == "shade":
            painter.setPen(QPen(self._colour("line"), 1))
            painter.setBrush(self._mixed(box.strength))
        elif box.fill == "solid":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("accent"))
        else:
            painter.setPen(QPen(self._colour("accent"), 1))
            painter.setBrush(self._colour("accent_soft"))
        painter.drawRect(place)
        if box.fill == "hatched":
            painter.setBrush(QBrush(self._colour("accent"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(place)

    def _mixed(self, strength: float) -> QColor:
        """From the ground to the accent; a count of one can be told from none."""
        low, high = self._colour("surface"), self._colour("accent")
        part = 0.0 if strength <= 0 else 0.12 + 0.88 * strength
        return QColor(
            *(
                round(one + (other - one) * part)
                for one, other in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)  # type: ignore[index]
            )
        )

    def _paint_dot(self, painter: QPainter, dot: Dot, size: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if dot.look == "value":
            painter.setBrush(self._colour("accent"))
            painter.drawEllipse(QPointF(dot.x, dot.y), size * 0.26, size * 0.26)
            return
        half = size * 0.42
        painter.setBrush(self._colour("danger"))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(dot.x, dot.y),
                    QPointF(dot.x - half, dot.y - half * 1.7),
                    QPointF(dot.x + half, dot.y - half * 1.7),
                ]
            )
        )

    def _paint_words(self, painter: QPainter, words: Words, metrics: QFontMetricsF) -> None:
        painter.setPen(self._ink(words.strength) if words.tone == "shade" else self._colour(words.tone))
        wide = metrics.horizontalAdvance(words.text)
        x = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
        painter.drawText(QPointF(x, words.y), words.text)

    def _ink(self, strength: float) -> QColor:
        """Of the two inks the one that differs more from a shade."""
        ground = self._mixed(strength).lightness()
        inks = (self._colour("text"), self._colour("on_accent"))
        return max(inks, key=lambda ink: abs(ink.lightness() - ground))

    def _paint_cursor(self, painter: QPainter) -> None:
        at = self._under if self._under is not None else self._at if self.hasFocus() else None
        area = self._area(at)
        if area is not None:
            painter.setPen(QPen(self._colour("focus"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area.x, area.y, area.width, area.height))

    def _paint_reading(self, painter: QPainter, metrics: QFontMetricsF, foot: float) -> None:
        if self.reading and (self.hasFocus() or self._under is not None):
            painter.setPen(self._colour("text"))
            text = elided(self.reading, self.width() - 2 * _EDGE, metrics.horizontalAdvance)
            painter.drawText(QPointF(_EDGE, self.height() - foot + metrics.ascent() - 2), text)

    # keys and mouse ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._at is not None:
                self.asked.emit(self._at)
            return
        steps = self._steps()
        if event.key() not in steps or not self._drawing.areas:
            super().keyPressEvent(event)
            return
        last = len(self._drawing.areas) - 1
        wanted = (last if self._at is None else self._at) + steps[Qt.Key(event.key())]
        self._read(min(max(wanted, 0), last))

    def _steps(self) -> dict[Qt.Key, int]:
        chart = self._chart
        if isinstance(chart, HeatChart):
            wide = len(chart.columns)
            up_down = {Qt.Key.Key_Up: -wide, Qt.Key.Key_Down: wide}
            return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1} | up_down
        far = {Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}
        if chart is not None and chart.lying:
            return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1} | far
        return {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1} | far

    def _read(self, at: int | None) -> None:
        self._at = at
        self._describe()
        self.update()

    def _describe(self) -> None:
        """A screen reader hears the value at the cursor, or without one the last few."""
        chart = self._chart
        if chart is None:
            return
        if chart.empty:
            self.setAccessibleDescription(chart.empty)
        elif self._at is not None:
            self.setAccessibleDescription(chart.said(self._at))
        elif isinstance(chart, Chart):
            count = len(chart.categories)
            first = 0 if chart.lying else max(count - 12, 0)
            self.setAccessibleDescription(". ".join(chart.said(at) for at in range(first, count)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        chart = self._chart
        if chart is not None and not chart.empty and self._at is None:
            lying = isinstance(chart, HeatChart) or chart.lying
            last = 0 if isinstance(chart, HeatChart) else len(chart.categories) - 1
            self._read(0 if lying else last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._hit(event.position())
        self._under = None if area is None else area.at
        shape = Qt.CursorShape.PointingHandCursor if area and self._opens else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        area = self._hit(event.position())
        if area is not None and event.button() == Qt.MouseButton.LeftButton:
            self._read(area.at)
            self.asked.emit(area.at)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            area = self._hit(QPointF(event.pos()))
            if area is not None and self._chart is not None:
                QToolTip.showText(event.globalPos(), self._chart.said(area.at), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _hit(self, place: QPointF) -> Area | None:
        x, y = place.x() - _EDGE, place.y() - _EDGE
        return next(
            (
                area
                for area in self._drawing.areas
                if area.x <= x < area.x + area.width and area.y <= y < area.y + area.height
            ),
            None,
        )

    def _area(self, at: int | None) -> Area | None:
        return next((area for area in self._drawing.areas if area.at == at), None)
