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


@dataclass(frozen=True)
class _Kind:
    printed: str  # the row in the trail
    refused: str  # that the printer did not take it
    permission: str


_KINDS = {
    "referral": _Kind("referral.printed", "referral.not_printed", "referral.print"),
    "referral-answer": _Kind("referral.answer_printed", "referral.answer_not_printed", "referral.print"),
    "death-report": _Kind("death.printed", "death.not_printed", "death.view"),
    "visit-summary": _Kind("visit_summary.printed", "visit_summary.not_printed", "prescription.print"),
    "appointment-slip": _Kind("appointment.slip_printed", "appointment.slip_not_printed", "appointment.view"),
    "laboratory-request": _Kind(
        "laboratory_request.printed", "laboratory_request.not_printed", "laboratory.view"
    ),
    "laboratory-result": _Kind(
        "laboratory_result.printed", "laboratory_result.not_printed", "laboratory.view"
    ),
}
ACTIONS = tuple(action for kind in _KINDS.values() for action in (kind.printed, kind.refused))


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
        kind = _kind(paper)
        self._work.require(kind.permission)
        with self._work.database.read() as session:
            return _count(session, paper, kind)

    def count_handed_out(self, paper: HandedPaper, *, times: int) -> None:
        """Leave in the trail that it goes out, before it does: the next one is a copy.

        Raises:
            EmrError: ``papers.unknown``.
        """
        self._note_paper(paper, times, took=True)

    def uncount_handed_out(self, paper: HandedPaper, *, times: int) -> None:
        """Leave in the trail that the printer did not take what was counted before.

        Raises:
            EmrError: ``papers.unknown``.
        """
        self._note_paper(paper, times, took=False)

    def _note_paper(self, paper: HandedPaper, times: int, *, took: bool) -> None:
        kind = _kind(paper)
        self._work.require(kind.permission)
        with self._work.database.write.begin() as session:
            self._work.audit(
                session,
                kind.printed if took else kind.refused,
                entity=paper.entity,
                entity_id=paper.entity_id,
                patient_id=paper.patient_id,
                detail={**paper.detail, "copies": times, "mark": paper.mark},
            )


def _kind(paper: HandedPaper) -> _Kind:
    if paper.kind not in _KINDS:
        raise EmrError("papers.unknown", paper=paper.kind)
    return _KINDS[paper.kind]


def _count(session: Session, paper: HandedPaper, kind: _Kind) -> int:
    merged = select(Patient.id).where(Patient.merged_into == paper.patient_id)
    rows = session.execute(
        select(AuditEntry.action, AuditEntry.entity_id, AuditEntry.detail).where(
            (AuditEntry.patient_id == paper.patient_id) | AuditEntry.patient_id.in_(merged),
            AuditEntry.action.in_((kind.printed, kind.refused)),
        )
    )
    count = 0
    for action, entity_id, detail in rows:
        told = detail if isinstance(detail, dict) else {}
        # Rows from before the marks stand for the paper of that visit as it is now.
        same = told["mark"] == paper.mark if "mark" in told else entity_id == paper.entity_id
        if same:
            copies = int(told.get("copies", 1))
            count += copies if action == kind.printed else -copies
    return max(count, 0)
