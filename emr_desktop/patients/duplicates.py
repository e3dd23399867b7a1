"""Says who is already registered and may be the person on a half-filled form, and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Patient
from db.search import Term
from db.search import matching as matching_words
from emr_desktop.patients.finding import Vocabulary
from emr_desktop.patients.folding import forms, words_of
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import DuplicateHint, PatientForm, PatientRow
from emr_desktop.patients.weighing import weigh

_LIMIT = 120  # candidates a query fetches


def find_duplicates(
    session: Session,
    form: PatientForm,
    born: date | None,
    *,
    vocabulary: Vocabulary,
    today: date,
    limit: int,
) -> tuple[DuplicateHint, ...]:
    """Give the most likely duplicates, best first.

    Args:
        session: a reading session.
        form: what stands on the form so far, cleaned; empty names, no birth date and no sex are fine.
        born: the birth date the form means, given or worked out from the age, or None.
        vocabulary: the known spellings.
        today: the day at the facility.
        limit: how many at most.
    """
    ids = _candidate_ids(session, form, vocabulary)
    hints = [
        hint
        for patient in rows_by_id(session, ids).values()
        if (hint := compare(form, born, patient, today=today)) is not None
    ]
    hints.sort(key=lambda hint: (-hint.score, hint.patient.number))
    return tuple(hints[:limit])


def compare(
    form: PatientForm, born: date | None, patient: PatientRow, *, today: date
) -> DuplicateHint | None:
    """Weigh one registered patient against the form; None when it is not worth a look."""
    if patient.id == form.id:
        return None
    weight = weigh(form, born, patient, today=today)
    if weight is None:
        return None
    return DuplicateHint(patient=patient, score=weight.score, reasons=weight.reasons, against=weight.against)


def _candidate_ids(session: Session, form: PatientForm, vocabulary: Vocabulary) -> list[uuid.UUID]:
    ids: dict[uuid.UUID, None] = {}
    numbers = [
        column == value for column, value in ((Patient.phone, form.phone), (Patient.nida, form.nida)) if value
    ]
    if numbers:
        here = select(Patient.id).where(
            or_(*numbers), Patient.merged_into.is_(None), Patient.voided_at.is_(None)
        )
        ids |= dict.fromkeys(session.scalars(here.limit(_LIMIT)))
    first, last = (_terms(name, vocabulary, session) for name in (form.first_name, form.last_name))
    if first and last:
        # The village and the third name first: of a thousand people called so, those who are it most likely.
        closer = [_terms(name, vocabulary, session, slips=False) for name in (form.village, form.middle_name)]
        for wanted in (*([first, last, one] for one in closer if one), [first, last]):
            ids |= dict.fromkeys(one.patient_id for one in matching_words(session, wanted, limit=_LIMIT))
    return list(ids)


def _terms(
    name: str | None, vocabulary: Vocabulary, session: Session, *, slips: bool = True
) -> Sequence[Term]:
    words = words_of(name) if name else ()
    terms = [Term(form) for word in words for form in forms(word)]
    if slips and terms:
        vocabulary.read_on(session)
        terms += [Term(near) for word in words for form in forms(word)[:1] for near in vocabulary.near(form)]
    return list(dict.fromkeys(terms))
