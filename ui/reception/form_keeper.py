"""Writes what stands on the registration form into the encrypted record while it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.clock import local
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DraftRow
from ui.qt.tasks import Failed
from ui.reception.form_draft import DRAFT_KIND, content_of, put_back
from ui.reception.register_form import RegisterForm
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

KEEP_AFTER_MS = 300


class FormKeeper(QObject):
    """``touch()`` after every change; ``offer()`` when the reception opens brings back what was not saved.

    Signals:
        put_back: a draft is on the form.
    """

    put_back = Signal()

    def __init__(
        self,
        *,
        context: ScreenContext,
        form: RegisterForm,
        banner: Banner,
        failed: Failed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._form, self._banner, self._failed = context, form, banner, failed
        self._drafts = context.clinic.drafts
        self._kept: set[uuid.UUID] = set()
        self._offered = False
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
        """The patient is being saved, which drops the draft."""
        self._timer.stop()

    def discard(self, draft_id: uuid.UUID) -> None:
        """The form was emptied by a person."""
        self._timer.stop()
        if draft_id in self._kept:
            self._kept.discard(draft_id)
            self._context.tasks.run(self, lambda: self._drafts.discard(draft_id), failed=self._failed)

    def offer(self) -> None:
        """Once after the screen opened: say what was begun and not saved."""
        if self._offered:
            return
        self._offered = True

        def done(drafts: Sequence[DraftRow]) -> None:
            mine = [draft for draft in drafts if draft.kind == DRAFT_KIND]
            if mine and self._form.is_empty:
                self._say(mine[0])

        self._context.tasks.run(self, self._drafts.mine, done=done, failed=self._failed, key="drafts")

    def _say(self, draft: DraftRow) -> None:
        name = str(draft.content.get("patient", "")) or "-"
        self._banner.show_message(
            self.tr("{0} was begun on {1} and not saved.").format(
                name, f"{local(draft.updated_at):%d/%m/%Y %H:%M}"
            ),
            kind="info",
            action=self.tr("Go on with it"),
            then=lambda: self._restore(draft),
        )

    def _restore(self, draft: DraftRow) -> None:
        if draft.content.get("expected_version") is None:
            self._put(draft, None, None)
            return
        clinic = self._context.clinic

        def read() -> tuple[PatientRow, PatientRow | None]:
            row = clinic.patients.get(draft.id)
            return row, None if row.mother_id is None else clinic.patients.get(row.mother_id)

        self._context.tasks.run(
            self, read, done=lambda found: self._put(draft, *found), failed=self._failed, key="correct"
        )

    def _put(self, draft: DraftRow, row: PatientRow | None, mother: PatientRow | None) -> None:
        if row is not None:
            self._form.correct(row, mother=mother)
        try:
            put_back(self._form, draft.id, draft.content)
        except (KeyError, TypeError, ValueError):  # another program wrote it
            self._form.begin()
            return
        self._kept.add(draft.id)
        self.put_back.emit()

    def _write(self) -> None:
        form = self._form
        if form.is_empty:
            return
        draft_id, content = form.patient_id, content_of(form)
        self._kept.add(draft_id)

        def keep() -> None:
            self._drafts.keep(draft_id, kind=DRAFT_KIND, patient_id=_own(content, draft_id), content=content)

        self._context.tasks.run(self, keep, failed=self._failed, behind=True)


def _own(content: dict[str, Any], draft_id: uuid.UUID) -> uuid.UUID | None:
    """A correction is about somebody who is registered."""
    return draft_id if "expected_version" in content else None
