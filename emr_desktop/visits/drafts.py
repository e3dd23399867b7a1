"""What stands on a form before it is saved, kept encrypted, so that a power cut costs a word."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Draft, LabReport, Notification, Patient, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.visits.rows import DraftRow

# kind of draft -> the table of the record it becomes, and the verb that saves it
_KINDS: dict[str, tuple[type[Visit] | type[Patient] | type[Notification] | type[LabReport], str]] = {
    "visit": (Visit, "visit.save"),
    "patient": (Patient, "patient.register"),
    "notification": (Notification, "surveillance.notify"),
    "lab_result": (LabReport, "laboratory.enter"),
    "triage": (Visit, "triage.save"),
    "dispensing": (Visit, "pharmacy.dispense"),
    "paper_visit": (Visit, "visit.save"),
}


class DraftService:
    """Drafts belong to the person who types; nobody else sees or overwrites them."""

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
        """Write the form's present content; later calls with the same id overwrite it. Not audited.

        A draft that comes after its record was saved is not kept, or it would come up as unfinished work; one
        that corrects a record names the version it started from in ``content["expected_version"]``. A visit
        that is still open takes any draft.

        Raises:
            EmrError: ``draft.kind_unknown``, ``draft.someone_elses``.
        """
        if kind not in _KINDS:
            raise EmrError("draft.kind_unknown", kind=kind)
        table, verb = _KINDS[kind]
        self._work.require(verb)
        with self._work.database.write.begin() as session:
            saved = session.scalar(select(table.version).where(table.id == draft_id))
            if table is Visit and _is_open(session, draft_id):
                saved = None
            if saved is not None and content.get("expected_version") != saved:
                return
            draft = self._own(session, draft_id)
            if draft is None:
                draft = Draft(id=draft_id, staff_id=self._work.actor.staff_id)
                session.add(draft)
            draft.kind, draft.patient_id, draft.content = kind, patient_id, content
            draft.updated_at = self._work.clock.now()

    def mine(self) -> tuple[DraftRow, ...]:
        """The drafts of the person who is in, newest first."""
        with self._work.database.read() as session:
            return tuple(
                DraftRow(
                    id=draft.id,
                    kind=draft.kind,
                    patient_id=draft.patient_id,
                    staff_id=draft.staff_id,
                    content=draft.content,
                    updated_at=draft.updated_at,
                )
                for draft in session.scalars(
                    select(Draft)
                    .where(Draft.staff_id == self._work.actor.staff_id)
                    .order_by(Draft.updated_at.desc(), Draft.id.desc())
                )
            )

    def discard(self, draft_id: uuid.UUID) -> None:
        """Drop a draft; ``VisitService.save`` and ``PatientService.register`` drop theirs by themselves.

        Raises:
            EmrError: ``draft.someone_elses``.
        """
        with self._work.database.write.begin() as session:
            if self._own(session, draft_id) is not None:
                session.execute(delete(Draft).where(Draft.id == draft_id))

    def _own(self, session: Session, draft_id: uuid.UUID) -> Draft | None:
        draft = session.get(Draft, draft_id)
        if draft is not None and draft.staff_id != self._work.actor.staff_id:
            raise EmrError("draft.someone_elses")
        return draft


def _is_open(session: Session, visit_id: uuid.UUID) -> bool:
    wanted = select(Visit.id).where(Visit.id == visit_id, Visit.status == "open", Visit.voided_at.is_(None))
    return session.scalar(wanted) is not None
