"""Brings the counting columns of a merged patient's visits to what the one record says.

What the program had proposed from one record alone is proposed anew from both; what a person decided stays.
Visits of a closed month stay as they were counted. Why: docs/decisions/0004-merging-two-records.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Diagnosis, Patient, Visit
from emr_desktop.errors import ValidationError
from emr_desktop.patients.age import completed_months
from emr_desktop.patients.moving import RowChange
from emr_desktop.visits.flags import AttendanceFlags, EarlierVisit, attendance_flags, chronic_problems
from emr_desktop.visits.records import return_days
from emr_desktop.visits.rows import DiagnosisEntry

# Says whether a day lies in a period that was closed.
ClosedDays = Callable[[Session], Callable[[date], bool]]


@dataclass(frozen=True)
class _Counted:
    id: uuid.UUID
    day: date
    saved_at: datetime
    voided: bool  # or not saved by a clinician yet
    columns: dict[str, Any]
    diagnoses: tuple[DiagnosisEntry, ...]

    def comes_before(self, other: _Counted) -> bool:
        return not self.voided and (self.day, self.saved_at) < (other.day, other.saved_at)


def recount_merged(
    session: Session, patient: Patient, moved: Collection[uuid.UUID], *, closed_days: ClosedDays
) -> Sequence[RowChange]:
    """Change the visits of ``patient`` after those in ``moved`` came to them; gives what was changed.

    Raises:
        ValidationError: ``patient.born_after_visit``.
    """
    visits = _visits(session, patient.id)
    held = [visit.day for visit in visits if not visit.voided]
    if held and min(held) < patient.birth_date:
        raise ValidationError("birth_date", "patient.born_after_visit", date=min(held).isoformat())
    is_closed, days = closed_days(session), return_days(session)
    changes: list[RowChange] = []
    for visit in visits:
        if is_closed(visit.day):
            continue
        own_side = [other for other in visits if (other.id in moved) == (visit.id in moved)]
        before, now = (_flags(visit, side, days) for side in (own_side, visits))
        wanted: dict[str, Any] = {"sex": patient.sex}
        if visit.day >= patient.birth_date:
            wanted["age_months"] = completed_months(patient.birth_date, visit.day)
        for name in ("new_this_year", "new_problem"):
            if visit.columns[name] == getattr(before, name):
                wanted[name] = getattr(now, name)
        changed = {name: value for name, value in wanted.items() if value != visit.columns[name]}
        if changed:
            session.execute(update(Visit).where(Visit.id == visit.id).values(changed))
            earlier = {name: visit.columns[name] for name in changed}
            changes.append(RowChange("visit", (visit.id.hex,), earlier, changed))
    session.expire_all()
    return changes


def _flags(visit: _Counted, among: Sequence[_Counted], days: int) -> AttendanceFlags:
    earlier = [EarlierVisit(other.day, other.diagnoses) for other in among if other.comes_before(visit)]
    return attendance_flags(visit.day, visit.diagnoses, earlier, chronic=chronic_problems(), return_days=days)


def _visits(session: Session, patient_id: uuid.UUID) -> list[_Counted]:
    diagnoses: dict[uuid.UUID, tuple[DiagnosisEntry, ...]] = {}
    for visit_id, icd10, concept in session.execute(
        select(Diagnosis.visit_id, Diagnosis.icd10, Diagnosis.concept)
        .join(Visit, Visit.id == Diagnosis.visit_id)
        .where(Visit.patient_id == patient_id)
    ):
        entry = DiagnosisEntry(icd10=icd10, concept=concept)
        diagnoses[visit_id] = (*diagnoses.get(visit_id, ()), entry)
    names = ("sex", "age_months", "new_this_year", "new_problem")
    return [
        _Counted(
            id=row.id,
            day=row.visit_date,
            saved_at=row.created_at,
            voided=row.voided_at is not None or row.status != "done",
            columns={name: getattr(row, name) for name in names},
            diagnoses=diagnoses.get(row.id, ()),
        )
        for row in session.execute(
            select(
                Visit.id, Visit.visit_date, Visit.created_at, Visit.voided_at, Visit.status,
                *(getattr(Visit, name) for name in names),
            )
            .where(Visit.patient_id == patient_id)
            .order_by(Visit.visit_date, Visit.created_at)
        )
    ]  # fmt: skip
