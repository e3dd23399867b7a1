"""Saving the visit on the page: what is wrong goes to its field, two versions go beside each other."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.visits.rows import VisitRow
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.opening import checked_form
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks


class VisitSaver(QObject):
    """``save(consultation, today=...)``.

    Signals:
        busy: whether a save is on its way.
        saved: the visit as it was saved.
        disagreed: the form of this page and the visit that somebody else saved meanwhile.
        patient_merged: the visit and the refusal: its patient was merged into another record meanwhile.
    """

    busy = Signal(bool)
    saved = Signal(object)
    disagreed = Signal(object, object)
    patient_merged = Signal(object, object)

    def __init__(
        self, *, clinic: Clinic, keeper: DraftKeeper, tasks: Tasks, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clinic, self._keeper = clinic, keeper
        self._tasks, self._failed = tasks, failed
        self._saving: Consultation | None = None

    def save(self, consultation: Consultation, *, today: date) -> None:
        """Save; pressing twice saves once."""
        if self._saving is not None:
            return
        try:
            form = checked_form(consultation, today=today)
        except ValidationError as problem:
            self._failed(problem)
            return
        self._saving = consultation
        self.busy.emit(True)
        self._keeper.stop()
        self._tasks.run(self, lambda: self._clinic.visits.save(form), done=self._done, failed=self._not_saved)

    def _done(self, written: Written[VisitRow]) -> None:
        self._saving = None
        self.busy.emit(False)
        self.saved.emit(written.value)

    def _not_saved(self, error: BaseException) -> None:
        consultation, self._saving = self._saving, None
        self.busy.emit(False)
        self._keeper.touch()
        if (
            isinstance(error, StaleVersion)
            and isinstance(error.current, VisitRow)
            and consultation is not None
        ):
            self.disagreed.emit(consultation.to_form(), error.current)
            return
        if isinstance(error, EmrError) and error.code == "visit.patient_merged" and consultation is not None:
            self.patient_merged.emit(consultation, error)
            return
        self._failed(error)
