"""The page before work: one card in the middle, the language at the top, a busy line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QScrollArea, QWidget

from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.banner import Banner
from ui.widgets.layout import Card, column, row, words


class FrontPage(QWidget):
    """Put things into ``body``; ``title`` and ``line`` are above it, ``banner`` between, ``foot`` below."""

    def __init__(self, *, language: Language, width: int = 440, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        outer = column(self)
        top = row(margin=2 * GRID)
        self._brand = words("EMR Desktop", role="quiet", parent=self)
        self._switch = QPushButton(self)
        self._switch.setObjectName("switchLanguage")
        self._switch.setProperty("kind", "quiet")
        self._switch.clicked.connect(language.toggle)
        top.addWidget(self._brand)
        top.addStretch(1)
        top.addWidget(self._switch)
        outer.addLayout(top)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget(area)
        holder.setProperty("panel", "scrolled")
        area.setWidget(holder)
        middle = column(holder, margin=GRID)
        middle.addStretch(1)
        self.card = Card(holder)
        follow_text(self.card, width=width)
        middle.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        outer.addWidget(area, 1)
        self._title = words(role="title", wrap=True, parent=self)
        self._line = words(role="quiet", wrap=True, parent=self)
        self.banner = Banner(self)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.hide()
        self.body = column(spacing=3 * GRID // 2)
        self.foot = row()
        inner = self.card.body
        inner.setSpacing(3 * GRID // 2)
        for widget in (self._title, self._line, self.banner):
            inner.addWidget(widget)
        inner.addLayout(self.body)
        inner.addWidget(self._busy)
        inner.addLayout(self.foot)
        self._say_switch()

    def set_title(self, text: str, line: str = "") -> None:
        """The big words of the page and the quiet ones under them."""
        self._title.setText(text)
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def show_busy(self, busy: bool) -> None:
        """Something is being done: show it, and let nobody press twice."""
        self._busy.setVisible(busy)
        for place in range(self.foot.count()):
            item = self.foot.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(not busy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_switch()
        super().changeEvent(event)

    def _say_switch(self) -> None:
        # In the language it leads to, so that whoever needs it can read it.
        other = self._language.other.name
        self._switch.setText(f"{other}  F9")
        self._switch.setAccessibleName(other)
