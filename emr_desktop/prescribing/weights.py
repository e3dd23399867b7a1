"""Which weight may stand for today's."""

from __future__ import annotations

from emr_desktop.prescribing.rows import Subject
from emr_desktop.prescribing.tables import weight_days


def usable_weight(subject: Subject) -> float | None:
    """The weight in kg, unless it is too old for a body that grows (weight_age.csv) or there is none."""
    if subject.weight_kg is None or subject.weight_kg <= 0:
        return None
    if subject.weight_date is None:
        return subject.weight_kg
    age_days = (subject.on - subject.weight_date).days
    for start, end, days in weight_days():
        if start <= subject.age_months < end:
            return subject.weight_kg if 0 <= age_days <= days else None
    return None
