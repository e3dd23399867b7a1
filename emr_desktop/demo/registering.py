"""Registers the made-up people: what the form says, whose child somebody is, and who lives together."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from emr_desktop.demo.people import Person
from emr_desktop.patients.rows import PatientForm

V7 = 0x7 << 76 | 0x2 << 62  # the marks of a UUIDv7
_GROWN_DAYS = 16 * 365
_LEAST_APART, _MOST_APART = 16, 45  # years between a mother and her child


@dataclass(frozen=True)
class Home:
    """Where a patient lives: the household, whether it is a new one, and whether the patient is its head."""

    household_id: uuid.UUID
    is_new: bool
    is_head: bool


class Homes:
    """The households of everybody who is registered, in ``by_patient``."""

    def __init__(self) -> None:
        self.by_patient: dict[uuid.UUID, Home] = {}
        self._seen = 0

    def note(self, person: Person, on: date) -> None:
        """Somebody is registered; the first grown one of a household heads it."""
        household = person.household
        is_new = household.number is None
        if household.number is None:
            self._seen += 1
            household.number = self._seen
        is_head = _is_grown(person, on) and not household.has_head
        household.has_head = household.has_head or is_head
        if person.sex == "F" and _is_grown(person, on):
            household.mothers.append(person)
        own = uuid.UUID(int=V7 | (1_699_000_000_000 + household.number) << 80 | household.number)
        self.by_patient[patient_id(person)] = Home(own, is_new, is_head)


def registration(person: Person, on: date) -> PatientForm:
    """What is typed when a made-up person comes for the first time."""
    grown = _is_grown(person, on)
    mother = None if grown else _mother(person)
    guardian = f"{person.household.mother} {person.household.surname}"
    if mother is not None:
        guardian = f"{mother.first_name} {mother.last_name}"
    return PatientForm(
        id=patient_id(person),
        first_name=person.first_name,
        middle_name=person.middle_name,
        last_name=person.last_name,
        sex=person.sex,
        birth_date=person.birth_date,
        birth_date_estimated=person.birth_precision != "day",
        phone=person.phone,
        region="Mafunzo",
        council="Mafunzo",
        ward=person.household.village.ward,
        village=person.household.village.name,
        guardian=None if grown else guardian,
        mother_id=None if mother is None else patient_id(mother),
    )


def patient_id(person: Person) -> uuid.UUID:
    """The same in every training facility of the same seed."""
    number = person.patient_number or 0
    return uuid.UUID(int=V7 | (1_700_000_000_000 + number) << 80 | number)


def _mother(person: Person) -> Person | None:
    """A registered woman of the household who can be the mother of a child."""
    return next(
        (
            woman
            for woman in person.household.mothers
            if _LEAST_APART <= (person.birth_date - woman.birth_date).days / 365.25 <= _MOST_APART
        ),
        None,
    )


def _is_grown(person: Person, on: date) -> bool:
    return (on - person.birth_date).days >= _GROWN_DAYS
