"""The verbs on visits."""

from __future__ import annotations

import uuid
from datetime import date

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Written
from emr_desktop.visits.flags import AttendanceFlags
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VisitRow, VisitSummary


__all__ = ["AttendanceFlags", "VisitService"]


class VisitService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def save(self, form: VisitForm) -> Written[VisitRow]:
        """Save a visit whole: rows, counting columns, audit and outbox event in one transaction.

        Saving the same form again changes nothing. With ``expected_version`` the visit is corrected and the
        earlier content kept as a revision.

        Raises:
            ValidationError: a field is wrong. StaleVersion: someone else saved this visit meanwhile.
        """
        raise NotImplementedError

    def void(self, visit_id: uuid.UUID, *, reason: str) -> Written[VisitRow]:
        """Take a visit out of every count; it stays readable."""
        raise NotImplementedError

    def get(self, visit_id: uuid.UUID) -> VisitRow:
        """Read one visit (audited as a view)."""
        raise NotImplementedError

    def timeline(self, patient_id: uuid.UUID, *, limit: int = 50) -> tuple[VisitSummary, ...]:
        """Earlier visits of a patient, newest first."""
        raise NotImplementedError

    def suggest_flags(
        self, patient_id: uuid.UUID, visit_date: date, diagnoses: tuple[DiagnosisEntry, ...]
    ) -> AttendanceFlags:
        """Work out both attendance flags from earlier visits; a person may overrule them."""
        raise NotImplementedError
