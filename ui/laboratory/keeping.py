"""Writes the result that is being typed into the encrypted record, and finds it again."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer

from emr_desktop.clinic import Clinic
from emr_desktop.laboratory.rows import OrderRow
from ui.laboratory.entry import DRAFT_KIND, Entry
from ui.qt.tasks import Failed, Tasks

KEEP_AFTER_MS = 300


class ResultKeeper(QObject):
    """``touch()`` after every change; ``stop()`` before it is entered, which drops the draft."""

    def __init__(self, *, clinic: Clinic, tasks: Tasks, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._failed = clinic, tasks, failed
        self._entry: Entry | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def watch(self, entry: Entry | None) -> None:
        """Keep this result from now on; what waited of another one is written first."""
        self.keep_now()
        self._entry = entry

    def touch(self) -> None:
        if self._entry is not None and not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def stop(self) -> None:
        self._timer.stop()

    def discard(self, entry_id: uuid.UUID) -> None:
        """Drop a draft."""
        self._timer.stop()
        self._tasks.run(self, lambda: self._clinic.drafts.discard(entry_id), failed=self._failed)

    def _write(self) -> None:
        entry = self._entry
        if entry is None or not entry.touched:
            return
        entry_id, patient_id, content = entry.id, entry.order.patient.id, entry.content()
        self._tasks.run(
            self,
            lambda: self._clinic.drafts.keep(
                entry_id, kind=DRAFT_KIND, patient_id=patient_id, content=content
            ),
            failed=self._failed,
            behind=True,
        )


def open_entry(clinic: Clinic, order_id: uuid.UUID) -> tuple[Entry, bool]:
    """Read an order with the draft that waits for it; True when one was put back. Runs on the worker."""
    order: OrderRow = clinic.laboratory.get(order_id)
    for draft in clinic.drafts.mine():
        if draft.kind == DRAFT_KIND and draft.content.get("order") == order_id.hex:
            return Entry.restored(order, draft.id, draft.content), True
    return Entry.begin(order), False
