"""The consultation as a station: takes the next patient, gives one back, sends for tests and back."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.queue.rows import QueueRow
from ui.consultation.coming import Coming
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.presenter import Consultation
from ui.consultation.saying import Saying
from ui.consultation.start_page import StartPage
from ui.qt.tasks import Failed
from ui.screen import ScreenContext


class Queueing(QObject):
    """Signals: ``sent_for_tests`` when the patient on the page waits at the laboratory now."""

    sent_for_tests = Signal()

    def __init__(
        self,
        *,
        context: ScreenContext,
        coming: Coming,
        start: StartPage,
        keeper: DraftKeeper,
        saying: Saying,
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._say = context.clinic, context.tasks, context.say
        self._coming, self._start = coming, start
        self._keeper, self._saying = keeper, saying
        self._failed = failed
        self._as_opened: dict[str, Any] = {}
        start.next_chosen.connect(self._take)
        coming.refused.connect(self._refused)

    def opened(self, consultation: Consultation) -> None:
        """A visit came onto the page: remember what stood there."""
        self._as_opened = consultation.content()

    def give_back(self, consultation: Consultation) -> None:
        """The page is left; a patient on whom nothing was written waits for whoever comes first."""
        if consultation.open_version is not None and consultation.content() == self._as_opened:
            visit_id = consultation.visit_id
            self._tasks.run(self, lambda: self._clinic.queue.hand_over(visit_id), failed=self._failed)

    def send_for_tests(self, consultation: Consultation) -> None:
        """To the laboratory and back to this person; the draft stays."""
        try:
            form = consultation.to_form()
        except ValidationError as problem:
            self._failed(problem)
            return
        self._keeper.touch()
        self._keeper.keep_now()

        def sent(written: Written[QueueRow]) -> None:
            self.sent_for_tests.emit()
            self._say(self.tr("{0} waits at the laboratory").format(written.value.patient.full_name))

        self._tasks.run(self, lambda: self._clinic.queue.send_for_tests(form), done=sent, failed=self._failed)

    def _take(self, row: QueueRow) -> None:
        self._saying.clear()
        self._keeper.watch(None)
        self._coming.take(row)

    def _refused(self, error: BaseException, visit_id: uuid.UUID) -> None:
        self._start.queue.read()
        if isinstance(error, EmrError) and error.code == "queue.taken":
            self._saying.say_taken(error, take_back=lambda: self._coming.take_back(visit_id))
        else:
            self._failed(error)
