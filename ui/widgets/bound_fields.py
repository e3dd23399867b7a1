"""Ties fields of a form to values by name: shows them, hands on what is typed, says errors at their field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, TextField
from ui.widgets.picker_field import PickerField
from ui.widgets.words_field import ComboField, WordsField


class BoundFields(QObject):
    """``show(values)``; values are texts, as a draft keeps them.

    Signals:
        edited: the name and the text of a field that a person changed.
    """

    edited = Signal(str, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def add(self, name: str, field: Field, *, code: Callable[[PickerField], str] | None = None) -> None:
        """Tie a field to a name; ``code`` gives the text of a picker that keeps what was picked."""
        self._fields[name] = field

        def tell() -> None:
            told = code(field) if code is not None and isinstance(field, PickerField) else text_of(field)
            self.edited.emit(name, told)

        field.edited.connect(tell)

    def show(self, values: Mapping[str, str]) -> None:
        """Show values without telling anyone; errors go."""
        for name, field in self._fields.items():
            if name in values:
                show_text(field, values[name])
            field.set_error(None)

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: text_of(field) for name, field in self._fields.items()}

    def point_at(self, name: str, text: str) -> bool:
        """Say what is wrong and put the cursor there; False for a field that is not here."""
        field = self._fields.get(name)
        if field is None:
            return False
        field.set_error(text)
        field.setFocus()
        return True


def text_of(field: Field) -> str:
    """What stands in a field: words, or the code that was chosen."""
    if isinstance(field, ChoiceField):
        return field.code or ""
    if isinstance(field, ComboField):
        return field.code
    if isinstance(field, (TextField, WordsField, PickerField)):
        return field.text()
    raise TypeError(type(field).__name__)


def show_text(field: Field, text: str) -> None:
    """Show words, or the choice of a code."""
    if isinstance(field, ChoiceField):
        field.bar.choose(text or None)
    elif isinstance(field, ComboField):
        field.choose(text)
    elif isinstance(field, PickerField):
        field.show_value(text)
    elif isinstance(field, (TextField, WordsField)):
        field.set_text(text)
    else:
        raise TypeError(type(field).__name__)
