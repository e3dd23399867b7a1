"""The command palette: type two letters of any action or patient, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.theme.tokens import GRID
from ui.widgets.buttons import shown_keys
from ui.widgets.layout import OVER, Panel, column
from ui.widgets.picker import Choice, Search
from ui.widgets.picker_line import PickerLine
from ui.widgets.spoken import say_line

_WIDTH = 560
_HEIGHT = 400
_WHAT_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Action:
    """Something a person can do from anywhere; ``text`` gives its words in the language in use."""

    name: str
    text: Callable[[], str]
    keys: str
    do: Callable[[], object]


class CommandPalette(Panel):
    """Lies over the window; Esc or a click elsewhere takes it away.

    Signals:
        picked: the id of a patient.
    """

    picked = Signal(object)

    def __init__(
        self, *, actions: Callable[[], Sequence[Action]], search: Search | None, over: QWidget
    ) -> None:
        super().__init__("palette", over)
        self.setObjectName("commandPalette")
        self.setProperty(OVER, True)
        self._actions = actions
        self._search = search
        self._over = over
        self._before: QWidget | None = None
        outer = column(self, margin=GRID)
        self.box = QLineEdit(self)
        self.box.setObjectName("commandBox")
        self.box.textChanged.connect(self._look)
        self.box.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("commandList")
        self.list.setItemDelegate(PickerLine(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._take())
        outer.addWidget(self.box)
        outer.addWidget(self.list, 1)
        over.installEventFilter(self)
        self.hide()
        self._translate()

    def open(self) -> None:
        """Show all actions and put the cursor into the box."""
        self._before = self.window().focusWidget()
        self.box.clear()
        self._look("")
        self._place()
        self.show()
        self.raise_()
        self.box.setFocus()

    def close_it(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def _look(self, text: str) -> None:
        wanted = text.strip().casefold().split()
        self.list.clear()
        for action in self._actions():
            words = action.text()
            if all(part in words.casefold() for part in wanted):
                self._add(words, shown_keys(action.keys), action)
        self.list.setCurrentRow(0)
        if self._search is not None and len(text.strip()) >= 2:
            asked = text
            self._search(text.strip(), lambda found: self._add_patients(asked, found))

    def _add_patients(self, text: str, found: Sequence[Choice]) -> None:
        if text != self.box.text() or self.isHidden():
            return
        for choice in found[:8]:
            self._add(choice.primary, choice.secondary, choice)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _add(self, text: str, beside: str, what: Action | Choice) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, beside)
        item.setData(_WHAT_ROLE, what)

    def _take(self) -> None:
        item = self.list.currentItem()
        what = None if self.list.currentRow() < 0 else item.data(_WHAT_ROLE)
        self.close_it()
        if isinstance(what, Action):
            what.do()
        elif isinstance(what, Choice):
            self.picked.emit(what.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        elif (
            watched is self.box and isinstance(event, QFocusEvent) and event.lostFocus() and self.isVisible()
        ):
            if event.reason() == Qt.FocusReason.OtherFocusReason:
                # A screen that finished loading took the cursor: nobody asked for that.
                QTimer.singleShot(0, self._take_cursor_back)
            else:
                self.hide()
        elif watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps and self.list.count():
                at = min(max(self.list.currentRow() + steps[key], 0), self.list.count() - 1)
                self.list.setCurrentRow(at)
                say_line(self.list)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_it()
                return True
        return super().eventFilter(watched, event)

    def _take_cursor_back(self) -> None:
        if self.isVisible():
            self.box.setFocus()

    def _place(self) -> None:
        width, height = min(_WIDTH, self._over.width()), min(_HEIGHT, self._over.height())
        self.setGeometry((self._over.width() - width) // 2, 8 * GRID, width, height)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.box.setPlaceholderText(self.tr("An action, or a patient"))
        self.box.setAccessibleName(self.tr("Action or patient"))
        self.list.setAccessibleName(self.tr("Action or patient"))
