"""Writes what stands on the page into the encrypted record while it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.visits.drafts import DraftService
from ui.qt.tasks import Failed, Tasks

KEEP_AFTER_MS = 300


class Kept(Protocol):
    """A form that is kept while it is typed."""

    @property
    def draft_id(self) -> uuid.UUID: ...

    @property
    def draft_kind(self) -> str: ...

    @property
    def patient_id(self) -> uuid.UUID: ...

    def content(self) -> dict[str, Any]: ...


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
        self._form: Kept | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def watch(self, form: Kept | None) -> None:
        """Keep this form from now on; what waited for another one is written first."""
        self.keep_now()
        self._form = form

    def touch(self) -> None:
        """Something changed."""
        if self._form is not None and not self._timer.isActive():
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
        form, self._form = self._form, None
        if form is not None:
            draft_id = form.draft_id
            self._tasks.run(self, lambda: self._drafts.discard(draft_id), failed=self._failed)

    def _write(self) -> None:
        form = self._form
        if form is None:
            return
        draft_id, kind, patient_id, content = form.draft_id, form.draft_kind, form.patient_id, form.content()

        def keep() -> datetime:
            self._drafts.keep(draft_id, kind=kind, patient_id=patient_id, content=content)
            return self._now()

        self._tasks.run(self, keep, done=self.kept.emit, failed=self._failed, behind=True)
