"""Brings a visit onto the screen: reads it behind the windows and puts a draft back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused
from emr_desktop.queue.rows import QueueRow
from emr_desktop.visits.rows import DraftRow, VisitRow
from ui.consultation.opening import Opened, begin, read_patient, read_start, restored
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks


class Coming(QObject):
    """Every method reads in the background; a signal brings what was read.

    Signals:
        visit_came: a visit to write on, what was read with it, and the draft it was put back from, if it was.
        draft_unreadable: the draft that waited was written by another program.
        read: a saved visit to read.
        start_read: the drafts that wait, the patients seen lately and the stations in use.
        refused: somebody else has the patient: the error and the id of the visit.
        private: a visit that this person may open in an emergency only: its id.
    """

    visit_came = Signal(object, object, object)
    draft_unreadable = Signal()
    read = Signal(object)
    start_read = Signal(object, object, object)
    refused = Signal(object, object)
    private = Signal(object)

    def __init__(self, *, clinic: Clinic, tasks: Tasks, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._failed = clinic, tasks, failed
        self.failed = failed
        self._today = clinic.work.clock.today

    def read_start(self) -> None:
        """Read what the page shows before a patient comes."""
        self._tasks.run(
            self,
            lambda: read_start(self._clinic),
            done=lambda found: self.start_read.emit(*found),
            failed=self._failed,
            key="start",
        )

    def open_patient(self, patient_id: uuid.UUID) -> None:
        """A visit of today for this patient: the draft that waits, or a new one."""
        self._read_patient(patient_id, None)

    def take(self, row: QueueRow) -> None:
        """Somebody of the queue: the open visit, or a saved one whose results came."""
        if row.status == "open":
            self._read_patient(row.patient.id, None, left_over=True)
            return

        def taken(_written: Written[QueueRow]) -> None:
            self._tasks.run(
                self,
                lambda: self._clinic.visits.get(row.visit_id),
                done=self.correct,
                failed=self._failed,
                key="open",
            )

        self._take(row.visit_id, taken, seen_at=row.station)

    def take_back(self, visit_id: uuid.UUID) -> None:
        """Take a patient from the person who has them."""

        def taken(written: Written[QueueRow]) -> None:
            self.take(written.value)

        self._tasks.run(self, lambda: self._clinic.queue.take_back(visit_id), done=taken, failed=self._failed)

    def _take(
        self,
        visit_id: uuid.UUID,
        taken: Callable[[Written[QueueRow]], None],
        *,
        seen_at: str | None = None,
    ) -> None:
        self._tasks.run(
            self,
            lambda: self._clinic.queue.take(visit_id, seen_at=seen_at),
            done=taken,
            failed=lambda error: self.refused.emit(error, visit_id),
        )

    def correct(self, visit: VisitRow) -> None:
        """Open a saved visit to correct it."""
        self._read_patient(visit.patient.id, visit)

    def go_on_with(self, consultation: Consultation, patient_id: uuid.UUID) -> None:
        """Go on with what is written, for the record its patient was merged into."""

        def came(opened: Opened) -> None:
            consultation.patient = opened.patient
            self.visit_came.emit(self._with_rules(consultation, opened), opened, None)

        self._tasks.run(
            self,
            lambda: read_patient(self._clinic, patient_id),
            done=came,
            failed=self._failed,
            key="open",
        )

    def open_visit(self, visit_id: uuid.UUID) -> None:
        """Read a saved visit."""

        def failed(error: BaseException) -> None:
            refused = isinstance(error, PermissionRefused) and error.params.get("verb") == "visit.sensitive"
            if refused and self._clinic.work.may("visit.break_glass"):
                self.private.emit(visit_id)
            else:
                self._failed(error)

        self._tasks.run(
            self, lambda: self._clinic.visits.get(visit_id), done=self.read.emit, failed=failed, key="open"
        )

    def _read_patient(
        self, patient_id: uuid.UUID, visit: VisitRow | None, *, left_over: bool = False
    ) -> None:
        def came(opened: Opened) -> None:
            waiting = opened.waiting
            if visit is None and waiting is not None:
                self._take(waiting.form.id, lambda _written: self._begin(opened))
            elif visit is None:
                self._begin(opened)
            else:
                self.visit_came.emit(self._with_rules(Consultation.correcting(visit), opened), opened, None)

        self._tasks.run(
            self,
            lambda: read_patient(self._clinic, patient_id, left_over=left_over),
            done=came,
            failed=self._failed,
            key="open",
        )

    def _begin(self, opened: Opened) -> None:
        put_back: DraftRow | None = opened.draft
        consultation = restored(opened)
        if consultation is None:
            put_back = None
            consultation = (
                begin(opened.patient, today=self._today())
                if opened.waiting is None
                else Consultation.continuing(opened.waiting)
            )
        self.visit_came.emit(self._with_rules(consultation, opened), opened, put_back)
        if opened.draft is not None and put_back is None:
            self.draft_unreadable.emit()

    @staticmethod
    def _with_rules(consultation: Consultation, opened: Opened) -> Consultation:
        consultation.sheet.book = opened.book
        consultation.sheet.known_weight = opened.weight_before(consultation)
        consultation.sheet.running = opened.running(consultation)
        consultation.sheet.severe_allergies = opened.severe_allergies
        consultation.know_problems(opened.problems)
        consultation.last_given, consultation.usual = opened.given_before(consultation), opened.usual
        return consultation
