"""One line of a patients file: what it says, checked by the rules of registration."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from emr_desktop.errors import ValidationError
from emr_desktop.exchange.cells import Cells, as_id
from emr_desktop.exchange.endings import read_entry
from emr_desktop.exchange.known import SOURCE
from emr_desktop.exchange.short_forms import read_words
from emr_desktop.identity import new_id
from emr_desktop.patients.folding import sound_alike
from emr_desktop.patients.rows import PatientForm
from emr_desktop.patients.rules import BirthDate, birth_of, cleaned, problems
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.ending_rules import cleaned_death, death_problems

COLUMNS = (
    "patient_id",
    "first_name",
    "middle_name",
    "last_name",
    "sex",
    "birth_date",
    "age_years",
    "birth_date_estimated",
    "phone",
    "nida",
    "village",
    "ward",
    "guardian",
    "allergies",
    # Not in files of others: what our own export adds.
    "council",
    "region",
    "insurance_number",
    "death",
)
NEEDED = ("patient_id", "first_name", "last_name", "sex")


def read_patient(cells: Cells, *, today: date) -> tuple[PatientForm, BirthDate]:
    """Build the form of a patients line, under a new id or our own one.

    Raises:
        ValidationError: the first thing that is wrong, by column.
    """
    patient_id = cells.identifier("patient_id")
    return checked(
        PatientForm(
            id=as_id(patient_id) or new_id(),
            first_name=cells.needed("first_name"),
            middle_name=cells.text("middle_name"),
            last_name=cells.needed("last_name"),
            sex=cells.needed("sex"),
            birth_date=cells.day("birth_date"),
            age_years=cells.whole("age_years"),
            birth_date_estimated=cells.yes_no("birth_date_estimated") or False,
            phone=cells.text("phone"),
            nida=cells.text("nida"),
            insurance_number=cells.text("insurance_number"),
            region=cells.text("region"),
            council=cells.text("council"),
            ward=cells.text("ward"),
            village=cells.text("village"),
            guardian=cells.text("guardian"),
            allergies=read_words(cells.text("allergies")),
            source=SOURCE,
            source_id=patient_id,
        ),
        today=today,
    )


def read_death(cells: Cells, birth: BirthDate, *, today: date) -> DeathEntry | None:
    """The death that a patients line tells of; None for the living.

    Raises:
        ValidationError: the first thing that is wrong.
    """
    death = cleaned_death(read_entry(cells.text("death"), DeathEntry, "death"))
    if death is not None:
        for problem in death_problems(death, birth_date=birth.date, today=today):
            raise ValidationError("death", problem.code, **problem.params)
    return death


def patient_of_visit(cells: Cells, *, today: date) -> tuple[PatientForm, BirthDate]:
    """Build the form of somebody who is known from a line of a visits file alone.

    Raises:
        ValidationError: the first thing that is wrong, by column.
    """
    patient_id = cells.identifier("patient_id")
    cells.needed("birth_date")
    return checked(
        PatientForm(
            id=as_id(patient_id) or new_id(),
            first_name=cells.needed("first_name"),
            middle_name=cells.text("middle_name"),
            last_name=cells.needed("last_name"),
            sex=cells.needed("sex"),
            birth_date=cells.day("birth_date"),
            phone=cells.text("phone"),
            village=cells.text("village"),
            source=SOURCE,
            source_id=patient_id,
        ),
        today=today,
    )


def checked(form: PatientForm, *, today: date) -> tuple[PatientForm, BirthDate]:
    """Give the form as it is kept, and the birth date.

    Raises:
        ValidationError: the first problem.
    """
    form = cleaned(form, today=today)
    for problem in problems(form, today=today):
        # Another exception: one that a variable of its own frame holds keeps the line in memory.
        raise ValidationError(problem.field, problem.code, **problem.params)
    return form, birth_of(form, today=today)


def digest_of(cells: Mapping[str, str], columns: tuple[str, ...]) -> bytes:
    """SHA-256 of what a line says, whatever the order of its columns: empty cells do not count."""
    said = [f"{name}\x1f{text}" for name in columns if (text := cells.get(name, "").strip())]
    return hashlib.sha256("\x1e".join(said).encode()).digest()


def refuse_other_person(cells: Cells, *, known_names: tuple[str, str], sex: str) -> None:
    """Refuse a visits line whose patient is somebody else under the same identifier.

    Raises:
        ValidationError: ``import.other_sex``, ``import.other_name`` (first and last name both differ).
    """
    if cells.needed("sex").upper() != sex:
        raise ValidationError("sex", "import.other_sex", patient=cells.needed("patient_id"))
    names = (cells.needed("first_name"), cells.needed("last_name"))
    if not any(sound_alike(one, other) for one in names for other in known_names):
        raise ValidationError("first_name", "import.other_name", patient=cells.needed("patient_id"))
