"""Things side by side that go on in the next line where the window is narrow or the text large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.sizes import scaled
from ui.theme.tokens import GRID
from ui.widgets.in_lines import InLines, height_of


@dataclass
class _Item:
    widget: QWidget
    stretch: int
    least: int  # px at 100 %; 0: what the widget asks for
    pushed: bool  # the room that is left in its line lies before it

    def least_width(self) -> int:
        """What it must have in a line, px."""
        widget = self.widget
        asked = widget.minimumSizeHint().width() if self.stretch else widget.sizeHint().width()
        asked = max(asked, scaled(self.least), widget.minimumWidth())
        return min(asked, widget.maximumWidth())


class Flow(InLines):
    """One line as long as there is room, else as many as are needed; always as high as its lines."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = GRID,
        bottom: bool = False,
        even: int = 0,
        gap: int = GRID // 2,
    ) -> None:
        """An empty one.

        Args:
            parent: what it stands in.
            spacing: px between two of a line.
            bottom: what is lower than its line stands at the foot of it (buttons beside fields).
            even: at most so many of the same width in a line, under each other; 0: each as wide as it asks.
            gap: px between two lines.
        """
        super().__init__(parent, QSizePolicy.Policy.Preferred)
        self._even, self._gap = even, gap
        self._spacing, self._bottom = spacing, bottom
        self._items: list[_Item] = []
        self._push_next = False

    def add(self, widget: QWidget, stretch: int = 0, *, least: int = 0) -> None:
        """Put a widget behind the others.

        Args:
            widget: the one.
            stretch: its share of what is left of the line; 0: as wide as it asks.
            least: px at 100 % below which it goes into the next line.
        """
        shown = not widget.isHidden() or not widget.testAttribute(
            Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        )
        if widget.parentWidget() is not self:
            widget.setParent(self)
            if shown:
                widget.show()
        self._items.append(_Item(widget, stretch, least, self._push_next))
        self._push_next = False
        self._arrange()

    def push(self) -> None:
        """What comes next stands at the right end of its line."""
        self._push_next = True

    def share(self, widget: QWidget, stretch: int) -> None:
        """Give a widget another share of what is left of its line."""
        for item in self._items:
            if item.widget is widget:
                item.stretch = stretch
        self._arrange()

    def clear(self) -> Sequence[QWidget]:
        """Take everything out; gives the widgets, which still stand where they were."""
        widgets = self.widgets
        self._items, self._push_next = [], False
        return widgets

    @property
    def widgets(self) -> Sequence[QWidget]:
        """What stands here, hidden or not."""
        return [item.widget for item in self._items]

    def sizeHint(self) -> QSize:
        items = self._shown()
        each = [max(item.least_width(), item.widget.sizeHint().width()) for item in items]
        wide = max(each, default=0) * min(self._even, len(each)) if self._even else sum(each)
        return QSize(wide + self._spacing * max(len(items) - 1, 0), self._needed(self.width(), items))

    def minimumSizeHint(self) -> QSize:
        items = self._shown()
        return QSize(
            max((item.least_width() for item in items), default=0), self._needed(self.width(), items)
        )

    def _shown(self) -> list[_Item]:
        """What is to be seen; where the first behind a push is hidden, the next one is pushed."""
        shown, push = [], False
        for item in self._items:
            push = push or item.pushed
            if not item.widget.isHidden():
                shown.append(replace(item, pushed=push))
                push = False
        return shown

    def _lines(self, width: int, items: list[_Item]) -> list[list[_Item]]:
        if self._even and items:
            across = self._across(width, items)
            return [items[at : at + across] for at in range(0, len(items), across)]
        lines: list[list[_Item]] = []
        left = 0
        for item in items:
            wide = item.least_width()
            if lines and (wide + self._spacing <= left or not self._placed):
                lines[-1].append(item)
                left -= wide + self._spacing
            else:
                lines.append([item])
                left = width - wide
        return lines

    def _across(self, width: int, items: list[_Item]) -> int:
        widest = max(item.least_width() for item in items)
        fit = (width + self._spacing) // (widest + self._spacing) if self._placed else self._even
        return min(max(fit, 1), self._even)

    def _needed(self, width: int, items: list[_Item]) -> int:
        lines = self._lines(width, items)
        high = sum(max((height_of(item.widget) for item in line), default=0) for line in lines)
        return high + self._gap * max(len(lines) - 1, 0)

    def _put(self) -> None:
        top = 0
        for line in self._lines(self.width(), self._shown()):
            top = self._arrange_line(line, top) + self._gap

    def _high(self) -> int:
        return self._needed(self.width(), self._shown())

    def _arrange_line(self, line: list[_Item], top: int) -> int:
        """Put the widgets of a line at their places; gives where the line ends, px."""
        high = max(height_of(item.widget) for item in line)
        wide = [item.least_width() for item in line]
        if self._even:
            across = self._across(self.width(), self._shown())
            wide = [(self.width() - self._spacing * (across - 1)) // across] * len(line)
        left = self.width() - sum(wide) - self._spacing * (len(line) - 1)
        shares = sum(item.stretch for item in line)
        pushes = 0 if shares else sum(item.pushed for item in line)
        x = 0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, item in enumerate(line):
            if shares and left > 0 and item.stretch:
                more = left * item.stretch // shares
                wide[place] = min(wide[place] + more, item.widget.maximumWidth())
            if pushes and item.pushed and left > 0:
                x += left // pushes
            width = min(wide[place], self.width())
            tall = height_of(item.widget)
            y = top + (high - tall if self._bottom else (high - tall) // 2)
            at = self.width() - x - width if mirrored else x
            item.widget.setGeometry(at, top if item.stretch and not self._bottom else y, width, tall)
            x += width + self._spacing
        return top + high
