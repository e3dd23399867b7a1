"""A bar of answers that touch each other, and go on in a second line where there is no room for one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ui.theme.apply import repolish
from ui.theme.sizes import demi_bold
from ui.widgets.in_lines import InLines, height_of

_BETWEEN_LINES = 2  # px
_RING = 2  # px at every edge for the ring of the focus


class Segments(InLines):
    """Lays out what ``place`` is given; one stop of Tab, with a ring around all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSizePolicy.Policy.Maximum)
        self._segments: tuple[QToolButton, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("bar", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def place(self, buttons: Sequence[QToolButton]) -> None:
        """Show these buttons, in this order, in place of the ones before."""
        self._segments = tuple(buttons)
        self._arrange()

    @property
    def lines(self) -> int:
        """How many lines the answers take now."""
        return len(self._in_lines())

    def sizeHint(self) -> QSize:
        wide = sum(_width(button) for button in self._segments)
        return QSize(wide + 2 * _RING, self._high())

    def minimumSizeHint(self) -> QSize:
        wide = max((_width(button) for button in self._segments), default=0)
        return QSize(wide + 2 * _RING, self._high())

    def _in_lines(self) -> list[list[QToolButton]]:
        lines: list[list[QToolButton]] = []
        left = 0
        for button in self._segments:
            wide = _width(button)
            if lines and (wide <= left or not self._placed):
                lines[-1].append(button)
                left -= wide
            else:
                lines.append([button])
                left = self.width() - 2 * _RING - wide
        return lines

    def _high(self) -> int:
        lines = max(len(self._in_lines()), 1)
        high = height_of(self._segments[0]) if self._segments else 0
        return lines * high + (lines - 1) * _BETWEEN_LINES + 2 * _RING

    def _put(self) -> None:
        top = _RING
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for line in self._in_lines():
            x, high = _RING, height_of(line[0])
            for at, button in enumerate(line):
                _shape(button, at, len(line))
                wide = min(_width(button), max(self.width() - 2 * _RING, 1))
                button.setGeometry(self.width() - x - wide if mirrored else x, top, wide, high)
                x += wide
            top += high + _BETWEEN_LINES


def _shape(button: QToolButton, place: int, count: int) -> None:
    last = count - 1
    shape = "only" if last == 0 else "first" if place == 0 else "last" if place == last else "middle"
    if button.property("segment") != shape:
        button.setProperty("segment", shape)
        repolish(button)


def _width(button: QToolButton) -> int:
    """What its words need when it is chosen, and with it in bold; px."""
    button.ensurePolished()
    words = button.text()
    bold = QFontMetrics(demi_bold(button.font())).horizontalAdvance(words)
    plain = button.fontMetrics().horizontalAdvance(words)
    return button.sizeHint().width() + max(bold - plain, 0)
