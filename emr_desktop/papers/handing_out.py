"""How often a paper that is handed to somebody was handed out, kept in the trail: the next one is a copy."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEntry, Patient
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError

# A kind of document: how its rows in the trail begin, and what it takes to hand it out.
_KINDS = {
    "referral": ("referral.", "referral.print"),
    "referral-answer": ("referral.answer_", "referral.print"),
    "death-report": ("death.", "death.view"),
    "visit-summary": ("visit_summary.", "prescription.print"),
    "appointment-slip": ("appointment.slip_", "appointment.view"),
    "laboratory-request": ("laboratory_request.", "laboratory.view"),
    "laboratory-result": ("laboratory_result.", "laboratory.view"),
}


@dataclass(frozen=True, kw_only=True)
class HandedPaper:
    """One paper about one patient. With another ``mark`` it is another paper, and no copy."""

    kind: str  # a code of ``document_kinds``
    entity: str
    entity_id: uuid.UUID
    patient_id: uuid.UUID
    mark: str
    detail: dict[str, object] = field(default_factory=dict)  # what else the trail tells of it


def content_mark(*content: object) -> str:
    """A short mark of what a paper says; the same for a row that was just saved and one that was read."""
    said = json.dumps([_plain(part) for part in content], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _plain(part: Any) -> Any:
    if is_dataclass(part) and not isinstance(part, type):
        return _plain(asdict(part))
    if isinstance(part, dict):
        return {str(name): _plain(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(each) for each in part]
    return float(part) if isinstance(part, int) and not isinstance(part, bool) else part


class HandingOut:
    """Counts papers before they go to the printer, and takes back what the printer did not take."""

    _work: WorkSession

    def times_handed_out(self, paper: HandedPaper) -> int:
        """How many of these went out, less those that the printer did not take.

        Raises:
            EmrError: ``papers.unknown``.
        """
        printed, refused = self._actions(paper)
        with self._work.database.read() as session:
            return _count(session, paper, printed, refused)

    def count_handed_out(self, paper: HandedPaper, *, times: int) -> None:
        """Leave in the trail that it goes out, before it does: the next one is a copy.

        Raises:
            EmrError: ``papers.unknown``.
        """
        self._put(paper, self._actions(paper)[0], times)

    def uncount_handed_out(self, paper: HandedPaper, *, times: int) -> None:
        """Leave in the trail that the printer did not take what was counted before.

        Raises:
            EmrError: ``papers.unknown``.
        """
        self._put(paper, self._actions(paper)[1], times)

    def _actions(self, paper: HandedPaper) -> tuple[str, str]:
        if paper.kind not in _KINDS:
            raise EmrError("papers.unknown", paper=paper.kind)
        stem, permission = _KINDS[paper.kind]
        self._work.require(permission)
        return f"{stem}printed", f"{stem}not_printed"

    def _put(self, paper: HandedPaper, action: str, times: int) -> None:
        with self._work.database.write.begin() as session:
            self._work.audit(
                session,
                action,
                entity=paper.entity,
                entity_id=paper.entity_id,
                patient_id=paper.patient_id,
                detail={**paper.detail, "copies": times, "mark": paper.mark},
            )


def _count(session: Session, paper: HandedPaper, printed: str, refused: str) -> int:
    merged = select(Patient.id).where(Patient.merged_into == paper.patient_id)
    rows = session.execute(
        select(AuditEntry.action, AuditEntry.entity_id, AuditEntry.detail).where(
            (AuditEntry.patient_id == paper.patient_id) | AuditEntry.patient_id.in_(merged),
            AuditEntry.action.in_((printed, refused)),
        )
    )
    count = 0
    for action, entity_id, detail in rows:
        told = detail if isinstance(detail, dict) else {}
        # Rows from before the marks stand for the paper of that visit as it is now.
        same = told["mark"] == paper.mark if "mark" in told else entity_id == paper.entity_id
        if same:
            copies = int(told.get("copies", 1))
            count += copies if action == printed else -copies
    return max(count, 0)
