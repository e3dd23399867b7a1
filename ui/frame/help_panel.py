"""F1: what the screen in front is for and its keys, over the screen itself; Esc takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.frame.help_texts import help_text
from ui.qt.language import Language
from ui.theme.tokens import BASE_TEXT, GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, column, row, words

_WIDTH = 440


class HelpPanel(Panel):
    """``toggle(name, title)``; lies at the right of ``over`` and gives the cursor back when it goes."""

    def __init__(self, *, language: Language, over: QWidget) -> None:
        super().__init__("palette", over)
        self.setObjectName("helpPanel")
        self._language, self._over = language, over
        self._screen, self._title_text = "", ""
        self._before: QWidget | None = None
        outer = column(self, margin=2 * GRID)
        head = row()
        self._title = words(role="title", parent=self)
        self._title.setObjectName("helpTitle")
        self.close_button = Button("closeHelp", kind="quiet", parent=self)
        self.close_button.clicked.connect(self.close_it)
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        self._holder = QWidget()
        self._holder.setProperty("panel", "scrolled")
        self._lines = column(self._holder, spacing=GRID)
        area = QScrollArea(self)
        area.setObjectName("helpText")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._holder)
        self._area = area
        outer.addWidget(area, 1)
        over.installEventFilter(self)
        self.hide()
        self._translate()

    @property
    def text(self) -> str:
        """What it says about the screen; empty when it is hidden."""
        return "" if self.isHidden() else help_text(self._screen, self._language.code).about

    def toggle(self, screen: str, title: str) -> None:
        """Explain the screen, or go when that is explained already."""
        if not self.isHidden() and screen == self._screen:
            self.close_it()
            return
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._screen, self._title_text = screen, title
        self._translate()
        self._place()
        self.show()
        self.raise_()
        self.close_button.setFocus()

    def close_it(self) -> None:
        """Take it away; the cursor goes back to where it was."""
        had_cursor = self.isAncestorOf(self.window().focusWidget() or self._over)
        self.hide()
        if had_cursor and self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_it()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self._area.verticalScrollBar()
            down = key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
            page = key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
            bar.setValue(bar.value() + (1 if down else -1) * (bar.pageStep() if page else 3 * GRID))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def say_title(self, title: str) -> None:
        """The title in another language."""
        self._title_text = title
        self._title.setText(title)

    def _place(self) -> None:
        scale = max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)
        width = min(round(_WIDTH * scale), self._over.width())
        self.setGeometry(self._over.width() - width, 0, width, self._over.height())

    def _translate(self) -> None:
        self.close_button.set_text(self.tr("Close  (Esc)"))
        self._title.setText(self._title_text)
        text = help_text(self._screen, self._language.code)
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._lines.addWidget(words(text.about, wrap=True, parent=self._holder))
        for heading, keys in (
            (self.tr("Keys of this screen"), text.keys),
            (self.tr("Keys that work everywhere"), text.everywhere),
        ):
            if keys:
                self._lines.addSpacing(GRID)
                self._lines.addWidget(words(heading, role="heading", parent=self._holder))
                self._lines.addWidget(_table(keys))
        self._lines.addStretch(1)


def _table(keys: Sequence[tuple[str, str]]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(1, 1)
    for place, (pressed, does) in enumerate(keys):
        top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        grid.addWidget(words(pressed, role="key", parent=holder), place, 0, top_left)
        grid.addWidget(words(does, wrap=True, parent=holder), place, 1)
    return holder
