"""What stands on a form before it is saved, kept encrypted, so that a power cut costs a word."""

from __future__ import annotations

import uuid

from emr_desktop.access.work_session import WorkSession
from emr_desktop.visits.rows import DraftRow


class DraftService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def keep(
        self,
        draft_id: uuid.UUID,
        *,
        kind: str,
        patient_id: uuid.UUID | None,
        content: dict[str, object],
    ) -> None:
        """Write the form's present content; later calls with the same id overwrite it. Not audited."""
        raise NotImplementedError

    def mine(self) -> tuple[DraftRow, ...]:
        """The drafts of the person who is in, newest first."""
        raise NotImplementedError

    def discard(self, draft_id: uuid.UUID) -> None:
        """Drop a draft; ``VisitService.save`` and ``PatientService.register`` drop theirs by themselves."""
        raise NotImplementedError
