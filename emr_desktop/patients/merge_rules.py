"""What speaks against two records being one person. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from emr_desktop.patients.rows import PatientRow

# Ages are often estimated; beyond this many years it is another person, or a parent and a child.
FAR_APART_YEARS = 5
_EXACT_APART_YEARS = 1


def warnings_of(
    kept: PatientRow, merged: PatientRow, *, same_days: int
) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Give codes with their values, the strongest first.

    Args:
        kept: one record.
        merged: the other.
        same_days: on how many days both have a visit: one person seldom comes twice a day.
    """
    found: list[tuple[str, Mapping[str, object]]] = []
    if kept.sex != merged.sex:
        found.append(("sex_differs", {}))
    years = abs((kept.birth_date - merged.birth_date).days) / 365.25
    exact = kept.birth_precision == merged.birth_precision == "day"
    if years > (_EXACT_APART_YEARS if exact else FAR_APART_YEARS):
        found.append(("birth_differs", {"years": round(years)}))
    if (kept.died_on is None) != (merged.died_on is None):
        found.append(("one_died", {}))
    if kept.nida and merged.nida and kept.nida != merged.nida:
        found.append(("nida_differs", {}))
    if same_days:
        found.append(("same_day_visits", {"days": same_days}))
    return tuple(found)
