"""The made-up people of the training facility: households in villages, named and aged as in Tanzania."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from emr_desktop.demo import tables
from emr_desktop.visits.flags import EarlierVisit

# Who pays, by household: cash, improved CHF, NHIF, another insurance. Ours.
_PAYERS = ("cash", "chf", "nhif", "other_insurance")
_PAYER_WEIGHTS = tuple(accumulate((62.0, 22.0, 12.0, 4.0)))


@dataclass(slots=True)
class Household:
    village: tables.Village
    surname: str
    faith: str  # christian, muslim
    father: str
    mother: str
    phone: str | None
    payer: str
    number: int | None = None  # order of the first registration; None while nobody of it was seen
    has_head: bool = False
    mothers: list[Person] = field(default_factory=list)  # grown women who are registered


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who may come; becomes a patient at the first visit."""

    household: Household
    first_name: str
    middle_name: str
    last_name: str
    sex: str
    birth_date: date
    birth_precision: str
    phone: str | None
    build: float  # weight and height against the middle of the age, around 1
    patient_number: int | None = None  # order of registration; None while never seen
    lasting: dict[str, date] = field(default_factory=dict)  # chronic illness -> next visit
    visits: list[EarlierVisit] = field(default_factory=list)
    gone: bool = False  # died: does not come any more


def make_people(draw: Random, number: int, on: date) -> list[Person]:
    """Make about ``number`` people in households, with the age pyramid of the catchment on a date."""
    steps = tables.pyramid()
    choices = [(step, sex) for step in steps for sex in ("M", "F")]
    weights = tuple(accumulate(step.people[sex] for step, sex in choices))
    people: list[Person] = []
    while len(people) < number:
        household = _household(draw)
        for _ in range(min(draw.choice((2, 3, 4, 5, 5, 6, 7)), number - len(people))):
            step, sex = draw.choices(choices, cum_weights=weights)[0]
            days = int(draw.uniform(step.from_years, step.to_years) * 365.25)
            people.append(_person(draw, household, sex, on - timedelta(days=days), on))
    return people


def newborn(draw: Random, household: Household, on: date) -> Person:
    """A child born into a household on a date."""
    return _person(draw, household, draw.choice("MF"), on, on)


def _given(draw: Random, sex: str, faith: str) -> str:
    names, weights = tables.given_names(sex, faith)
    return draw.choices(names, cum_weights=weights)[0]


def _household(draw: Random) -> Household:
    origins, shares = tables.peoples()
    origin = draw.choices(origins, cum_weights=shares)[0]
    faith = "muslim" if draw.random() * 100 < origin.muslim else "christian"
    listed, households = tables.villages()
    return Household(
        village=draw.choices(listed, cum_weights=households)[0],
        surname=draw.choice(origin.surnames) if origin.surnames else _given(draw, "M", faith),
        faith=faith,
        father=_given(draw, "M", faith),
        mother=_given(draw, "F", faith),
        phone=_phone(draw) if draw.random() < 0.8 else None,
        payer=draw.choices(_PAYERS, cum_weights=_PAYER_WEIGHTS)[0],
    )


def _phone(draw: Random) -> str:
    # A block that no operator hands out, so that nobody is ever called from a practice.
    return f"+255700{draw.randrange(1_000_000):06d}"


def _person(draw: Random, household: Household, sex: str, born: date, on: date) -> Person:
    years = (on - born).days // 365
    precision = "day"
    last_name = household.surname
    father = household.father
    if years >= 18:
        # Grown people carry their own father's name; a wife often keeps her family's.
        father = _given(draw, "M", household.faith)
        if sex == "F" and draw.random() < 0.6:
            origins, shares = tables.peoples()
            origin = draw.choices(origins, cum_weights=shares)[0]
            last_name = (
                draw.choice(origin.surnames) if origin.surnames else _given(draw, "M", household.faith)
            )
    if years >= 40 and draw.random() < 0.35 + 0.01 * (years - 40):
        born, precision = date(born.year, 7, 1) if born.year < on.year else born, "year"
    own_phone = years >= 16 and draw.random() < 0.55
    first = _given(draw, sex, household.faith)
    while first == father:
        father = _given(draw, "M", household.faith)
    return Person(
        household=household,
        first_name=first,
        middle_name=father,
        last_name=last_name,
        sex=sex,
        birth_date=born,
        birth_precision=precision,
        phone=_phone(draw) if own_phone else household.phone,
        build=max(0.72, min(1.35, draw.gauss(1.0, 0.09))),
    )
