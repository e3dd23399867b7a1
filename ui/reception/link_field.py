"""A field that names another patient: type, pick, or leave it empty."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow
from ui.widgets.field import Field
from ui.widgets.picker import Choice, Picker, Search


class PatientLinkField(Field):
    """Signals: ``picked`` with the ``Choice``; ``went_on`` to go to the next field."""

    picked = Signal(object)
    went_on = Signal()

    def __init__(self, name: str, *, search: Search, parent: QWidget | None = None) -> None:
        self.picker = Picker(search=search, clear_after_pick=False)
        super().__init__(name, self.picker, parent=parent)
        self._chosen: uuid.UUID | None = None
        self.picker.picked.connect(self._pick)
        self.picker.passed.connect(self.went_on)
        self.picker.textEdited.connect(self._typed)

    def value(self, field: str) -> uuid.UUID | None:
        """The patient who was picked, or None for an empty box.

        Raises:
            ValidationError: something was typed and nobody picked; ``field`` is its field.
        """
        if self._chosen is None and self.picker.text().strip():
            raise ValidationError(field, "patient.link_not_picked")
        return self._chosen

    @property
    def chosen(self) -> uuid.UUID | None:
        return self._chosen

    def show_patient(self, patient: PatientRow | None) -> None:
        """Put somebody in, or empty the field."""
        self._chosen = None if patient is None else patient.id
        self.picker.put_back("" if patient is None else patient.full_name)
        self.set_help("" if patient is None else patient.number)
        self.set_error(None)

    def put_back(self, who: uuid.UUID | None, typed: str, told: str) -> None:
        """Show what a draft kept."""
        self._chosen = who
        self.picker.put_back(typed)
        self.set_help(told)

    def _pick(self, choice: Choice) -> None:
        self._chosen = choice.key if isinstance(choice.key, uuid.UUID) else None
        self.set_error(None)
        self.set_help(choice.secondary)
        self.picked.emit(choice)
        self.edited.emit()
        self.went_on.emit()

    def _typed(self) -> None:
        self._chosen = None
        self.set_help("")
        if self.error:
            self.set_error(None)
        self.edited.emit()
