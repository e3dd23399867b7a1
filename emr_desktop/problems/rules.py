"""What a problem must say, and which diagnoses become one by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from emr_desktop.errors import ValidationError
from emr_desktop.problems.rows import ACTIVE, RESOLVED, ProblemForm
from emr_desktop.reference.catalogue import concepts, icd10_title
from emr_desktop.visits.flags import category, chronic_problems
from emr_desktop.visits.rows import DiagnosisEntry

LONGEST_NOTE = 200


def cleaned(form: ProblemForm) -> ProblemForm:
    """Take blanks away; an active problem has no end."""
    return replace(
        form,
        icd10=form.icd10.strip().upper(),
        note=" ".join((form.note or "").split()) or None,
        resolved_on=form.resolved_on if form.status == RESOLVED else None,
    )


def problems(
    form: ProblemForm, others: Iterable[ProblemForm], *, birth_date: date, today: date
) -> Iterator[ValidationError]:
    """Everything that keeps a cleaned form from being saved.

    Args:
        form: the problem.
        others: what stands on the list of the same patient, this one left out or not.
        birth_date: of the patient.
        today: by the clock.
    """
    if not form.icd10:
        yield ValidationError("icd10", "problem.missing")
    elif icd10_title(form.icd10) is None and form.concept not in concepts():
        yield ValidationError("icd10", "visit.icd10_unknown", icd10=form.icd10)
    elif any(same_problem(form, other) and other.id != form.id for other in others):
        yield ValidationError("icd10", "problem.twice", icd10=form.icd10)
    if form.status not in (ACTIVE, RESOLVED):
        yield ValidationError("status", "problem.status_unknown", status=form.status)
    for name in ("since", "resolved_on"):
        day = getattr(form, name)
        if day is not None and day > today:
            yield ValidationError(name, "problem.in_future", date=day.isoformat())
        elif day is not None and day < birth_date:
            yield ValidationError(name, "problem.before_birth", date=day.isoformat())
    if form.since is not None and form.resolved_on is not None and form.resolved_on < form.since:
        yield ValidationError("resolved_on", "problem.ends_before_it_begins")
    if form.note is not None and len(form.note) > LONGEST_NOTE:
        yield ValidationError("note", "visit.text_too_long", longest=LONGEST_NOTE)


def is_chronic(entry: DiagnosisEntry) -> bool:
    """Whether a diagnosis stays with the patient: certain, and chronic by the reference data."""
    chronic = chronic_problems()
    lasting = entry.concept in chronic.concepts or category(entry.icd10) in chronic.categories
    return lasting and entry.certainty == "confirmed"


def same_problem(one: ProblemForm | DiagnosisEntry, other: ProblemForm | DiagnosisEntry) -> bool:
    """Whether two codes speak of one illness: the same concept, or the same ICD-10 category."""
    if one.concept is not None and one.concept == other.concept:
        return True
    return category(one.icd10) == category(other.icd10)
