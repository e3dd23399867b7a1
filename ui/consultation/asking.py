"""What is asked behind the page while a visit is written: how it counts, what must be notified."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from emr_desktop.clinic import Clinic
from ui.consultation.attendance import AttendanceSuggestion
from ui.consultation.lab_watch import LabWatch
from ui.consultation.page import VisitPage
from ui.consultation.presenter import Consultation
from ui.qt.tasks import Failed, Tasks
from ui.surveillance.watching import Watching


class Asking(QObject):
    """``about(consultation)`` when another visit comes onto the page; edits ask again by themselves.

    Signals:
        watch_came: what the notification list says of this visit now.
    """

    watch_came = Signal(object)

    def __init__(
        self, *, clinic: Clinic, page: VisitPage, tasks: Tasks, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._failed = clinic, tasks, failed
        self._consultation: Consultation | None = None
        self._attendance = AttendanceSuggestion(
            visits=clinic.visits, outcome=page.outcome, tasks=tasks, failed=failed, parent=self
        )
        self._watching = Watching(surveillance=clinic.surveillance, tasks=tasks, failed=failed, parent=self)
        self._watching.came.connect(self._show_watch)
        self._laboratory = LabWatch(clinic=clinic, box=page.tests, tasks=tasks, failed=failed, parent=self)
        self._page = page
        page.medicines.stock_marked.connect(self._mark_stock)
        page.edited.connect(lambda: self._watching.ask(self._consultation))
        page.diagnoses_changed.connect(lambda: self._attendance.ask(self._consultation))
        page.diagnoses_changed.connect(lambda: self._watching.ask(self._consultation))

    def about(self, consultation: Consultation | None) -> None:
        """Ask about this visit from now on; None: no visit is on the page."""
        self._consultation = consultation
        self._laboratory.about(consultation)
        # Counted once an hour at most, behind the page.
        self._tasks.run(
            self,
            self._clinic.usage.of_facility,
            done=self._page.rank_by,
            failed=self._failed,
            key="usage",
        )
        if consultation is not None:
            self._attendance.ask(consultation)
            self._watching.ask(consultation, again=True)

    def _show_watch(self, consultation: Consultation) -> None:
        if consultation is self._consultation:
            self._page.notice.show_watch(consultation.watch)
            self.watch_came.emit(consultation)

    def _mark_stock(self, medicine: str, is_out: bool) -> None:
        service = self._clinic.prescribing
        self._tasks.run(
            self,
            lambda: service.mark_stock(medicine, is_out=is_out),
            done=lambda _marked: None,
            failed=self._failed,
        )
