"""Writes what stands on the page into the encrypted record while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.visits.drafts import DraftService
from ui.consultation.presenter import DRAFT_KIND, Consultation
from ui.qt.tasks import Failed, Tasks

KEEP_AFTER_MS = 300


class DraftKeeper(QObject):
    """``touch()`` after every change; at most 300 ms later the draft is on its way to the disk.

    A change does not put the write off again, so that somebody who types without a pause is kept too.

    Signals:
        kept: when the draft was written.
    """

    kept = Signal(object)

    def __init__(
        self,
        *,
        drafts: DraftService,
        tasks: Tasks,
        now: Callable[[], datetime],
        failed: Failed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._tasks = tasks
        self._now = now
        self._failed = failed
        self._consultation: Consultation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def watch(self, consultation: Consultation | None) -> None:
        """Keep this visit from now on; what waited for another one is written first."""
        self.keep_now()
        self._consultation = consultation

    def touch(self) -> None:
        """Something changed."""
        if self._consultation is not None and not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Write what was not written yet, without waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def stop(self) -> None:
        """The visit is being saved, which drops its draft: write nothing after it."""
        self._timer.stop()

    def discard(self) -> None:
        """Drop the draft of the visit on the page."""
        self._timer.stop()
        consultation, self._consultation = self._consultation, None
        if consultation is not None:
            visit_id = consultation.visit_id
            self._tasks.run(self, lambda: self._drafts.discard(visit_id), failed=self._failed)

    def _write(self) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        visit_id, patient_id = consultation.visit_id, consultation.patient.id
        content = consultation.content()

        def keep() -> datetime:
            self._drafts.keep(visit_id, kind=DRAFT_KIND, patient_id=patient_id, content=content)
            return self._now()

        self._tasks.run(self, keep, done=self.kept.emit, failed=self._failed)
