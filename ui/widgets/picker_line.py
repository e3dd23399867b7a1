"""Paints one line of a picker's list: what it is, and beside it in a quieter ink what tells it apart."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

_MARGIN = 8
_GAP = 16


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
        metrics = option.fontMetrics
        secondary = str(index.data(Qt.ItemDataRole.UserRole) or "")
        # A little more than the text: advances are rounded, and a code must not lose its end.
        kept = min(metrics.horizontalAdvance(secondary) + 4, room.width() // 2) if secondary else 0
        painter.setFont(option.font)
        painter.setPen(ink)
        primary_room = room.adjusted(0, 0, -(kept + _GAP if kept else 0), 0)
        painter.drawText(
            primary_room,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(
                str(index.data(Qt.ItemDataRole.DisplayRole)),
                Qt.TextElideMode.ElideRight,
                primary_room.width(),
            ),
        )
        if secondary:
            painter.setPen(quiet)
            painter.drawText(
                room,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                metrics.elidedText(secondary, Qt.TextElideMode.ElideRight, kept),
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() + _MARGIN + 2)
