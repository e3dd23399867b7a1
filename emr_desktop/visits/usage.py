"""How often this facility uses each diagnosis and each medicine: what the pickers put first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Diagnosis, Prescription, Visit
from emr_desktop.access.work_session import WorkSession

COUNTED = timedelta(days=365)
_FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Usage:
    """Uses in the visits of the last twelve months.

    ``diagnoses`` by concept code, and by ICD-10 code where no concept was picked; ``medicines`` by formulary
    code.
    """

    diagnoses: Mapping[str, int] = field(default_factory=dict)
    medicines: Mapping[str, int] = field(default_factory=dict)


class UsageService:
    """Counts once an hour at most; a whole year of visits is two grouped queries."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._counted: tuple[datetime, Usage] | None = None

    def of_facility(self) -> Usage:
        """Count, or give what was counted within the hour. No patient is in it: it is not audited."""
        self._work.require("visit.view")
        now = self._work.clock.now()
        if self._counted is not None and timedelta(0) <= now - self._counted[0] < _FRESH:
            return self._counted[1]
        with self._work.database.read() as session:
            usage = count_usage(session, since=self._work.clock.today() - COUNTED)
        self._counted = (now, usage)
        return usage


def count_usage(session: Session, *, since: date) -> Usage:
    """Count the uses in visits on and after a day; voided visits do not count."""
    counts = (Visit.visit_date >= since, Visit.voided_at.is_(None))
    diagnoses: dict[str, int] = {}
    for concept, icd10, times in session.execute(
        select(Diagnosis.concept, Diagnosis.icd10, func.count())
        .join(Visit, Visit.id == Diagnosis.visit_id)
        .where(*counts)
        .group_by(Diagnosis.concept, Diagnosis.icd10)
    ):
        diagnoses[concept or icd10] = diagnoses.get(concept or icd10, 0) + times
    medicines = session.execute(
        select(Prescription.medicine, func.count())
        .join(Visit, Visit.id == Prescription.visit_id)
        .where(*counts)
        .group_by(Prescription.medicine)
    )
    return Usage(diagnoses, {row[0]: row[1] for row in medicines})
