"""Makes pairs of a form and a registered patient of which it is known whether they are one person.

Half of them are the same person told again: other spellings, slips of the hand, names exchanged or left out,
an estimated age or none, another phone, another village. The other half are the people a village really mixes
up: twins, brothers and sisters, a father and his son with the names turned round, two people of one name.
The noise is made here by rules of its own, not by those the program folds names with. Same seed, same pairs.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import emr_desktop.patients.folding as folding
from emr_desktop.demo.people import Person, make_people
from emr_desktop.patients.rows import PatientForm, PatientRow

TODAY = date(2026, 11, 18)
_ROMAN = "abcdefghijklmnopqrstuvwxyz"
# What people hear and write, one change at a time.
_HEARD = (
    ("l", "r"), ("r", "l"), ("i", "y"), ("y", "i"), ("o", "u"), ("u", "o"), ("e", "i"), ("i", "e"),
    ("z", "s"), ("s", "z"), ("th", "s"), ("dh", "z"), ("kh", "h"), ("h", ""), ("ph", "f"), ("v", "f"),
    ("sh", "s"), ("c", "k"), ("w", "u"), ("mw", "m"), ("j", "y"), ("b", "p"), ("d", "t"), ("g", "k"),
    ("aa", "a"), ("ss", "s"), ("ll", "l"), ("mm", "m"), ("s", "ss"), ("l", "ll"), ("m", "mm"), ("a", "aa"),
)  # fmt: skip
_TWINS = (("Kulwa", "Doto"), ("Hassan", "Hussein"), ("Peter", "Paul"), ("Asha", "Aziza"), ("Maria", "Martha"))


@dataclass(frozen=True)
class Pair:
    form: PatientForm
    patient: PatientRow
    same: bool
    kind: str


def make_pairs(seed: int, number: int) -> list[Pair]:
    """Make ``number`` pairs, as many of one person as of two."""
    draw = Random(seed)
    people = make_people(draw, max(number, 200), TODAY)
    pairs: list[Pair] = []
    strangers: tuple[tuple[int, Callable[[Random, Person, list[Person]], Person]], ...] = (
        (12, _twin), (30, _sibling), (30, _namesake), (12, _turned_round), (16, _near_name),
    )  # fmt: skip
    makers = [make for share, make in strangers for _ in range(share)]
    for place in range(number):
        person = draw.choice(people)
        patient = _registered(draw, person, place)
        if place % 2 == 0:
            pairs.append(Pair(_told_again(draw, patient, place), patient, True, "same"))
        else:
            make = draw.choice(makers)
            other = make(draw, person, people)
            told = _form_of(draw, _registered(draw, other, place), place)
            pairs.append(Pair(told, patient, False, make.__name__.strip("_")))
    return pairs


# one person ------------------------------------------------------------------------------------------------


def _told_again(draw: Random, kept: PatientRow, place: int) -> PatientForm:
    form = _form_of(draw, kept, place)
    first, middle, last = form.first_name, form.middle_name, form.last_name
    first = _written(draw, first) if draw.random() < 0.45 else first
    last = _written(draw, last) if draw.random() < 0.35 else last
    middle = _written(draw, middle) if middle and draw.random() < 0.3 else middle
    chance = draw.random()
    if chance < 0.08:
        first, last = last, first
    elif chance < 0.14 and middle:
        last, middle = middle, None
    if draw.random() < 0.4:
        middle = None
    village = form.village
    chance = draw.random()
    if chance < 0.15:
        village = draw.choice(("Msanga", "Ilazo", "Makole", "Chinangali", "Nzuguni"))
    elif chance < 0.25:
        village = None
    elif chance < 0.4 and village:
        village = _written(draw, village)
    phone = form.phone
    chance = draw.random()
    if chance < 0.25:
        phone = f"+255755{draw.randrange(1_000_000):06d}"
    elif chance < 0.55:
        phone = None
    guardian = kept.guardian if draw.random() < 0.6 else None
    return replace(
        form,
        first_name=first,
        middle_name=middle,
        last_name=last,
        village=village,
        phone=phone,
        guardian=guardian,
        **_birth_told_again(draw, kept),
    )


def _birth_told_again(draw: Random, kept: PatientRow) -> dict[str, object]:
    none: dict[str, object] = {"birth_date": None, "age_years": None, "birth_date_estimated": False}
    born = kept.birth_date
    years = (TODAY - born).days / 365.25
    chance = draw.random()
    if chance < 0.35:
        return none
    if chance < 0.70 or kept.birth_precision != "day":
        said = years + draw.gauss(0, max(0.6, years * 0.05))
        return none | {"age_years": max(0, min(110, round(said)))}
    if chance < 0.88:
        return none | {"birth_date": born}
    if chance < 0.94:
        slip = (born.year, min(12, max(1, born.month + draw.choice((-1, 1)))), min(born.day, 28))
        return none | {"birth_date": min(TODAY, date(*slip))}
    return none | {"birth_date": date(born.year, 1, 1), "birth_date_estimated": True}


# two people ------------------------------------------------------------------------------------------------


def _twin(draw: Random, person: Person, people: list[Person]) -> Person:
    pair = draw.choice(_TWINS)
    name = pair[1] if draw.random() < 0.4 else _other_given(draw, person, people)
    if name == person.first_name:
        name = pair[0]
    return _like(person, first_name=name)


def _sibling(draw: Random, person: Person, people: list[Person]) -> Person:
    apart = timedelta(days=draw.randrange(330, 3000)) * draw.choice((-1, 1))
    born = min(person.birth_date + apart, TODAY - timedelta(days=20))
    return _like(person, first_name=_other_given(draw, person, people), birth_date=born)


def _namesake(draw: Random, person: Person, people: list[Person]) -> Person:
    other = draw.choice(people)
    phone = other.phone if other.phone != person.phone else None
    return _like(
        person,
        middle_name=other.middle_name if draw.random() < 0.9 else "",
        birth_date=other.birth_date,
        birth_precision=other.birth_precision,
        phone=phone,
        household=other.household if draw.random() < 0.3 else person.household,
    )


def _turned_round(draw: Random, person: Person, people: list[Person]) -> Person:
    """A son called after his grandfather: Juma Hamisi Ali has Hamisi Juma Ali."""
    born = person.birth_date + timedelta(days=draw.randrange(18 * 365, 35 * 365))
    if born > TODAY - timedelta(days=30):
        born = person.birth_date - timedelta(days=draw.randrange(18 * 365, 35 * 365))
    return _like(
        person, first_name=person.middle_name, middle_name=person.first_name, sex="M", birth_date=born
    )


def _near_name(draw: Random, person: Person, people: list[Person]) -> Person:
    """Somebody of the same family name whose first name begins alike, in the same village."""
    alike = [
        one for one in people
        if one.first_name[:2] == person.first_name[:2] and one.first_name != person.first_name
    ]  # fmt: skip
    other = draw.choice(alike or people)
    return _like(other, last_name=person.last_name, household=person.household)


def _other_given(draw: Random, person: Person, people: list[Person]) -> str:
    while True:
        other = draw.choice(people)
        if other.first_name != person.first_name and not folding.sound_alike(
            other.first_name, person.first_name
        ):
            return other.first_name


def _like(person: Person, **changes: object) -> Person:
    names = (
        "household",
        "first_name",
        "middle_name",
        "last_name",
        "sex",
        "birth_date",
        "birth_precision",
        "phone",
    )
    return Person(**({name: getattr(person, name) for name in names} | {"build": 1.0} | changes))  # type: ignore[arg-type]


# records ---------------------------------------------------------------------------------------------------


def _registered(draw: Random, person: Person, place: int) -> PatientRow:
    years = (TODAY - person.birth_date).days // 365
    return PatientRow(
        id=UUID(int=draw.getrandbits(128)),
        number=f"101168-3/2026/{place + 1:06d}",
        first_name=person.first_name,
        middle_name=person.middle_name if person.middle_name and draw.random() < 0.75 else None,
        last_name=person.last_name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_precision=person.birth_precision,
        phone=person.phone,
        nida=None,
        insurance_number=None,
        region=None,
        council=None,
        ward=person.household.village.ward,
        village=person.household.village.name,
        guardian=f"{person.household.mother} {person.household.surname}" if years < 12 else None,
        allergies=(),
        version=1,
    )


def _form_of(draw: Random, row: PatientRow, place: int) -> PatientForm:
    exact = row.birth_precision == "day"
    years = (TODAY - row.birth_date).days // 365
    return PatientForm(
        id=UUID(int=draw.getrandbits(128)),
        first_name=row.first_name,
        middle_name=row.middle_name,
        last_name=row.last_name,
        sex=row.sex,
        birth_date=row.birth_date if exact and draw.random() < 0.8 else None,
        age_years=None if exact else years,
        phone=row.phone,
        village=row.village,
        guardian=row.guardian,
    )


def _written(draw: Random, name: str) -> str:
    """The name as somebody else writes it; now and then with two changes."""
    written = _changed(draw, name)
    return _changed(draw, written) if draw.random() < 0.15 else written


def _changed(draw: Random, name: str) -> str:
    known = _spellings().get(name.lower(), ())
    if known and draw.random() < 0.5:
        return draw.choice(known)
    lowered = name.lower()
    if draw.random() < 0.8:
        fitting = [(old, new) for old, new in _HEARD if old in lowered[1:]]
        if fitting:
            old, new = draw.choice(fitting)
            place = lowered.index(old, 1)
            written = lowered[:place] + new + lowered[place + len(old) :]
            if draw.random() < 0.2 and written[-1] not in "aeiou":
                written += draw.choice("iu")
            return written.capitalize()
    place = draw.randrange(1, max(2, len(lowered) - 1))
    kind = draw.randrange(3)
    if kind == 0:
        lowered = lowered[:place] + lowered[place + 1 :]
    elif kind == 1:
        lowered = lowered[:place] + draw.choice(_ROMAN) + lowered[place + 1 :]
    else:
        lowered = lowered[:place] + lowered[place : place + 2][::-1] + lowered[place + 2 :]
    return lowered.capitalize()


def _spellings() -> dict[str, tuple[str, ...]]:
    if not _KNOWN:
        path = Path(folding.__file__).parent / "name_variants.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(each for each in file if not each.startswith("#")):
                names = line["variants"].split()
                for name in names:
                    _KNOWN.setdefault(name.lower(), tuple(other for other in names if other != name))
    return _KNOWN


_KNOWN: dict[str, tuple[str, ...]] = {}
