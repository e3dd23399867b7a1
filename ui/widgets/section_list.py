"""The parts of a screen that has many, one under the other at its left; for a few, tabs are enough."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QStackedWidget, QWidget

from ui.theme.tokens import BASE_TEXT, GRID
from ui.widgets.layout import column
from ui.widgets.wide_combo import WideCombo

_WIDTH = 184  # px at 100 %


class SectionList(QScrollArea):
    """A button for each page of ``pages``. Up and down move in it, Ctrl+PgUp and Ctrl+PgDn from anywhere.

    No letters of Alt here: those belong to what stands on the pages. In a narrow window the owner calls
    ``fold(True)`` and shows ``closed`` above the pages.
    """

    def __init__(self, name: str, pages: QStackedWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages = pages
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        inside = QWidget(self)
        inside.setProperty("panel", "scrolled")
        self._lines = column(inside, spacing=GRID // 4)
        self._lines.addStretch(1)
        self.setWidget(inside)
        self.closed = WideCombo(f"{name}Closed", letters=16, parent=parent)
        self.closed.activated.connect(pages.setCurrentIndex)
        self.closed.hide()
        self._group.idToggled.connect(self._chosen)
        pages.currentChanged.connect(self._show_current)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), parent or self, lambda step=step: self._move(step))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def add(self, name: str) -> None:
        """A button for the next page; its text is said later."""
        place = len(self.buttons)
        button = QPushButton(self.widget())
        button.setObjectName(f"{name}Section")
        button.setProperty("kind", "section")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAutoExclusive(True)  # one of them: a screen reader says so
        self.buttons[name] = button
        self.closed.addItem("")
        self._group.addButton(button, place)
        self._lines.insertWidget(place, button)
        if place == self._pages.currentIndex():
            button.setChecked(True)

    def say(self, name: str, text: str) -> None:
        """The words of a button."""
        self.buttons[name].setText(text)
        self.buttons[name].setAccessibleName(text)
        self.closed.setItemText([*self.buttons].index(name), text)
        scale = max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(max(round(_WIDTH * scale), widest))

    def fold(self, folded: bool) -> None:
        """Give the page the room: ``closed``, a list that opens, stands for this one."""
        self.setVisible(not folded)
        self.closed.setVisible(folded)

    def _move(self, step: int) -> None:
        self._pages.setCurrentIndex((self._pages.currentIndex() + step) % max(self._pages.count(), 1))

    def _chosen(self, place: int, checked: bool) -> None:
        if checked:
            self._pages.setCurrentIndex(place)

    def _show_current(self, place: int) -> None:
        button = self._group.button(place)
        self.closed.setCurrentIndex(place)
        if button is not None:
            button.setChecked(True)
            self.ensureWidgetVisible(button)
