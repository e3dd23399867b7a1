"""The button "More" and what it opens: the pages that have no button of their own, one under the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import column


class MorePages(Button):
    """A button with a list under it: arrows go through it, Enter opens a page, Esc goes back to the button.

    Every page in the list is also reached by its Alt letter while the list is closed.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__("morePages", kind="side", parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._line = parent
        self.panel = _Panel(self)
        self._letters: dict[Button, QShortcut] = {}
        self.clicked.connect(self.open_list)
        self.translate()

    def add(self, page: Button) -> None:
        """Put the button of a page at the end of the list."""
        page.setParent(self.panel)
        page.setProperty("kind", "item")
        self.panel.lines.addWidget(page)
        page.clicked.connect(self.panel.hide)
        keys = QShortcut(self._line)
        keys.activated.connect(page.click)
        self._letters[page] = keys

    @property
    def pages(self) -> tuple[Button, ...]:
        return tuple(self._letters)

    def open_list(self) -> None:
        """Show the list under the button, inside the window."""
        self.panel.adjustSize()
        window = self.window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        at = self.mapToGlobal(QPoint(0, self.height() + GRID // 2))
        at.setX(max(room.left(), min(at.x(), room.right() - self.panel.width() - GRID)))
        at.setY(max(room.top(), min(at.y(), room.bottom() - self.panel.height() - GRID)))
        self.panel.move(at)
        for keys in self._letters.values():
            keys.setEnabled(False)  # the list's own letters hold now
        self.panel.show()
        self.pages[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def list_closed(self) -> None:
        for keys in self._letters.values():
            keys.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.click()
            return
        super().keyPressEvent(event)

    def translate(self) -> None:
        """The words of the button; the letters of the pages, whose words were set before."""
        self.set_text(self.tr("&More") + " ▾", tip=self.tr("More pages: {0}").format(self._names()))
        self.setAccessibleName(self.tr("&More").replace("&", ""))
        for page, keys in self._letters.items():
            letter = letter_of(page.text())
            keys.setKey(QKeySequence(f"Alt+{letter}") if letter else QKeySequence())

    def _names(self) -> str:
        return ", ".join(page.text().replace("&", "") for page in self._letters)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.panel.hide()


class _Panel(QFrame):
    def __init__(self, more: MorePages) -> None:
        super().__init__(more, Qt.WindowType.Popup)
        self.setObjectName("morePagesList")
        self.setProperty("panel", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._more = more
        self.lines = column(self, margin=GRID // 2, spacing=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = self._more.pages
        to = {Qt.Key.Key_Home: pages[0], Qt.Key.Key_End: pages[-1]}.get(Qt.Key(event.key()))
        if to is not None:
            to.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._more.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._more.list_closed()


def letter_of(text: str) -> str:
    """The letter behind the & of a text, in capitals; empty without one."""
    _, mark, tail = text.replace("&&", "").partition("&")
    return tail[:1].upper() if mark else ""
