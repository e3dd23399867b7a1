"""What callers hand in and see of a problem list."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

ACTIVE, RESOLVED = "active", "resolved"


@dataclass(frozen=True, kw_only=True)
class ProblemForm:
    """One problem as a person enters it; ``id`` is made by the caller, so that saving is idempotent."""

    id: uuid.UUID
    patient_id: uuid.UUID
    icd10: str
    concept: str | None = None
    since: date | None = None  # None: not known
    status: str = ACTIVE
    resolved_on: date | None = None  # only when resolved; None: not known
    note: str | None = None
    expected_version: int | None = None  # None records; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """A problem on the list."""

    form: ProblemForm  # ``expected_version`` is the version read
    sensitive: bool
    from_visit: bool  # put on the list by the diagnosis of a visit
    noted_on: date
    noted_by: str | None  # full name

    @property
    def id(self) -> uuid.UUID:
        return self.form.id

    @property
    def is_active(self) -> bool:
        return self.form.status == ACTIVE
