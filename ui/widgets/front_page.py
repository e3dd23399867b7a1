"""The page before work: one card in the middle, the language at the top, a busy line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from ui.qt.felt import LONG_MS
from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.banner import Banner
from ui.widgets.layout import Card, column, row, words
from ui.widgets.scrolled import Scrolled


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
        middle = column(margin=GRID)
        middle.addStretch(1)
        self.card = Card(self)
        follow_text(self.card, most_width=width)
        self.card.setMinimumWidth(1)
        line = row()
        line.addStretch(1)
        line.addWidget(self.card, 10_000)  # as wide as it may be, and narrower where the window is
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(2)
        outer.addLayout(middle, 1)
        holder = QWidget(self.card)
        holder.setProperty("panel", "scrolled")
        inner = column(holder, spacing=3 * GRID // 2)
        self.card.body.addWidget(Scrolled(holder, self.card))
        self._title = words(role="title", wrap=True, parent=self)
        self._line = words(role="quiet", wrap=True, parent=self)
        self.banner = Banner(self)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.hide()
        self._ends = words(role="quiet", wrap=True, parent=self)
        self._ends.setObjectName("endsByItself")
        self._ends.hide()
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_MS)
        self._long.timeout.connect(self._ends.show)
        self.body = column(spacing=3 * GRID // 2)
        self.foot = row()
        for widget in (self._title, self._line, self.banner):
            inner.addWidget(widget)
        inner.addLayout(self.body)
        inner.addWidget(self._busy)
        inner.addWidget(self._ends)
        self.card.body.setSpacing(3 * GRID // 2)
        self.card.body.addLayout(self.foot)  # never scrolled away
        self._say_switch()

    def set_title(self, text: str, line: str = "") -> None:
        """The big words of the page and the quiet ones under them."""
        self._title.setText(text)
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def show_busy(self, busy: bool) -> None:
        """Something is being done: show it, and let nobody press twice.

        Before a log-in nothing is stopped half-way (a record is opened, made, put back); after a while that
        is said.
        """
        self._busy.setVisible(busy)
        self._wait_begins()
        for place in range(self.foot.count()):
            item = self.foot.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(not busy)

    def _wait_begins(self) -> None:
        self._ends.hide()
        self._long.stop()
        if self._busy.isVisible():
            self._long.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait_begins()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wait_begins()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_switch()
        super().changeEvent(event)

    def _say_switch(self) -> None:
        # In the language it leads to, so that whoever needs it can read it.
        other = self._language.other.name
        self._switch.setText(f"{other}  F9")
        self._switch.setAccessibleName(other)
        self._ends.setText(
            self.tr("This is not stopped half-way, so that nothing is left half done. It ends by itself.")
        )
