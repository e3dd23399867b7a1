"""A type-ahead picker: two letters, arrows, Enter; what was typed is never thrown away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from ui.theme.tokens import HAIR
from ui.widgets.layout import OVER, words
from ui.widgets.picker_line import MATCHED_ROLE, TYPED_ROLE, PickerLine
from ui.widgets.spoken import say_aloud, say_line

_ROWS_SHOWN = 8
_NARROWEST = 420
KEEP_VISIBLE = "keepVisible"  # the property of a button that no list may cover: Save
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Choice:
    """One line of the list: ``key`` is what is picked, the texts are what a person reads.

    ``matched`` is another name of the thing that what was typed was found by; it stands softly behind.
    """

    key: object
    primary: str
    secondary: str = ""
    matched: str = ""


Deliver = Callable[[Sequence[Choice]], None]
Search = Callable[[str, Deliver], None]


def at_once(find: Callable[[str], Sequence[Choice]]) -> Search:
    """Make a search of a function that answers from memory in a few milliseconds."""

    def search(text: str, deliver: Deliver) -> None:
        deliver(find(text))

    return search


class ChoiceList(QAbstractListModel):
    """The lines found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()
        self._typed = ""

    def show(self, choices: Sequence[Choice], *, typed: str = "") -> None:
        self.beginResetModel()
        self.choices, self._typed = tuple(choices), typed
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.choices)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.primary
        if role == Qt.ItemDataRole.UserRole:
            return choice.secondary
        if role == MATCHED_ROLE:
            return choice.matched
        if role == TYPED_ROLE:
            return self._typed
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (choice.primary, choice.matched, choice.secondary) if part)
        return None


