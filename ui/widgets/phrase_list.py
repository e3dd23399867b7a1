"""A list of phrases at the cursor of a text: it never takes a key before a person goes into it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from ui.theme.tokens import HAIR
from ui.widgets.picker import Choice, ChoiceList
from ui.widgets.picker_line import PickerLine
from ui.widgets.spoken import say_line

_ROWS_SHOWN = 8
_WIDTH = 360


class PhraseList(QFrame):
    """``offer(choices, below=...)``; nothing is marked until ``move`` goes into it.

    Signals:
        taken: the key of the line a person took with the mouse.
    """

    taken = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setObjectName("phraseList")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = ChoiceList(self)
        self._view = QListView(self)
        self._view.setObjectName("phrases")
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setUniformItemSizes(True)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setModel(self._model)
        self._view.setItemDelegate(PickerLine(self._view))
        self._view.clicked.connect(lambda index: self.taken.emit(self._model.choices[index.row()].key))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        layout.addWidget(self._view)
        self.hide()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The lines on show."""
        return self._model.choices if self.isVisible() else ()

    @property
    def marked(self) -> Choice | None:
        """The line a person went to; None while nobody went into the list."""
        at = self._view.currentIndex().row()
        return self.choices[at] if 0 <= at < len(self.choices) else None

    def offer(self, choices: Sequence[Choice], *, below: QPoint, line_height: int) -> None:
        """Show lines under a point of the owner; none hides the list."""
        if not choices:
            self.hide()
            return
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._view.setAccessibleName(self._owner.accessibleName())
        self._model.show(choices)
        self._view.clearSelection()
        self._view.setCurrentIndex(self._model.index(-1))
        rows = min(len(choices), _ROWS_SHOWN)
        self._view.setFixedHeight(rows * self._view.sizeHintForRow(0) + 4)
        self.setFixedWidth(min(_WIDTH, window.width()))
        self.adjustSize()
        place = self._owner.mapTo(window, below)
        x = max(0, min(place.x(), window.width() - self.width()))
        y = (
            place.y()
            if place.y() + self.height() <= window.height()
            else place.y() - self.height() - line_height
        )
        self.move(x, max(0, y))
        self.show()
        self.raise_()

    def move_mark(self, step: int) -> None:
        """Go into the list, or on in it."""
        count = len(self.choices)
        if count:
            at = self._view.currentIndex().row()
            at = (0 if step > 0 else count - 1) if at < 0 else (at + step) % count
            self._view.setCurrentIndex(self._model.index(at))
            say_line(self._view)
