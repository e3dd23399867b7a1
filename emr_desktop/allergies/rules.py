"""What an allergy must say before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from emr_desktop.allergies.rows import CERTAINTIES, SEVERITIES, AllergyForm, AllergyRow
from emr_desktop.errors import ValidationError
from emr_desktop.reference.folding import fold
from emr_desktop.reference.no_allergy import says_no_allergy

LONGEST_SUBSTANCE = 80
LONGEST_REACTION = 120


def cleaned(form: AllergyForm) -> AllergyForm:
    """Take blanks away; an empty text is none."""
    return replace(
        form,
        substance=" ".join(form.substance.split()),
        reaction=" ".join((form.reaction or "").split()) or None,
    )


def problems(form: AllergyForm, others: Iterable[AllergyRow]) -> Iterator[ValidationError]:
    """Everything that keeps a cleaned form from being saved.

    Args:
        form: the allergy.
        others: what holds of the same patient, this one left out or not.
    """
    if not form.substance:
        yield ValidationError("substance", "allergy.substance_missing")
    elif len(form.substance) > LONGEST_SUBSTANCE:
        yield ValidationError("substance", "visit.text_too_long", longest=LONGEST_SUBSTANCE)
    elif says_no_allergy(form.substance):
        yield ValidationError("substance", "allergy.says_none", text=form.substance)
    elif any(fold(row.form.substance) == fold(form.substance) and row.id != form.id for row in others):
        yield ValidationError("substance", "allergy.twice", text=form.substance)
    if form.reaction is not None and len(form.reaction) > LONGEST_REACTION:
        yield ValidationError("reaction", "visit.text_too_long", longest=LONGEST_REACTION)
    if form.severity is not None and form.severity not in SEVERITIES:
        yield ValidationError("severity", "allergy.severity_unknown", severity=form.severity)
    if form.certainty not in CERTAINTIES:
        yield ValidationError("certainty", "allergy.certainty_unknown", certainty=form.certainty)
