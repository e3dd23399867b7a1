"""The verbs on patients."""

from __future__ import annotations

import uuid

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Written
from emr_desktop.patients.rows import DuplicateHint, PatientForm, PatientHit, PatientRow


class PatientService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def register(self, form: PatientForm) -> Written[PatientRow]:
        """Register a patient under ``form.id``; a second call with the same id and content changes nothing.

        Raises:
            ValidationError: a field is wrong (name missing, born in the future or over 130 years ago, ...).
        """
        raise NotImplementedError

    def correct(self, form: PatientForm) -> Written[PatientRow]:
        """Correct a patient whose version is ``form.expected_version``.

        Raises:
            StaleVersion: someone else corrected it meanwhile.
        """
        raise NotImplementedError

    def get(self, patient_id: uuid.UUID) -> PatientRow:
        """Read one patient (audited as a view)."""
        raise NotImplementedError

    def search(self, text: str, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Find by name, number, phone, village in any order with forgiving spelling, best first."""
        raise NotImplementedError

    def seen_lately(self, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Patients with the newest visits, for an empty search box."""
        raise NotImplementedError

    def likely_duplicates(self, form: PatientForm, *, limit: int = 5) -> tuple[DuplicateHint, ...]:
        """Who is already here and may be the same person; works on a half-filled form."""
        raise NotImplementedError
