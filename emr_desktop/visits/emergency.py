"""Opening a visit that one's role may not read, in an emergency and with a reason that the in-charge sees."""

from __future__ import annotations

import uuid

from db.models import Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError

_SHORTEST_REASON, _LONGEST_REASON = 5, 200


class EmergencyService:
    """Breaking the glass: care must not wait for a permission, and nobody does it unseen."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def open_visit(self, visit_id: uuid.UUID, *, reason: str) -> Written[uuid.UUID]:
        """Let the person who is in read one sensitive visit until this session ends.

        The permission that is lacking is ``visit.sensitive``; nothing else is opened with it, and no other
        visit.

        Raises:
            PermissionRefused: ``visit.view``, ``visit.break_glass``.
            ValidationError: ``reason``: ``visit.emergency_reason`` (5-200 characters).
            EmrError: ``visit.missing``.
        """
        self._work.require("visit.view")
        self._work.require("visit.break_glass")
        words = " ".join(reason.split())
        if not _SHORTEST_REASON <= len(words) <= _LONGEST_REASON or not words.isprintable():
            raise ValidationError(
                "reason", "visit.emergency_reason", shortest=_SHORTEST_REASON, longest=_LONGEST_REASON
            )
        with self._work.database.write.begin() as session:
            visit = session.get(Visit, visit_id)
            if visit is None:
                raise EmrError("visit.missing")
            patient_id, needed = (
                visit.patient_id,
                not self._work.may_read_visit(visit_id, sensitive=visit.sensitive),
            )
            if needed:
                self._work.audit(
                    session,
                    "visit.opened_in_emergency",
                    entity="visit",
                    entity_id=visit_id,
                    patient_id=patient_id,
                    detail={"reason": words},
                )
        if needed:  # only once its row stands in the trail
            self._work.open_in_emergency(visit_id)
        return Written(visit_id, Changes.of("emergency", patient_id=patient_id))
