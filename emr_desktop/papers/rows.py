"""What callers hand in and see of papers made out to a patient."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class SickSheetForm:
    """A sick sheet (ED) as it stands on the screen; ``id`` is made when it opens."""

    id: uuid.UUID
    visit_id: uuid.UUID
    first_day: date
    days: int
    kind: str = "rest"  # rest, light_duty
    diagnosis_agreed: bool = False  # the patient agrees that the diagnosis stands on it
    remarks: str | None = None


@dataclass(frozen=True, kw_only=True)
class SickSheetRow:
    """A sick sheet that was made out."""

    form: SickSheetForm
    patient_id: uuid.UUID
    number: str
    issued_on: date
    issuer: str  # full name
    issuer_cadre: str | None
    printed_count: int
    version: int
    void_reason: str | None = None

    @property
    def last_day(self) -> date:
        return self.form.first_day + timedelta(days=self.form.days - 1)

    @property
    def copy_number(self) -> int:
        """0 for the first print, 1 for the first copy."""
        return max(self.printed_count - 1, 0)
