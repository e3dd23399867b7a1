"""The few ways in which things stand together on a screen: cards, page heads, lines of text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme.sizes import scaled
from ui.theme.tokens import GRID
from ui.widgets.flow import Flow
from ui.widgets.plain_tip import plain_tip

OVER = "over"  # a property of what lies over its neighbours on purpose
_LEAST_TITLE = 200  # px at 100 % beside the actions; with less, they stand under it


class WrappedLabel(QLabel):
    """Text over several lines that always has the height it needs.

    Qt's own height-for-width is lost in nested layouts, and the text is then cut off.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._placed = (
            False  # before it has a place its width says nothing, and would make a hidden page tall
        )
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def hasHeightForWidth(self) -> bool:
        """Never: QLabel says so again with each text, and layouts then forget the least heights beside it."""
        return False

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def _fit(self) -> None:
        if self._placed and self.width() > 0 and self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            room = QRect(0, 0, self.contentsRect().width(), 10_000)  # QLabel's own answer never shrinks
            needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
            edges = self.height() - self.contentsRect().height()  # of a tag
            self.setFixedHeight(max(needed.height(), self.fontMetrics().height()) + edges)

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * GRID, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint if self._placed else QSize(hint.width(), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        if event.oldSize().width() != event.size().width():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()


class ShrinkingLabel(QLabel):
    """One line that gives way before its neighbours do; what is cut off stands in the tooltip."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def words(
    text: str = "", *, role: str | None = None, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """A label that shows plain text only; ``role`` is a look of style.qss."""
    label = WrappedLabel(text, parent) if wrap else QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role is not None:
        label.setProperty("role", role)
    return label


def column(parent: QWidget | None = None, *, margin: int = 0, spacing: int = GRID) -> QVBoxLayout:
    """A column on the grid."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def row(parent: QWidget | None = None, *, margin: int = 0, spacing: int = GRID) -> QHBoxLayout:
    """A row on the grid."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Panel(QFrame):
    """A flat area with one of the looks of style.qss: card, surface, rail, top, status, patient."""

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", look)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Card(Panel):
    """A white card with an optional heading; put things into ``body``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        outer = column(self, margin=2 * GRID)
        self._heading = words(role="heading", wrap=True, parent=self)
        self._heading.hide()
        outer.addWidget(self._heading)
        self.body = column()
        outer.addLayout(self.body, 1)

    def set_heading(self, text: str) -> None:
        self._heading.setText(text)
        self._heading.setVisible(bool(text))


class Section(QWidget):
    """A heading with what belongs under it, without a frame; put things into ``body``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = column(self, spacing=GRID // 2)
        self._heading = words(role="heading", wrap=True, parent=self)
        outer.addWidget(self._heading)
        self.body = column()
        outer.addLayout(self.body, 1)

    def set_heading(self, text: str) -> None:
        self._heading.setText(text)


class PageHeader(QWidget):
    """Title, a quiet line under it, actions at the right (``add_action``), or below where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GRID)
        texts = column(spacing=0)
        self._title = words(role="title", wrap=True, parent=self)
        self._line = words(role="quiet", wrap=True, parent=self)
        self._line.hide()
        texts.addWidget(self._title)
        texts.addWidget(self._line)
        self._box.addLayout(texts, 1)
        self._actions = Flow(self)
        self._actions.hide()
        self._box.addWidget(self._actions)

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self._fit()

    def set_line(self, text: str) -> None:
        """The quiet line; an empty text takes it away."""
        self._line.setText(text)
        self._line.setVisible(bool(text))

    def add_action(self, widget: QWidget) -> None:
        """One more at the right of the others."""
        self._actions.add(widget)
        self._actions.show()

    def _fit(self) -> None:
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        needed = self._actions.sizeHint().width() + GRID + min(title, scaled(_LEAST_TITLE))
        beside = self._actions.isHidden() or needed <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._box.direction():
            self._box.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)
