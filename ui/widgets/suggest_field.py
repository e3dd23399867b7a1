"""A line of free text with suggestions under it: what was typed stays unless a person takes one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.field import TextField
from ui.widgets.picker import Choice, Picker, Search
from ui.widgets.spoken import say_line


class SuggestLine(Picker):
    """Arrows go into the list; Enter takes a line that is marked, else what was typed, and goes on.

    The first line is marked by itself when ``eager(text, choice)`` says that it is surely meant.

    Signals:
        went_on: Enter was pressed and the field is done.
    """

    went_on = Signal()

    def __init__(
        self,
        *,
        search: Search,
        eager: Callable[[str, Choice], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(search=search, minimum=2, clear_after_pick=False, parent=parent)
        self._eager = eager or (lambda _text, _choice: False)
        self._marked = False
        self.picked.connect(lambda _choice: self.went_on.emit())

    def _open(self) -> None:
        if not self._model.choices:
            self._close()  # free text is as good
            return
        super()._open()
        self._marked = self._eager(self.text().strip(), self._model.choices[0])
        if not self._marked and self._view is not None:
            self._view.setCurrentIndex(QModelIndex())

    def _enter(self) -> None:
        if self.is_open and self._marked and self.highlighted is not None:
            self._take(self.highlighted)
            return
        self._asked = None
        self._close()
        self.went_on.emit()

    def _move(self, step: int) -> bool:
        if not self.is_open or self._view is None:
            return super()._move(step)
        if self._marked:
            return super()._move(step)
        self._marked = True
        self._view.setCurrentIndex(self._model.index(0 if step > 0 else len(self._model.choices) - 1))
        say_line(self._view)
        return True


class SuggestField(TextField):
    """Signals: ``picked`` with the ``Choice`` a person took; ``went_on`` to go to the next field."""

    picked = Signal(object)
    went_on = Signal()

    def __init__(
        self,
        name: str,
        *,
        search: Search,
        eager: Callable[[str, Choice], bool] | None = None,
        required: bool = False,
        longest: int = 120,
        parent: QWidget | None = None,
    ) -> None:
        self.suggest = SuggestLine(search=search, eager=eager)
        super().__init__(name, required=required, longest=longest, edit=self.suggest, parent=parent)
        self.suggest.picked.connect(self._picked)
        self.suggest.went_on.connect(self.went_on)

    def _picked(self, choice: Choice) -> None:
        self.set_error(None)
        self.picked.emit(choice)
        self.edited.emit()
