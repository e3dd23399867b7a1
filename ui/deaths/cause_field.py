"""A cause of death: picked from the clinical concepts and all of ICD-10."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from emr_desktop.reference.catalogue import diagnosis_name, search_diagnoses
from ui.consultation.ending_fields import cause_of
from ui.qt.language import Language
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField


class CauseField(PickerField):
    """``cause`` is ``B54|malaria`` or ``E43``, as drafts keep it; empty while nothing is picked."""

    def __init__(self, name: str, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(name, self._search, free=False, parent=parent)
        self._language = language

    @property
    def cause(self) -> str:
        return str(self.code or "")

    @property
    def is_unpicked(self) -> bool:
        """Whether words stand there that nobody picked from the list."""
        return bool(self.text()) and not self.cause

    def show_cause(self, kept: str) -> None:
        """Show a cause as drafts keep it, by its name in the language in use."""
        cause = cause_of(kept)
        if cause is None:
            self.show_value("")
        else:
            self.show_value(
                diagnosis_name(cause.icd10, cause.concept, language=self._language.code), code=kept
            )

    def _search(self, text: str) -> Sequence[Choice]:
        return [
            Choice(
                f"{hit.icd10}|{hit.concept.code}" if hit.concept else hit.icd10,
                hit.name,
                hit.icd10,
                hit.matched,
            )
            for hit in search_diagnoses(text, language=self._language.code, limit=12)
        ]
