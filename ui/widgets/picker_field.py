"""A labelled picker that keeps what was picked, and takes words that are not in the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ui.widgets.field import Field
from ui.widgets.form_keys import focus_next
from ui.widgets.picker import Choice, Picker, at_once


class PickerField(Field):
    """``code`` is the key of the line that was picked, None while the words are a person's own.

    ``find(text)`` gives the lines; with ``free`` the words as typed are the last of them, so that Enter
    always takes something.
    """

    def __init__(
        self,
        name: str,
        find: Callable[[str], Sequence[Choice]],
        *,
        free: bool,
        longest: int = 120,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._find, self._free = find, free
        self._picked: tuple[str, object] | None = None
        self.picker = Picker(search=at_once(self._offer), clear_after_pick=False)
        self.picker.setMaxLength(longest)
        super().__init__(name, self.picker, required=required, parent=parent)
        self.picker.picked.connect(self._take)
        self.picker.passed.connect(lambda: focus_next(self.window()))
        self.picker.textEdited.connect(self._typed)

    @property
    def code(self) -> object:
        """What was picked, as long as its words still stand there."""
        if self._picked is not None and self._picked[0] == self.picker.text():
            return self._picked[1]
        return None

    def text(self) -> str:
        """The words in the box."""
        return self.picker.text().strip()

    def show_value(self, words: str, code: object = None) -> None:
        """Put words into the box, with the code they stand for."""
        self.picker.put_back(words)
        self._picked = (words, code) if code is not None else None

    def _offer(self, text: str) -> Sequence[Choice]:
        found = list(self._find(text))
        if self._free and text.casefold() not in {choice.primary.casefold() for choice in found}:
            found.append(Choice(None, text))
        return found

    def _take(self, choice: Choice) -> None:
        self._picked = (choice.primary, choice.key) if choice.key is not None else None
        self.set_error(None)
        self.edited.emit()
        focus_next(self.window())

    def _typed(self) -> None:
        if self.error:
            self.set_error(None)
        self.edited.emit()
