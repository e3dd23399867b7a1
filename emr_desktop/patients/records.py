"""Reads and writes the rows of a patient inside a caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from db.models import Allergy, Death, NoKnownAllergy, Patient, PatientIdentifier
from db.search import put_words, replace_words
from emr_desktop.identity import new_id
from emr_desktop.patients.death_held import death_holds
from emr_desktop.patients.index_words import index_words
from emr_desktop.patients.rows import PatientForm, PatientRow, RegistryId
from emr_desktop.patients.rules import BirthDate

# Fields that stand in the form as they stand in the table.
PLAIN_FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "sex",
    "phone",
    "nida",
    "insurance_number",
    "region",
    "council",
    "ward",
    "village",
    "guardian",
    "insurance_scheme",
    "mother_id",
    "source",
    "source_id",
)
_ROW_FIELDS = (
    *PLAIN_FIELDS,
    "id",
    "number",
    "birth_date",
    "birth_precision",
    "version",
    "household_id",
    "household_head",
)
# Made once: a search runs them at every key.
_ROWS = select(*(getattr(Patient, name) for name in _ROW_FIELDS)).where(
    Patient.id.in_(bindparam("ids", expanding=True))
)
_ALLERGIES = (
    select(Allergy.patient_id, Allergy.substance)
    .where(Allergy.patient_id.in_(bindparam("ids", expanding=True)), Allergy.voided_at.is_(None))
    .order_by(Allergy.created_at, Allergy.id)
)
_DEATHS = select(Death.patient_id, Death.died_on).where(
    Death.patient_id.in_(bindparam("ids", expanding=True)), death_holds()
)
_NONE_KNOWN = (
    select(NoKnownAllergy.patient_id, func.max(NoKnownAllergy.asked_on))
    .where(
        NoKnownAllergy.patient_id.in_(bindparam("ids", expanding=True)), NoKnownAllergy.voided_at.is_(None)
    )
    .group_by(NoKnownAllergy.patient_id)
)
_REGISTRY_IDS = (
    select(PatientIdentifier.patient_id, PatientIdentifier.system, PatientIdentifier.value)
    .where(
        PatientIdentifier.patient_id.in_(bindparam("ids", expanding=True)),
        PatientIdentifier.voided_at.is_(None),
    )
    .order_by(PatientIdentifier.created_at, PatientIdentifier.id)
)


def patient_row(patient: Patient, allergies: tuple[str, ...]) -> PatientRow:
    """Build what callers see of one patient."""
    return PatientRow(allergies=allergies, **{name: getattr(patient, name) for name in _ROW_FIELDS})


def form_of_row(row: PatientRow) -> PatientForm:
    """Give the form that would save this patient as it is; the version is not set."""
    return PatientForm(
        id=row.id,
        birth_date=row.birth_date,
        birth_date_estimated=row.birth_precision != "day",
        allergies=row.allergies,
        **{name: getattr(row, name) for name in PLAIN_FIELDS},
    )


def rows_by_id(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, PatientRow]:
    """Read patients with their allergies; ids that are not there are left out."""
    if not ids:
        return {}
    allergies = allergies_of(session, ids)
    deaths = {one.patient_id: one.died_on for one in session.execute(_DEATHS, {"ids": ids})}
    asked: dict[uuid.UUID, date] = dict(session.execute(_NONE_KNOWN, {"ids": ids}).all())
    numbers: dict[uuid.UUID, tuple[RegistryId, ...]] = {}
    for patient_id, system, value in session.execute(_REGISTRY_IDS, {"ids": ids}):
        known, one = numbers.get(patient_id, ()), RegistryId(system, value)
        if one not in known:  # two records that were merged may both have it
            numbers[patient_id] = (*known, one)
    found: dict[uuid.UUID, PatientRow] = {}
    for row in session.execute(_ROWS, {"ids": ids}):
        patient_id = row[_ROW_FIELDS.index("id")]
        found[patient_id] = PatientRow(
            allergies=allergies.get(patient_id, ()),
            died_on=deaths.get(patient_id),
            none_known_on=None if patient_id in allergies else asked.get(patient_id),
            registry_ids=numbers.get(patient_id, ()),
            **dict(zip(_ROW_FIELDS, row, strict=True)),
        )
    return found


def read_row(session: Session, patient_id: uuid.UUID) -> PatientRow | None:
    """Read one patient, or None."""
    return rows_by_id(session, [patient_id]).get(patient_id)


def allergies_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """Read the allergies that hold, in the order they were noted."""
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    for patient_id, substance in session.execute(_ALLERGIES, {"ids": ids}):
        known = found.get(patient_id, ())
        # Two records that were merged may both have noted it.
        if substance.casefold() not in {one.casefold() for one in known}:
            found[patient_id] = (*known, substance)
    return found


def same_content(patient: Patient, allergies: Iterable[str], form: PatientForm, birth: BirthDate) -> bool:
    """Say whether the form says what the row says already."""
    return (
        all(getattr(patient, name) == getattr(form, name) for name in PLAIN_FIELDS)
        and (patient.birth_date, patient.birth_precision) == (birth.date, birth.precision)
        and {one.casefold() for one in allergies} == {one.casefold() for one in form.allergies}
    )


def insert_patient(
    session: Session, form: PatientForm, birth: BirthDate, *, number: str, at: datetime, by: uuid.UUID
) -> None:
    """Add a patient, the allergies and the search words. ``form`` is cleaned and without problems."""
    session.add(
        Patient(
            id=form.id,
            number=number,
            birth_date=birth.date,
            birth_precision=birth.precision,
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            version=1,
            **{name: getattr(form, name) for name in PLAIN_FIELDS},
        )
    )
    session.flush()
    _add_allergies(session, form.id, form.allergies, at=at, by=by)
    put_words(session, [(form.id, words_of_form(form, number=number))])


def change_patient(
    session: Session, patient: Patient, form: PatientForm, birth: BirthDate, *, at: datetime, by: uuid.UUID
) -> tuple[str, ...]:
    """Bring a row to what the form says; gives the names of the fields that changed."""
    changed = [name for name in PLAIN_FIELDS if getattr(patient, name) != getattr(form, name)]
    for name in changed:
        setattr(patient, name, getattr(form, name))
    if patient.birth_date != birth.date or patient.birth_precision != birth.precision:
        patient.birth_date, patient.birth_precision = birth.date, birth.precision
        changed.append("birth_date")
    if _change_allergies(session, form, at=at, by=by):
        changed.append("allergies")
    patient.version += 1
    patient.updated_at, patient.updated_by = at, by
    session.flush()
    index_again(session, patient.id)
    return tuple(changed)


def index_again(session: Session, patient_id: uuid.UUID) -> None:
    """Index a patient under the record's own words and those of the records merged into it.

    The card with the old number, and who asks for the old name, must still find the person.
    """
    columns = (
        Patient.number,
        Patient.first_name,
        Patient.middle_name,
        Patient.last_name,
        Patient.village,
        Patient.phone,
    )
    found: list[str] = []
    for number, first, middle, last, village, phone in session.execute(
        select(*columns)
        .where(or_(Patient.id == patient_id, Patient.merged_into == patient_id))
        .order_by(Patient.id != patient_id, Patient.number)
    ):
        found += index_words(number=number, names=(first, middle, last), village=village, phone=phone)
    replace_words(session, patient_id, found)


def words_of_form(form: PatientForm, *, number: str) -> tuple[str, ...]:
    """Give the search words of a patient, for ``db.search.put_words``."""
    return index_words(
        number=number,
        names=(form.first_name, form.middle_name, form.last_name),
        village=form.village,
        phone=form.phone,
    )


def _change_allergies(session: Session, form: PatientForm, *, at: datetime, by: uuid.UUID) -> bool:
    kept = list(
        session.scalars(select(Allergy).where(Allergy.patient_id == form.id, Allergy.voided_at.is_(None)))
    )
    wanted = {substance.casefold(): substance for substance in form.allergies}
    gone = [allergy for allergy in kept if allergy.substance.casefold() not in wanted]
    for allergy in gone:
        allergy.voided_at, allergy.voided_by, allergy.void_reason = at, by, "corrected"
        allergy.version += 1
        allergy.updated_at, allergy.updated_by = at, by
    for allergy in kept:
        wanted.pop(allergy.substance.casefold(), None)
    _add_allergies(session, form.id, wanted.values(), at=at, by=by)
    return bool(gone or wanted)


def _add_allergies(
    session: Session, patient_id: uuid.UUID, substances: Iterable[str], *, at: datetime, by: uuid.UUID
) -> None:
    told = tuple(substances)
    if told:
        session.execute(
            update(NoKnownAllergy)
            .where(NoKnownAllergy.patient_id == patient_id, NoKnownAllergy.voided_at.is_(None))
            .values(
                voided_at=at,
                voided_by=by,
                void_reason="an allergy was recorded",
                updated_at=at,
                updated_by=by,
                version=NoKnownAllergy.version + 1,
            )
        )
    session.add_all(
        Allergy(
            id=new_id(),
            patient_id=patient_id,
            substance=substance,
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            version=1,
        )
        for substance in told
    )
    session.flush()


def say_none_known(session: Session, patient_id: uuid.UUID, *, on: date, at: datetime, by: uuid.UUID) -> None:
    """Write that the patient was asked and knows of no allergy."""
    session.add(
        NoKnownAllergy(
            id=new_id(),
            patient_id=patient_id,
            asked_on=on,
            created_at=at,
            created_by=by,
            updated_at=at,
            updated_by=by,
            version=1,
        )
    )
    session.flush()
