"""Keeps the sheet that is being typed in the encrypted record, and offers it again until it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.clock import local
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DraftRow
from ui.late.entry import PaperVisit
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

DRAFT_KIND = "paper_visit"
KEEP_AFTER_MS = 300
_FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class SheetDraft:
    """A sheet with everything around it, exactly as typed."""

    visit: PaperVisit
    day: str
    patient_id: uuid.UUID | None
    name: str  # of the patient, as far as it is known
    newcomer: Mapping[str, str] | None  # the boxes, while somebody new is being registered

    @classmethod
    def made(
        cls, visit: PaperVisit, *, day: str, patient: PatientRow | None, newcomer: Mapping[str, str] | None
    ) -> SheetDraft | None:
        """What stands on the page; None when nothing would be missed."""
        if visit.is_empty and patient is None and newcomer is None:
            return None
        names = [] if newcomer is None else [newcomer["first"], newcomer["last"]]
        return cls(
            visit=visit,
            day=day,
            patient_id=None if patient is None else patient.id,
            name=" ".join(filter(None, names)) if patient is None else patient.full_name,
            newcomer=newcomer if patient is None else None,
        )

    def content(self) -> dict[str, Any]:
        """All of it as plain JSON values."""
        return {
            "format": _FORMAT,
            "patient": self.name,
            "day": self.day,
            "sheet": self.visit.content(),
            "newcomer": None if self.newcomer is None else dict(self.newcomer),
        }

    @classmethod
    def of(cls, draft: DraftRow) -> SheetDraft:
        """Read a draft.

        Raises:
            KeyError, TypeError, ValueError: another program wrote it.
        """
        content: Mapping[str, Any] = draft.content
        if content["format"] != _FORMAT:
            raise ValueError(content["format"])
        return cls(
            visit=PaperVisit.from_content(draft.id, content["sheet"]),
            day=str(content["day"]),
            patient_id=draft.patient_id,
            name=str(content["patient"]),
            newcomer=content["newcomer"],
        )


class LateKeeper(QObject):
    """``touch()`` after every change; ``offer()`` when the page is turned to.

    Signals:
        taken_up: a ``SheetDraft`` and its ``PatientRow`` or None, to be put on the page.
    """

    taken_up = Signal(object, object)

    def __init__(
        self,
        *,
        context: ScreenContext,
        read: Callable[[], SheetDraft | None],
        banner: Banner,
        failed: Failed,
        parent: QObject,
    ) -> None:
        """``read`` gives what stands on the page, None when nothing was typed."""
        super().__init__(parent)
        self._context, self._read, self._banner, self._failed = context, read, banner, failed
        self._drafts = context.clinic.drafts
        self._kept: uuid.UUID | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._write)

    def touch(self) -> None:
        """Something changed."""
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Write what was not written yet, without waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def stop(self) -> None:
        """The sheet was saved, which dropped its draft; the next one begins empty."""
        self._timer.stop()
        self._kept = None

    def _write(self) -> None:
        sheet = self._read()
        if sheet is None:
            self._drop()
            return
        self._kept = sheet.visit.visit_id
        draft_id, patient_id, content = sheet.visit.visit_id, sheet.patient_id, sheet.content()
        self._context.tasks.run(
            self,
            lambda: self._drafts.keep(draft_id, kind=DRAFT_KIND, patient_id=patient_id, content=content),
            failed=self._failed,
            behind=True,
        )

    def _drop(self) -> None:
        """A person emptied the sheet."""
        draft_id, self._kept = self._kept, None
        if draft_id is not None:
            self._context.tasks.run(self, lambda: self._drafts.discard(draft_id), failed=self._failed)

    # offering ------------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Say which sheet was begun and not saved, while nothing stands on the page."""

        def done(drafts: Sequence[DraftRow]) -> None:
            waiting = [draft for draft in drafts if draft.kind == DRAFT_KIND]
            if waiting and self._read() is None:
                self._say(waiting[0])

        self._context.tasks.run(self, self._drafts.mine, done=done, failed=self._failed, key="drafts")

    def _say(self, draft: DraftRow) -> None:
        text = self.tr("A paper visit was begun on {0} and not saved: {1}.")
        self._banner.show_message(
            text.format(f"{local(draft.updated_at):%d/%m/%Y %H:%M}", draft.content.get("patient") or "-"),
            kind="info",
            action=self.tr("Go on with it"),
            then=lambda: self._take_up(draft),
        )

    def _take_up(self, draft: DraftRow) -> None:
        try:
            sheet = SheetDraft.of(draft)
        except (KeyError, TypeError, ValueError):  # another program wrote it
            return
        self.keep_now()
        clinic = self._context.clinic

        def read() -> PatientRow | None:
            return None if sheet.patient_id is None else clinic.patients.get(sheet.patient_id)

        def done(patient: PatientRow | None) -> None:
            self._kept = sheet.visit.visit_id
            self.taken_up.emit(sheet, patient)

        self._context.tasks.run(self, read, done=done, failed=self._failed, key="take up")
