"""Says who is already registered and may be the person on a half-filled form, and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from itertools import permutations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Patient
from db.search import Term
from db.search import matching as matching_words
from emr_desktop.patients.finding import Vocabulary
from emr_desktop.patients.folding import forms, plain, sound_alike, words_of
from emr_desktop.patients.ranking import similarity
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import DuplicateHint, PatientForm, PatientRow

_LIMIT = 80  # candidates a query fetches
_SIMILAR = 70.0  # mean similarity of the names, 0-100
_WORTH_SHOWING = 50.0
# Points for what agrees and what does not. A name alone is common; with village or age it is a hint.
_POINTS = {
    "same_nida": 95.0,
    "same_name": 55.0,
    "similar_name": 42.0,
    "same_phone": 25.0,  # families share a phone
    "same_birth_date": 20.0,
    "near_age": 10.0,
    "same_village": 8.0,
    "same_guardian": 10.0,
}
_FARTHEST_SLIP_YEARS = 10
_OTHER_AGE = -25.0
_OTHER_VILLAGE = -6.0
_OTHER_NIDA = -40.0


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
    reasons: list[str] = []
    against = 0.0
    if form.nida and patient.nida:
        if form.nida == patient.nida:
            reasons.append("same_nida")
        else:
            against += _OTHER_NIDA
    elif form.sex in ("M", "F") and form.sex != patient.sex:
        return None
    name = _name_reason(form, patient)
    if name:
        reasons.append(name)
    if form.phone and form.phone == patient.phone:
        reasons.append("same_phone")
    if not reasons:
        return None
    if born is not None:
        age = _age_reason(form, born, patient, today)
        if age:
            reasons.append(age)
        else:
            against += _OTHER_AGE
    if form.village and patient.village:
        if plain(form.village) == plain(patient.village) or sound_alike(form.village, patient.village):
            reasons.append("same_village")
        else:
            against += _OTHER_VILLAGE
    if form.guardian and patient.guardian and _all_alike(form.guardian, patient.guardian):
        reasons.append("same_guardian")
    score = min(100.0, sum(_POINTS[reason] for reason in reasons) + against)
    return (
        DuplicateHint(patient=patient, score=score, reasons=tuple(reasons))
        if score >= _WORTH_SHOWING
        else None
    )


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
        village = _terms(form.village, vocabulary, session, slips=False)
        # The village first: of a hundred people called so, those who live there.
        for wanted in ([first, last, village], [first, last]) if village else ([first, last],):
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


def _name_reason(form: PatientForm, patient: PatientRow) -> str | None:
    typed = [plain(name) for name in (form.first_name, form.last_name) if name and plain(name)]
    kept = [plain(name) for name in (patient.first_name, patient.middle_name, patient.last_name) if name]
    if len(typed) < 2 or len(kept) < 2:
        return None
    if any(
        all(_alike(one, other) for one, other in zip(typed, order, strict=True))
        for order in permutations(kept, 2)
    ):
        middle = plain(form.middle_name) if form.middle_name else ""
        if not middle or not patient.middle_name or any(_alike(middle, other) for other in kept):
            return "same_name"
        return "similar_name"
    best = max(
        sum(similarity(one, other) for one, other in zip(typed, order, strict=True)) / 2
        for order in permutations(kept, 2)
    )
    return "similar_name" if best >= _SIMILAR else None


def _alike(one: str, other: str) -> bool:
    return one == other or sound_alike(one, other)


def _all_alike(one: str, other: str) -> bool:
    ours, theirs = plain(one).split(), plain(other).split()
    return bool(ours) and all(any(_alike(word, match) for match in theirs) for word in ours)


def _age_reason(form: PatientForm, born: date, patient: PatientRow, today: date) -> str | None:
    """Exact dates must agree or look like a slip; estimated ones may be two years or a tenth apart."""
    exact = form.birth_date is not None and not form.birth_date_estimated
    if exact and patient.birth_precision == "day":
        if born == patient.birth_date:
            return "same_birth_date"
        # Day and month exchanged, or one of the three parts mistyped.
        ours = (born.year, born.month, born.day)
        theirs = (patient.birth_date.year, patient.birth_date.month, patient.birth_date.day)
        agreeing = sum(one == other for one, other in zip(ours, theirs, strict=True))
        slip = agreeing == 2 and abs(ours[0] - theirs[0]) <= _FARTHEST_SLIP_YEARS
        return "near_age" if slip or ours == (theirs[0], theirs[2], theirs[1]) else None
    apart = abs((born - patient.birth_date).days) / 365.25
    oldest = max((today - one).days for one in (born, patient.birth_date)) / 365.25
    return "near_age" if apart <= max(2.0, oldest / 10) else None
