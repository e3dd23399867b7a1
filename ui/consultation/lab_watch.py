"""Brings results to the page while it is open, and sends what is ordered to the laboratory."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from emr_desktop.changes import Changes
from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, OrderRow
from ui.consultation.presenter import Consultation
from ui.consultation.tests_box import TestsBox
from ui.qt.tasks import Failed, Tasks

LOOK_AGAIN_MS = 15_000  # another PC may have entered something


class LabWatch(QObject):
    """``about(consultation)`` when another visit comes onto the page."""

    def __init__(
        self, *, clinic: Clinic, box: TestsBox, tasks: Tasks, failed: Failed, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clinic, self._box = clinic, box
        self._tasks, self._failed = tasks, failed
        self._consultation: Consultation | None = None
        self._sending = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)
        tasks.changed.connect(self._changed)
        box.send_wanted.connect(self.send)

    def about(self, consultation: Consultation | None) -> None:
        """Watch the orders of this visit from now on; None: no visit is on the page."""
        self._consultation = consultation
        if consultation is None:
            self._timer.stop()
        else:
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Read the orders of the visit on the page."""
        consultation = self._consultation
        if consultation is None:
            return
        visit_id = consultation.visit_id

        def done(orders: tuple[OrderRow, ...]) -> None:
            if self._consultation is consultation:
                self._box.show_orders(orders)

        self._tasks.run(
            self,
            lambda: self._clinic.laboratory.of_visit(visit_id),
            done=done,
            failed=self._failed,
            key="orders",
            behind=True,
        )

    def send(self) -> None:
        """Order what waits on the page; where patients wait at the laboratory, send this one there."""
        consultation = self._consultation
        tests = self._box.unsent()
        if consultation is None or self._sending or not tests:
            return
        saved = consultation.is_correction
        try:
            form = consultation.to_form()
        except ValidationError as problem:
            self._failed(problem)
            return
        self._sending = True

        def work() -> object:
            if not saved and "laboratory" in self._clinic.queue.stations():
                return self._clinic.queue.send_for_tests(form)
            return self._clinic.laboratory.order(
                [
                    NewOrder(id=new_id(), patient_id=form.patient_id, visit_id=form.id, test=test)
                    for test in tests
                ]
            )

        def done(_written: object) -> None:
            self._sending = False
            self._box.say_sent(tests)
            self.look()

        def failed(error: BaseException) -> None:
            self._sending = False
            self._failed(error)

        self._tasks.run(self, work, done=done, failed=failed)

    def _changed(self, changes: Changes) -> None:
        if self._consultation is not None and changes.kinds & {"laboratory", "visit"}:
            self.look()
