"""A part of a page that scrolls in a low window and follows the cursor, so that Save stays where it is."""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme.sizes import scaled
from ui.theme.tokens import GRID

_AROUND = 40  # px at 100 %: the label above a field and what is said under it
_areas: WeakSet[QScrollArea] = WeakSet()


class Scrolled(QScrollArea):
    """As high as what it holds where there is room; else the field that is typed into is in view."""

    def __init__(
        self, inner: QWidget | None = None, parent: QWidget | None = None, *, sideways: bool = False
    ) -> None:
        """``sideways``: what it holds may be wider than the window with large text."""
        super().__init__(parent)
        if parent is not None:
            # The binding may forget who holds whom in a layout of a layout, and a collection of garbage then
            # takes away what is shown here. So the one it stands in holds it in Python, too.
            vars(parent).setdefault("scrolled_parts", []).append(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sideways = sideways
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        _areas.add(self)
        _watch_focus()
        if inner is not None:
            self.setWidget(inner)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        return super().sizeHint() if inner is None else inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what it holds, unless that scrolls sideways: the edge would be cut unseen."""
        least, inner = super().minimumSizeHint(), self.widget()
        if inner is None or self._sideways:
            return least
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(inner.minimumSizeHint().width() + bar, least.height())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what it holds is higher or lower now
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():
            QTimer.singleShot(0, _follow)  # the field that is typed into may lie below now


class ScrolledStack(QStackedWidget):
    """Pages of which each scrolls as a whole where the window is too low for it; used like a stack.

    A page with a button that must stay in sight scrolls what is above it by itself (``scrolled_column``).
    """

    def addWidget(self, page: QWidget) -> int:
        return super().addWidget(_held(page, self))

    def insertWidget(self, place: int, page: QWidget) -> int:
        return super().insertWidget(place, _held(page, self))

    def removeWidget(self, page: QWidget) -> None:
        holder = super().widget(self.indexOf(page))
        if isinstance(holder, Scrolled):
            super().removeWidget(holder)
            holder.takeWidget()
            holder.deleteLater()

    def widget(self, place: int) -> QWidget | None:
        holder = super().widget(place)
        page = holder.widget() if isinstance(holder, Scrolled) else None
        return holder if page is None else page

    def currentWidget(self) -> QWidget | None:
        return self.widget(self.currentIndex())

    def setCurrentWidget(self, page: QWidget) -> None:
        self.setCurrentIndex(self.indexOf(page))

    def indexOf(self, page: QWidget) -> int:
        return next((place for place in range(self.count()) if self.widget(place) is page), -1)


class _PageArea(Scrolled):
    """Holds a page at the size of the window, and not smaller than it can be.

    Qt's own would hold one with a text of several lines at the height that it likes best, and scroll its foot
    out of sight where it need not.
    """

    def __init__(self, page: QWidget, stack: QWidget) -> None:
        super().__init__(page, stack, sideways=True)
        self.setWidgetResizable(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        answer = super().viewportEvent(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return answer

    def _fit(self) -> None:
        page = self.widget()
        if page is not None:
            room = self.maximumViewportSize()
            least = page.minimumSizeHint().expandedTo(page.minimumSize())
            wide, high = (
                bar.sizeHint().width() if bar is self.verticalScrollBar() else bar.sizeHint().height()
                for bar in (self.verticalScrollBar(), self.horizontalScrollBar())
            )
            if least.height() > room.height():
                room.setWidth(room.width() - wide)
            if least.width() > room.width():
                room.setHeight(room.height() - high)
            page.resize(room.expandedTo(least))


def _held(page: QWidget, stack: QWidget) -> Scrolled:
    page.setProperty("panel", page.property("panel") or "scrolled")
    return _PageArea(page, stack)


def scrolled_column(page: QVBoxLayout, *, spacing: int = GRID, stretch: int = 1) -> QVBoxLayout:
    """A column in a page, scrolled where the page is too low; what is added to the page stays in sight.

    Args:
        page: the column that it becomes a part of.
        spacing: px between what is put into it.
        stretch: its share of the page's height.
    """
    holder = QWidget(page.parentWidget())
    holder.setProperty("panel", "scrolled")
    inner = QVBoxLayout(holder)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(spacing)
    page.addWidget(Scrolled(holder, page.parentWidget()), stretch)
    return inner


def _watch_focus() -> None:
    """Follow the cursor in all of them; connected once for each application."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and not application.property("scrolledFollows"):
        application.setProperty("scrolledFollows", True)
        # A moment later: while a page is taken down the cursor passes what is half gone.
        application.focusChanged.connect(lambda _before, _now: QTimer.singleShot(0, _follow))


def _follow() -> None:
    now = QApplication.focusWidget()
    if now is None:
        return
    for area in tuple(_areas):
        if isValid(area) and area.isVisible() and area.isAncestorOf(now):
            area.ensureWidgetVisible(now, GRID, scaled(_AROUND))
