"""Asks what an attendance will count as, whenever the diagnoses of a new visit change."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.visits.service import AttendanceFlags, VisitService
from ui.consultation.outcome_row import OutcomeRow
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks


class AttendanceSuggestion(QObject):
    """``ask(consultation)``; the answer stands in the visit and in the outcome row."""

    def __init__(
        self, *, visits: VisitService, outcome: OutcomeRow, tasks: Tasks, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._visits, self._outcome = visits, outcome
        self._tasks, self._failed = tasks, failed

    def ask(self, consultation: Consultation | None) -> None:
        """Look at earlier visits; a correction keeps the flags it was saved with."""
        if consultation is None or consultation.is_correction:
            return
        patient_id, day = consultation.patient.id, consultation.visit_date
        diagnoses = tuple(line.entry() for line in consultation.diagnoses)

        def show(flags: AttendanceFlags) -> None:
            consultation.suggested = flags
            self._outcome.show_values()

        self._tasks.run(
            self,
            lambda: self._visits.suggest_flags(patient_id, day, diagnoses),
            done=show,
            failed=self._failed,
            key="flags",
        )
