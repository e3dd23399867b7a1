"""The consultation as a station: takes the next patient, gives one back, sends for tests and back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from emr_desktop.changes import Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.queue.rows import QueueRow
from ui.consultation.coming import Coming
from ui.consultation.draft_keeper import DraftKeeper
from ui.consultation.page import VisitPage
from ui.consultation.page_bar import PageBar
from ui.consultation.presenter import Consultation
from ui.consultation.saying import Saying
from ui.consultation.start_page import StartPage
from ui.screen import ScreenContext


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The parts of the screen that the queue has to do with."""

    start: StartPage
    page: VisitPage
    bar: PageBar
    keeper: DraftKeeper
    saying: Saying


class Queueing(QObject):
    """Signals: ``sent_for_tests`` when the patient on the page waits at the laboratory now."""

    sent_for_tests = Signal()

    def __init__(self, *, context: ScreenContext, coming: Coming, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._say = context.clinic, context.tasks, context.say
        self._coming, self._desk, self._failed = coming, desk, coming.failed
        self._consultation: Consultation | None = None
        self._as_opened: dict[str, Any] = {}
        desk.start.next_chosen.connect(self._take)
        coming.refused.connect(self._refused)
        coming.start_read.connect(self._show_stations)
        desk.bar.for_tests.clicked.connect(self._send_for_tests)
        desk.page.edited.connect(lambda: desk.bar.show_tests(self._consultation))

    def opened(self, consultation: Consultation) -> None:
        """A visit came onto the page: remember what stood there."""
        self._consultation = consultation
        self._as_opened = consultation.content()

    def reads_again(self, consultation: Consultation) -> bool:
        """The draft was dropped: of an open visit, bring what reception and triage wrote."""
        if consultation.open_version is None:
            return False
        self._coming.open_patient(consultation.patient.id)
        return True

    def give_back(self, consultation: Consultation) -> None:
        """The page is left; a patient on whom nothing was written waits for whoever comes first."""
        if consultation.open_version is not None and consultation.content() == self._as_opened:
            visit_id = consultation.visit_id
            self._tasks.run(self, lambda: self._clinic.queue.hand_over(visit_id), failed=self._failed)

    def _show_stations(self, _drafts: object, _seen: object, stations: Sequence[str]) -> None:
        self._desk.start.show_stations(stations)
        self._desk.bar.uses_laboratory = "laboratory" in stations

    def _send_for_tests(self) -> None:
        """To the laboratory and back to this person; the draft stays."""
        consultation = self._consultation
        if consultation is None:
            return
        try:
            form = consultation.to_form()
        except ValidationError as problem:
            self._failed(problem)
            return
        self._desk.keeper.touch()
        self._desk.keeper.keep_now()

        def sent(written: Written[QueueRow]) -> None:
            self.sent_for_tests.emit()
            self._say(self.tr("{0} waits at the laboratory").format(written.value.patient.full_name))

        self._tasks.run(self, lambda: self._clinic.queue.send_for_tests(form), done=sent, failed=self._failed)

    def _take(self, row: QueueRow) -> None:
        self._desk.saying.clear()
        self._desk.keeper.watch(None)
        self._coming.take(row)

    def _refused(self, error: BaseException, visit_id: uuid.UUID) -> None:
        self._desk.start.queue.read()
        if isinstance(error, EmrError) and error.code == "queue.taken":
            self._desk.saying.say_taken(error, take_back=lambda: self._coming.take_back(visit_id))
        else:
            self._failed(error)
