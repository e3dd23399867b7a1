"""A list of tasks of the guide in F1: arrows move, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.guide.topics import Topic
from ui.guide.wording import screen_title
from ui.widgets.picker_line import PickerLine

_TOPIC_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class TopicList(QListWidget):
    """``show_topics`` fills it; it is as tall as its lines, so that only what is around it scrolls.

    Signals:
        opened: the ``Topic`` of the line, or None for the line that leads to all of them.
    """

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setItemDelegate(PickerLine(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda _item: self._open())

    def show_topics(self, topics: Sequence[Topic], language: str, *, screens: bool, more: str = "") -> None:
        """Fill it; ``screens``: say beside each where it begins; ``more``: a last line that leads further."""
        at = self.currentRow()
        self.clear()
        for topic in topics:
            item = QListWidgetItem(topic.title[language], self)
            item.setData(Qt.ItemDataRole.UserRole, screen_title(topic.screen, language) if screens else "")
            item.setData(_TOPIC_ROLE, topic)
        if more:
            QListWidgetItem(more, self)
        self.setCurrentRow(min(max(at, 0), self.count() - 1))
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(rows + 2 * self.frameWidth())

    @property
    def titles(self) -> list[str]:
        """What the lines say, from the top."""
        return [self.item(row).text() for row in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            event.ignore()  # the panel's
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        item = self.currentItem()
        if item is not None and self.currentRow() >= 0:
            self.opened.emit(item.data(_TOPIC_ROLE))
