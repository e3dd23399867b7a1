"""Brings a patient to the triage: takes the visit, reads what stands of it, puts a draft back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.clinic import Clinic
from emr_desktop.queue.drafts import triage_draft_id
from emr_desktop.queue.rows import QueueRow, TriageRow
from emr_desktop.visits.rows import DraftRow, VisitRow
from ui.consultation.opening import begin
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks
from ui.triage.presenter import Triaging


@dataclass(frozen=True)
class _Read:
    visit: VisitRow
    triage: TriageRow
    draft: DraftRow | None


class TriageComing(QObject):
    """Signals: ``came`` with a ``Triaging``; ``refused`` with an error and the visit it was about."""

    came = Signal(object)
    refused = Signal(object, object)

    def __init__(self, *, clinic: Clinic, tasks: Tasks, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._failed = clinic, tasks, failed

    def take(self, visit_id: uuid.UUID, *, seen_at: str | None = None) -> None:
        """Take a patient who waits; nobody else can take the same one."""
        self._tasks.run(
            self,
            lambda: self._clinic.queue.take(visit_id, seen_at=seen_at),
            done=self._taken,
            failed=lambda error: self.refused.emit(error, visit_id),
        )

    def take_back(self, visit_id: uuid.UUID) -> None:
        """Take a patient from the person who has them."""
        self._tasks.run(
            self, lambda: self._clinic.queue.take_back(visit_id), done=self._taken, failed=self._failed
        )

    def bring(self, patient_id: uuid.UUID) -> None:
        """Somebody who was found by name: the visit that waits, or a new one."""
        clinic = self._clinic

        def read() -> VisitRow | Consultation:
            waiting = clinic.visits.open_visit(patient_id)
            if waiting is not None:
                return waiting
            return begin(clinic.patients.get(patient_id), today=clinic.work.clock.today())

        def found(what: VisitRow | Consultation) -> None:
            if isinstance(what, VisitRow):
                self.take(what.form.id)
            else:
                self.came.emit(Triaging(visit=what))

        self._tasks.run(self, read, done=found, failed=self._failed, key="bring")

    def _taken(self, written: Written[QueueRow]) -> None:
        visit_id = written.value.visit_id

        def read() -> _Read:
            visit, triage = self._clinic.triage.read(visit_id)
            wanted = triage_draft_id(visit_id)
            drafts = (draft for draft in self._clinic.drafts.mine() if draft.id == wanted)
            return _Read(visit, triage, next(drafts, None))

        self._tasks.run(self, read, done=self._begin, failed=self._failed, key="read")

    def _begin(self, read: _Read) -> None:
        triaging = Triaging.of(Consultation.continuing(read.visit), read.triage)
        if read.draft is not None:
            try:
                triaging.put_back(read.draft.content)
            except (KeyError, TypeError, ValueError):  # what stands in the record is shown instead
                triaging = Triaging.of(Consultation.continuing(read.visit), read.triage)
        self.came.emit(triaging)
