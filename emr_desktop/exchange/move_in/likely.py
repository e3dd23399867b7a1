"""Says who of an export is likely somebody who is registered already, or stands in it twice (decision 0007).

Compared are people whose folded first and last names agree, in either order, or whose NIDA numbers do. Slips
of the hand inside a name, which the registration form also finds, are not looked for among tens of thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient
from emr_desktop.exchange.move_in.result import LikelyOne
from emr_desktop.patients.folding import forms
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.patients.rules import BirthDate
from emr_desktop.patients.weighing import weigh

_MOST_OF_A_NAME = 60  # people of one name that each is compared with


def likely_ones(
    session: Session, new: Sequence[tuple[PatientForm, BirthDate]], *, today: date, most: int
) -> tuple[int, tuple[LikelyOne, ...]]:
    """How many of the new patients are likely known, and the most likely of them.

    Args:
        session: reading; patients written in it by the import itself are left out.
        new: patients of the export that are not here under their identifier.
        today: the day at the facility.
        most: how many are told.
    """
    own = {form.id for form, _ in new}
    known: dict[object, list[PatientRow]] = defaultdict(list)
    for row in _registered(session):
        if row.id not in own:
            for key in _keys(row):
                known[key].append(row)
    found: list[LikelyOne] = []
    for form, birth in new:
        best: LikelyOne | None = None
        for key in _keys(form):
            for other in known[key][-_MOST_OF_A_NAME:]:
                weight = weigh(form, birth.date, other, today=today)
                if weight is not None and (best is None or weight.score > best.score):
                    name = other.number or other.source_id or ""
                    best = LikelyOne(form.source_id or "", name, weight.score, weight.reasons)
        if best is not None:
            found.append(best)
        for key in _keys(form):
            known[key].append(_as_row(form, birth))
    found.sort(key=lambda one: (-one.score, one.theirs))
    return len(found), tuple(found[:most])


def _keys(person: PatientForm | PatientRow) -> Iterator[object]:
    both = {tuple(sorted(pair)) for pair in product(forms(person.first_name), forms(person.last_name))}
    yield from both
    if person.nida:
        yield person.nida


def _registered(session: Session) -> Iterator[PatientRow]:
    columns = (
        Patient.id,
        Patient.number,
        Patient.first_name,
        Patient.middle_name,
        Patient.last_name,
        Patient.sex,
        Patient.birth_date,
        Patient.birth_precision,
        Patient.phone,
        Patient.nida,
        Patient.village,
        Patient.guardian,
    )
    chosen = select(*columns).where(Patient.merged_into.is_(None), Patient.voided_at.is_(None))
    for one in session.execute(chosen):
        yield PatientRow(
            **one._asdict(),
            insurance_number=None,
            region=None,
            council=None,
            ward=None,
            allergies=(),
            version=1,
        )


def _as_row(form: PatientForm, birth: BirthDate) -> PatientRow:
    return PatientRow(
        id=form.id,
        number="",
        first_name=form.first_name,
        middle_name=form.middle_name,
        last_name=form.last_name,
        sex=form.sex,
        birth_date=birth.date,
        birth_precision=birth.precision,
        phone=form.phone,
        nida=form.nida,
        insurance_number=None,
        region=None,
        council=None,
        ward=None,
        village=form.village,
        guardian=form.guardian,
        allergies=(),
        version=1,
        source_id=form.source_id,
    )
