"""Paints one line of a picker's list: what it is, the other name it was found by, and what tells it apart.

The letters that were typed are bold and underlined wherever they stand, so that no colour has to tell it.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from emr_desktop.reference.matching import matched_spans
from ui.theme.sizes import demi_bold

MATCHED_ROLE = int(Qt.ItemDataRole.UserRole) + 101  # the first ones are for what a list keeps with its lines
TYPED_ROLE = int(Qt.ItemDataRole.UserRole) + 102
_MARGIN = 8
_GAP = 16
_BEFORE_MATCHED = " — "


class PickerLine(QStyledItemDelegate):
    """Takes all colours from the palette, so that every theme fits."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        if chosen:
            painter.fillRect(option.rect, palette.highlight())
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        quiet = ink if chosen else palette.color(QPalette.ColorRole.PlaceholderText)
        room = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        pen = _Pen(painter, option.font, str(index.data(TYPED_ROLE) or ""))
        secondary = str(index.data(Qt.ItemDataRole.UserRole) or "")
        # A little more than the text: advances are rounded, and a code must not lose its end.
        kept = min(pen.width(secondary) + 4, room.width() // 2) if secondary else 0
        left = room.adjusted(0, 0, -(kept + _GAP if kept else 0), 0)
        used = pen.draw(left, str(index.data(Qt.ItemDataRole.DisplayRole)), ink)
        matched = str(index.data(MATCHED_ROLE) or "")
        if matched:
            pen.draw(left.adjusted(used, 0, 0, 0), f"{_BEFORE_MATCHED}{matched}", quiet)
        if secondary:
            pen.draw(room.adjusted(room.width() - kept, 0, 0, 0), secondary, quiet, right=True)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + _MARGIN + 2)


class _Pen:
    """Writes texts on one line, the typed letters bold and underlined; elided where there is no room."""

    def __init__(self, painter: QPainter, font: QFont, typed: str) -> None:
        self._painter, self._font, self._typed = painter, font, typed
        self._marked = QTextCharFormat()
        self._marked.setFontWeight(QFont.Weight.Bold)
        self._marked.setFontUnderline(True)

    def width(self, text: str) -> int:
        layout = self._laid_out(text)  # a line of it lives no longer than the layout
        return round(layout.lineAt(0).naturalTextWidth())

    def draw(self, room: QRect, text: str, ink: QColor, *, right: bool = False) -> int:
        """Write it; gives how wide it is."""
        if room.width() <= 0:
            return 0
        layout = self._laid_out(text)
        if layout.lineAt(0).naturalTextWidth() > room.width():
            metrics = QFontMetrics(demi_bold(self._font))
            layout = self._laid_out(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        line = layout.lineAt(0)
        width = line.naturalTextWidth()
        x = room.right() + 1 - width if right else room.left()
        self._painter.setPen(ink)
        layout.draw(self._painter, QPointF(x, room.top() + (room.height() - line.height()) / 2))
        return round(width)

    def _laid_out(self, text: str) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        ranges = []
        for first, last in matched_spans(text, self._typed) if self._typed else ():
            marked = QTextLayout.FormatRange()
            marked.start, marked.length, marked.format = first, last - first, self._marked
            ranges.append(marked)
        layout.setFormats(ranges)
        layout.beginLayout()
        layout.createLine().setLineWidth(1_000_000)
        layout.endLayout()
        return layout
