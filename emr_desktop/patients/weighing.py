"""Weighs whether two people may be one: what agrees counts for it, what differs against. Pure.

The points were set on made-up pairs and are measured on others (``tests/bench``, part ``duplicates``). A name
must agree, or the NIDA number: brothers and sisters share everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from emr_desktop.patients.folding import forms, plain, sound_alike, variant_lines
from emr_desktop.patients.rows import PatientForm, PatientRow

WORTH_SHOWING = 42.0
_MOST = 100.0
# Points for what agrees.
_FOR = {
    "same_nida": 95.0,
    "same_name": 55.0,
    "names_exchanged": 50.0,
    "similar_name": 47.0,
    "first_name": 30.0,  # of a form that has no second name yet
    "same_middle_name": 8.0,
    "same_phone": 20.0,  # families share a phone
    "same_birth_date": 22.0,
    "near_age": 10.0,
    "same_village": 8.0,
    "same_guardian": 8.0,
}
# Points for what speaks against it.
_AGAINST = {
    "other_nida": -40.0,
    "other_middle_name": -24.0,
    "other_birth_date": -26.0,
    "other_age": -26.0,
    "far_other_age": -45.0,
    "other_village": -3.0,
    "other_phone": -2.0,
}
_TWO_SLIPS = -10.0  # a slip in both names
_FATHERS_NAME = -9.0  # the second name given is the father's
_FARTHEST_SLIP_YEARS = 10


@dataclass(frozen=True)
class Weight:
    """Points from 0 to 100, with what speaks for and against, as codes."""

    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


def weigh(form: PatientForm, born: date | None, patient: PatientRow, *, today: date) -> Weight | None:
    """Weigh a form against a registered patient; None when it is not worth a look.

    Args:
        form: cleaned; may be half-filled.
        born: the birth date the form means, given or worked out from the age, or None.
        patient: who is registered.
        today: the day at the facility.
    """
    same_nida = bool(form.nida) and form.nida == patient.nida
    if not same_nida and form.sex in ("M", "F") and form.sex != patient.sex:
        return None
    found = ["same_nida"] if same_nida else []
    against = ["other_nida"] if form.nida and patient.nida and not same_nida else []
    name, extra = _name(form, patient)
    if name:
        found.append(name)
    elif not same_nida:
        return None
    middle = _middle(form, patient, exchanged=name == "names_exchanged")
    if middle:
        (found if middle in _FOR else against).append(middle)
    if form.phone and patient.phone:
        if form.phone == patient.phone:
            found.append("same_phone")
        else:
            against.append("other_phone")
    age = None if born is None else _age(form, born, patient, today)
    if age:
        (found if age in _FOR else against).append(age)
    if form.village and patient.village:
        near = _closeness(form.village, patient.village) > 0
        (found if near else against).append("same_village" if near else "other_village")
    if form.guardian and patient.guardian and _all_alike(form.guardian, patient.guardian):
        found.append("same_guardian")
    points = extra + sum(_FOR[each] for each in found) + sum(_AGAINST[each] for each in against)
    if points < WORTH_SHOWING:
        return None
    told = tuple("similar_name" if each == "first_name" else each for each in found)
    return Weight(min(_MOST, points), told, tuple(against))


def _name(form: PatientForm, patient: PatientRow) -> tuple[str | None, float]:
    """What the names say, and points for how well."""
    first, last = _bare(form.first_name), _bare(form.last_name)
    own_first, own_last = _bare(patient.first_name), _bare(patient.last_name)
    if not first or not last:
        only = first or last
        near = max(_closeness(only, own_first), _closeness(only, own_last)) if only else 0
        return ("first_name", 0.0) if near == 2 else (None, 0.0)
    straight = (_closeness(first, own_first), _closeness(last, own_last))
    exchanged = (_closeness(first, own_last), _closeness(last, own_first))
    own_middle = _bare(patient.middle_name)
    by_father = (straight[0], _closeness(last, own_middle) if own_middle and not form.middle_name else 0)
    if min(straight) == 2:
        return "same_name", 0.0
    if min(exchanged) == 2:
        return "names_exchanged", 0.0
    if min(straight) == 1:
        return "similar_name", 0.0 if max(straight) == 2 else _TWO_SLIPS
    if min(exchanged) == 1:
        return "names_exchanged", _TWO_SLIPS if max(exchanged) == 1 else _TWO_SLIPS / 2
    if min(by_father) > 0:
        return "similar_name", _FATHERS_NAME + (0.0 if min(by_father) == 2 else _TWO_SLIPS)
    return None, 0.0


def _middle(form: PatientForm, patient: PatientRow, *, exchanged: bool) -> str | None:
    middle, own = _bare(form.middle_name), _bare(patient.middle_name)
    if not middle or not own:
        return None
    if _closeness(middle, own):
        return "same_middle_name"
    if not exchanged and _closeness(middle, _bare(patient.last_name)):
        return None  # the same names, set differently
    return "other_middle_name"


def _age(form: PatientForm, born: date, patient: PatientRow, today: date) -> str | None:
    """Exact dates must agree or look like a slip; estimated ones may lie some years apart."""
    exact = form.birth_date is not None and not form.birth_date_estimated
    apart = abs((born - patient.birth_date).days) / 365.25
    oldest = max((today - one).days for one in (born, patient.birth_date)) / 365.25
    if exact and patient.birth_precision == "day":
        if born == patient.birth_date:
            return "same_birth_date"
        return "near_age" if _slipped(born, patient.birth_date) else "other_birth_date"
    if apart <= max(2.0, oldest / 10):
        return "near_age"
    if apart <= max(3.0, oldest / 6):
        return None
    return "far_other_age" if apart > max(8.0, oldest / 3) else "other_age"


def _slipped(one: date, other: date) -> bool:
    """Day and month exchanged, or one of the three parts mistyped."""
    ours, theirs = (one.year, one.month, one.day), (other.year, other.month, other.day)
    agreeing = sum(mine == yours for mine, yours in zip(ours, theirs, strict=True))
    slip = agreeing == 2 and abs(ours[0] - theirs[0]) <= _FARTHEST_SLIP_YEARS
    return slip or ours == (theirs[0], theirs[2], theirs[1])


def _bare(name: str | None) -> str:
    return plain(name) if name else ""


@lru_cache(maxsize=32_768)
def _closeness(one: str, other: str) -> int:
    """2: the same or sounds so; 1: a slip of the hand away; 0: another name."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return 0
    if one == other or sound_alike(one, other):
        return 2
    if _known_apart(one, other):
        return 0
    longest = max(len(one), len(other))
    allowed = 2 if longest >= 7 else 1 if longest >= 4 else 0
    distance = min(
        OSA.distance(one, other),
        min(OSA.distance(mine, theirs) for mine in forms(one) for theirs in forms(other)),
    )
    return 1 if distance <= allowed else 0


def _known_apart(one: str, other: str) -> bool:
    """Both are names of the list, and not of one line: Salum and Salim are two people."""
    mine, theirs = _lines().get(one, frozenset()), _lines().get(other, frozenset())
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


@cache
def _lines() -> dict[str, frozenset[int]]:
    return variant_lines()


def _all_alike(one: str, other: str) -> bool:
    ours, theirs = plain(one).split(), plain(other).split()
    return bool(ours) and all(_any_alike(word, theirs) for word in ours)


def _any_alike(word: str, others: Sequence[str]) -> bool:
    return any(_closeness(word, other) == 2 for other in others)
