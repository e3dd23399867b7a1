"""Finds the patient of a paper visit while the name is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from emr_desktop.patients.rows import PatientHit, PatientRow
from emr_desktop.visits.age import age_text
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.picker import Choice, Deliver


class PatientSearch(QObject):
    """``look(text, deliver)`` for a picker; the keys of its choices are ``PatientRow``."""

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed

    def look(self, text: str, deliver: Deliver) -> None:
        """Search and hand over who was found."""
        patients = self._context.clinic.patients

        def done(hits: Sequence[PatientHit]) -> None:
            deliver([Choice(hit.patient, hit.patient.full_name, self.told(hit.patient)) for hit in hits])

        self._context.tasks.run(
            self, lambda: patients.search(text, limit=12), done=done, failed=self._failed, key="search"
        )

    def told(self, patient: PatientRow) -> str:
        """Age, village and number."""
        today = max(self._context.clinic.work.clock.today(), patient.birth_date)
        age = age_text(patient.birth_date, today, self._context.language.code)
        return "  ·  ".join(part for part in (age, patient.village, patient.number) if part)
