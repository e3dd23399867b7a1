"""Asks what surveillance says of the visit on the page, whenever its diagnoses change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from emr_desktop.surveillance.rows import Watch
from emr_desktop.surveillance.watching import SurveillanceService
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks


class Watching(QObject):
    """``ask(consultation)``; the answer lies in ``consultation.watch``.

    Signals:
        came: the visit whose answer came.
    """

    came = Signal(object)

    def __init__(
        self, *, surveillance: SurveillanceService, tasks: Tasks, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._surveillance, self._tasks, self._failed = surveillance, tasks, failed
        self._asked: object = None

    def ask(self, consultation: Consultation | None, *, again: bool = False) -> None:
        """Ask when what decides has changed since the last question, or ``again``."""
        if consultation is None:
            self._asked = None
            return
        patient, visit_id, day = consultation.patient, consultation.visit_id, consultation.visit_date
        diagnoses = tuple(line.entry() for line in consultation.diagnoses)
        outcome = consultation.outcome
        about = (visit_id, patient.id, day, diagnoses, outcome)
        if about == self._asked and not again:
            return
        self._asked = about

        def show(watch: Watch) -> None:
            consultation.watch = watch
            self.came.emit(consultation)

        self._tasks.run(
            self,
            lambda: self._surveillance.watch(
                patient, diagnoses, visit_id=visit_id, visit_date=day, outcome=outcome
            ),
            done=show,
            failed=self._failed,
            key="watch",
            behind=True,
        )
