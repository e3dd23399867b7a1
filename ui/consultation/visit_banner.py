"""The patient's banner over a visit: with the last weight and the problems of the patient."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from ui.consultation import telling
from ui.consultation.presenter import Consultation
from ui.qt.language import Language
from ui.widgets.patient_banner import PatientBanner


class VisitBanner(PatientBanner):
    """``show_consultation(...)``; confidential problems are counted and not named."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.last_weight: tuple[float, date] | None = None  # before this visit, in kg

    def show_consultation(self, consultation: Consultation, *, today: date) -> None:
        """Show the patient of a visit as far as is known now."""
        self.show_patient(
            consultation.patient,
            today=today,
            weight=self.last_weight,
            problems=lambda: [
                telling.name_of(row.form.icd10, row.form.concept, language=self._language.code)
                for row in consultation.problems
                if row.is_active and not row.sensitive
            ],
            hidden=sum(row.is_active and row.sensitive for row in consultation.problems),
        )
