"""Works out whether an attendance is the first of the year and whether it is for a new problem.

The rule and its reasons: docs/decisions/0002-new-problem-or-reattendance.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import cache

from emr_desktop.reference.catalogue import concepts
from emr_desktop.visits.rows import DiagnosisEntry

RETURN_DAYS = 30


@dataclass(frozen=True)
class AttendanceFlags:
    """First attendance of the year anywhere, and new problem (else re-attendance)."""

    new_this_year: bool
    new_problem: bool


@dataclass(frozen=True)
class EarlierVisit:
    """What the rule needs of a visit that came before and was not voided."""

    visit_date: date
    diagnoses: tuple[DiagnosisEntry, ...]


@dataclass(frozen=True)
class ChronicProblems:
    """Problems of which every later visit is a return, however long after."""

    concepts: Set[str]
    categories: Set[str]  # three-character ICD-10 categories


def category(icd10: str) -> str:
    """Give the three-character category of an ICD-10 code: ``A09.0`` -> ``A09``."""
    return icd10[:3].upper()


@cache
def chronic_problems() -> ChronicProblems:
    """The chronic concepts of the reference data and the ICD-10 categories they carry."""
    chronic = [concept for concept in concepts().values() if concept.chronic]
    return ChronicProblems(
        frozenset(concept.code for concept in chronic),
        frozenset(category(concept.icd10) for concept in chronic),
    )


def attendance_flags(
    visit_date: date,
    diagnoses: Iterable[DiagnosisEntry],
    earlier: Iterable[EarlierVisit],
    *,
    chronic: ChronicProblems,
    return_days: int = RETURN_DAYS,
) -> AttendanceFlags:
    """Apply the rule to one visit.

    Args:
        visit_date: the day of the visit.
        diagnoses: what was diagnosed in it.
        earlier: visits of the same patient that came before; later ones are ignored, voided ones must be
            left out.
        chronic: problems that never become new again.
        return_days: within how many days a visit for the same problem is a return (a setting of the
            facility).
    """
    before = [visit for visit in earlier if visit.visit_date <= visit_date]
    present = tuple(diagnoses)
    return AttendanceFlags(
        new_this_year=not any(visit.visit_date.year == visit_date.year for visit in before),
        new_problem=not present
        or not all(_is_return(entry, visit_date, before, chronic, return_days) for entry in present),
    )


def _is_return(
    entry: DiagnosisEntry,
    visit_date: date,
    before: list[EarlierVisit],
    chronic: ChronicProblems,
    return_days: int,
) -> bool:
    lasting = entry.concept in chronic.concepts or category(entry.icd10) in chronic.categories
    return any(
        (lasting or (visit_date - visit.visit_date).days <= return_days)
        and any(_same_problem(entry, other) for other in visit.diagnoses)
        for visit in before
    )


def _same_problem(one: DiagnosisEntry, other: DiagnosisEntry) -> bool:
    if one.concept is not None and one.concept == other.concept:
        return True
    return category(one.icd10) == category(other.icd10)
