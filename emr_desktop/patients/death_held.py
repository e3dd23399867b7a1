"""Which death of a patient holds: nobody dies twice, also where two merged records each bring one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from db.models import Death


def death_holds() -> ColumnElement[bool]:
    """A condition on ``Death``: not taken back, and the first that was recorded of its patient.

    Undoing the merge lets both hold again, each for its own patient.
    """
    earlier = aliased(Death)
    before = exists().where(
        earlier.patient_id == Death.patient_id, earlier.voided_at.is_(None), earlier.id < Death.id
    )
    return and_(Death.voided_at.is_(None), ~before.correlate(Death))