class Picker(QLineEdit):
    """A line to type in, with the lines found below it.

    ``search(text, deliver)`` looks for ``text`` and calls ``deliver`` in the GUI thread, now or later;
    answers to an older text are dropped. Enter pressed before the answer came picks when it comes.

    Signals:
        picked: the ``Choice`` a person took.
        passed: Enter in an empty box: the person goes on.
    """

    picked = Signal(object)
    passed = Signal()

    def __init__(
        self,
        *,
        search: Search,
        minimum: int = 2,
        clear_after_pick: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._minimum = minimum
        self._clear_after_pick = clear_after_pick
        self._asked: str | None = None
        self._answered: str | None = None
        self._pick_when_answered = False
        self._model = ChoiceList(self)
        self._popup: QFrame | None = None
        self._view: QListView | None = None
        self._nothing: QLabel | None = None
        self.textEdited.connect(self._look)

    # what others ask ---------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The lines on show, best first."""
        return self._model.choices if self.is_open else ()

    @property
    def highlighted(self) -> Choice | None:
        """The line Enter would take."""
        if not self.is_open or self._view is None or not self._model.choices:
            return None
        row = self._view.currentIndex().row()
        return self._model.choices[max(row, 0)]

    def put_back(self, text: str) -> None:
        """Show text kept in a draft, without opening the list."""
        self.setText(text)

    # looking -----------------------------------------------------------------------------------------

    def _look(self, text: str) -> None:
        wanted = text.strip()
        self._pick_when_answered = False
        if len(wanted) < self._minimum:
            self._asked = None
            self._close()
            return
        self._asked = wanted
        self._search(wanted, lambda choices: self._answer(wanted, choices))

    def _answer(self, text: str, choices: Sequence[Choice]) -> None:
        if text != self._asked:
            return
        self._answered = text
        self._model.show(choices, typed=text)
        if self._pick_when_answered and choices:
            self._pick_when_answered = False
            self._take(choices[0])
            return
        self._pick_when_answered = False
        if self.hasFocus() or not self.isVisible():
            self._open()

    def _take(self, choice: Choice) -> None:
        self._asked = None
        self._close()
        if self._clear_after_pick:
            self.clear()
        else:
            self.setText(choice.primary)
        self.picked.emit(choice)

    # the list ----------------------------------------------------------------------------------------

    def _open(self) -> None:
        popup, view, nothing = self._parts()
        found = bool(self._model.choices)
        view.setVisible(found)
        nothing.setVisible(not found)
        width = max(self.width(), _NARROWEST)
        if found:
            rows = min(len(self._model.choices), _ROWS_SHOWN)
            view.setFixedHeight(rows * view.sizeHintForRow(0) + 4)
            view.setCurrentIndex(self._model.index(0))
        popup.setFixedWidth(min(width, self.window().width()))
        popup.adjustSize()
        popup.move(self._place(popup))
        popup.show()
        popup.raise_()
        if found:
            count = len(self._model.choices)
            say_line(view, first=self.tr("%n found:", "", count))
        else:
            say_aloud(self, nothing.text())

    def _place(self, popup: QFrame) -> QPoint:
        window = self.window()
        below = self.mapTo(window, QPoint(0, self.height() + 1))
        x = min(below.x(), max(0, window.width() - popup.width()))
        if below.y() + popup.height() <= self._floor(below.y()):
            return QPoint(x, below.y())
        above = below.y() - self.height() - popup.height() - 2
        return QPoint(x, max(0, above))

    def _floor(self, below: int) -> int:
        """How far down the list may reach: what carries the property keepVisible is not covered."""
        window = self.window()
        tops = [
            button.mapTo(window, QPoint(0, 0)).y()
            for button in window.findChildren(QAbstractButton)
            if button.isVisible() and button.property(KEEP_VISIBLE)
        ]
        return min((top for top in tops if top >= below), default=window.height())

    def _parts(self) -> tuple[QFrame, QListView, QLabel]:
        if self._popup is None or self._view is None or self._nothing is None:
            # A child of the window and not a window of its own: no focus games, and it works offscreen.
            self._popup = QFrame(self.window())
            self._popup.setObjectName("pickerPopup")
            self._popup.setProperty(OVER, True)
            self._popup.setFrameShape(QFrame.Shape.StyledPanel)
            self._popup.setAutoFillBackground(True)
            self._popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._view = QListView(self._popup)
            self._view.setObjectName("pickerList")
            self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._view.setUniformItemSizes(True)
            self._view.setMouseTracking(True)
            self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._view.setFrameShape(QFrame.Shape.NoFrame)
            self._view.setModel(self._model)
            self._view.setItemDelegate(PickerLine(self._view))
            self._view.setAccessibleName(self.accessibleName())
            self._view.clicked.connect(lambda index: self._take(self._model.choices[index.row()]))
            self._nothing = words(parent=self._popup)
            self._nothing.setObjectName("pickerNothing")
            self._nothing.setMargin(8)
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
            layout.addWidget(self._view)
            layout.addWidget(self._nothing)
            self._say_nothing_found()
        return self._popup, self._view, self._nothing

    def _say_nothing_found(self) -> None:
        if self._nothing is not None:
            self._nothing.setText(self.tr("Nothing found. Try fewer letters or another word."))

    def _close(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    # keys --------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._enter()
        elif key == Qt.Key.Key_Escape and self.is_open:
            self._close()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._move(1 if key == Qt.Key.Key_Down else -1):
            pass
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _enter(self) -> None:
        text = self.text().strip()
        if not text:
            self.passed.emit()
        elif self.highlighted is not None:
            self._take(self.highlighted)
        elif self._asked == text and self._answered != text:
            self._pick_when_answered = True
        else:
            self._look(text)

    def _move(self, step: int) -> bool:
        if not self.is_open or self._view is None:
            self._look(self.text())
            return True
        count = len(self._model.choices)
        if count:
            row = (self._view.currentIndex().row() + step) % count
            self._view.setCurrentIndex(self._model.index(row))
            say_line(self._view)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_open:  # the list stays at its box when the window is made smaller
            self._open()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._pick_when_answered = False
        self._close()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_nothing_found()
            if self.is_open:  # the lines have names in the other language
                self._look(self.text())
        super().changeEvent(event)
