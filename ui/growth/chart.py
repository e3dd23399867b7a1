"""Paints a growth figure: the WHO curves of the child's sex, earlier measurements, and today's."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from emr_desktop.growth.figure import Curve, Figure, Mark
from ui.growth.scale import Scale, tick_text
from ui.growth.telling import signed, value_of
from ui.theme import GRID, Theme
from ui.theme.sizes import demi_bold, small_text

_DOT = 4.0
_TODAY = 6.0
# Which token a curve has, and its stroke, so that they differ in print without colour too.
_PENS = {
    -3: ("danger", Qt.PenStyle.SolidLine, 1.4),
    -2: ("warn", Qt.PenStyle.DashLine, 1.4),
    0: ("good", Qt.PenStyle.SolidLine, 2.0),
    2: ("warn", Qt.PenStyle.DashLine, 1.4),
    3: ("danger", Qt.PenStyle.SolidLine, 1.4),
}


class GrowthChart(QWidget):
    """``show_figure(figure, x_title=..., today=...)``; ``nothing`` is said where no measurement is."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("growthFigure")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._figure: Figure | None = None
        self._x_title = self._today = self._nothing = ""
        theme.changed.connect(self.update)

    @property
    def figure(self) -> Figure | None:
        """What is on show."""
        return self._figure

    def show_figure(self, figure: Figure, *, x_title: str, today: str, nothing: str) -> None:
        """Paint a figure.

        Args:
            figure: what to paint.
            x_title: the words under the x axis.
            today: the word at today's measurement.
            nothing: what to say when the figure has no measurement.
        """
        self._figure = figure
        self._x_title, self._today, self._nothing = x_title, today, nothing
        self.setAccessibleDescription(
            "; ".join(
                f"{mark.on:%d/%m/%Y} {value_of(mark)} {signed(mark.score.z, 1)} SD" for mark in figure.marks
            )
            or nothing
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, 55 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        figure = self._figure
        if figure is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = small_text(self.font())
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        scale = Scale(self._room(figure, metrics), figure.x, figure.y)
        self._paint_grid(painter, scale, metrics)
        self._paint_curves(painter, scale, figure, metrics)
        self._paint_marks(painter, scale, figure)
        if not figure.marks and self._nothing:
            painter.setPen(self._colour("quiet"))
            room = scale.room.adjusted(GRID, GRID, -GRID, -GRID)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self._nothing)
        painter.end()

    def _colour(self, token: str) -> QColor:
        return QColor(getattr(self._theme.palette, token))

    def _room(self, figure: Figure, metrics: QFontMetricsF) -> QRectF:
        left = max(metrics.horizontalAdvance(tick_text(figure.y, tick)) for tick in figure.y.ticks) + GRID
        right = metrics.horizontalAdvance("+3") + GRID
        line = metrics.height()
        return QRectF(self.rect()).adjusted(left, 3 * line / 2 + GRID / 2, -right, -2 * line - GRID)

    def _paint_grid(self, painter: QPainter, scale: Scale, metrics: QFontMetricsF) -> None:
        room, line = scale.room, metrics.height()
        painter.fillRect(room, self._colour("surface"))
        for tick in scale.x.ticks:
            at = scale.point(tick, scale.y.low)
            painter.setPen(QPen(self._colour("line"), 1))
            painter.drawLine(QPointF(at.x(), room.top()), at)
            painter.setPen(self._colour("quiet"))
            spot = QRectF(at.x() - 30, room.bottom() + 2, 60, line)
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignHCenter), tick_text(scale.x, tick))
        for tick in scale.y.ticks:
            at = scale.point(scale.x.low, tick)
            painter.setPen(QPen(self._colour("line"), 1))
            painter.drawLine(at, QPointF(room.right(), at.y()))
            painter.setPen(self._colour("quiet"))
            spot = QRectF(0, at.y() - line / 2, room.left() - GRID / 2, line)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(spot, int(right), tick_text(scale.y, tick))
        painter.drawText(QPointF(0, metrics.ascent()), scale.y.unit)
        title = QRectF(room.left(), room.bottom() + line + 2, room.width(), line)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignRight), self._x_title)
        painter.setPen(QPen(self._colour("line_strong"), 1))
        painter.drawRect(room)

    def _paint_curves(self, painter: QPainter, scale: Scale, figure: Figure, metrics: QFontMetricsF) -> None:
        by_z = {curve.z: curve for curve in figure.curves}
        painter.save()
        painter.setClipRect(scale.room)
        for lower, upper in zip(by_z[-2].strokes, by_z[2].strokes, strict=True):
            between = QPolygonF([scale.point(*at) for at in (*lower, *reversed(upper))])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("good_soft"))
            painter.drawPolygon(between)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for curve in figure.curves:
            self._paint_curve(painter, scale, curve)
        painter.restore()
        for curve in figure.curves:
            token = _PENS[curve.z][0]
            painter.setPen(self._colour(token))
            end = scale.point(*curve.strokes[-1][-1])
            text = "0" if not curve.z else signed(curve.z, 0)
            painter.drawText(QPointF(scale.room.right() + GRID / 2, end.y() + metrics.ascent() / 2), text)

    def _paint_curve(self, painter: QPainter, scale: Scale, curve: Curve) -> None:
        token, style, width = _PENS[curve.z]
        painter.setPen(QPen(self._colour(token), width, style))
        for stroke in curve.strokes:
            path = QPainterPath(scale.point(*stroke[0]))
            for at in stroke[1:]:
                path.lineTo(scale.point(*at))
            painter.drawPath(path)

    def _paint_marks(self, painter: QPainter, scale: Scale, figure: Figure) -> None:
        ink = self._colour("text")
        in_order = sorted(figure.marks, key=lambda mark: mark.on)
        painter.setPen(QPen(ink, 1.6))
        painter.drawPolyline(QPolygonF([scale.point(mark.x, mark.y) for mark in in_order]))
        for mark in in_order:
            at = scale.point(mark.x, mark.y)
            painter.setBrush(self._colour("accent") if mark.today else ink)
            painter.setPen(QPen(self._colour("surface"), 1.5))
            side = _TODAY if mark.today else _DOT
            painter.drawEllipse(at, side, side)
            if mark.today:
                self._paint_today(painter, scale, mark, at)

    def _paint_today(self, painter: QPainter, scale: Scale, mark: Mark, at: QPointF) -> None:
        """The words at today's mark stand on their own ground, to the side where there is room."""
        text = f"{self._today}: {value_of(mark)}, {signed(mark.score.z, 1)} SD"
        bold = demi_bold(painter.font())
        painter.setFont(bold)
        metrics = QFontMetricsF(bold)
        width, height = metrics.horizontalAdvance(text) + GRID, metrics.height() + 2
        left = at.x() + _TODAY + 4
        if left + width > scale.room.right():
            left = at.x() - _TODAY - 4 - width
        top = min(max(at.y() + GRID, scale.room.top()), scale.room.bottom() - height)
        ground = QRectF(left, top, width, height)
        painter.setPen(QPen(self._colour("accent"), 1))
        painter.setBrush(self._colour("surface"))
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(self._colour("text"))
        painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)
