"""Many visits written at once stand in the tables exactly as if each had been saved on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from db.device import device_folder
from db.models import (
    Allergy,
    Appointment,
    Death,
    Diagnosis,
    LabResult,
    OutboxEvent,
    Patient,
    Prescription,
    SearchEntry,
    Visit,
    Vitals,
)
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.access.witness import WITNESS_FILE_NAME
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.demo.history import History
from emr_desktop.facility.service import unlock
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.patients.rules import birth_of, cleaned
from emr_desktop.visits.bulk import NewVisit, save_visits
from emr_desktop.visits.rows import LabEntry

# Made up by the clock or at random in each: everything else must be the same.
_OWN = {"started_at", "ended_at", "clinician_id", "taken_at", "source_digest"}


def _content(clinic: Clinic, model: Any) -> list[tuple[object, ...]]:
    names = [column.key for column in inspect(model).column_attrs if column.key not in _OWN]
    if model not in (Patient, Visit):
        names = [name for name in names if name not in ("id", "row", "seq")]
    with clinic.work.database.read() as session:
        rows = session.execute(select(*(getattr(model, name) for name in names))).all()
    return sorted((tuple(row) for row in rows), key=repr)


@pytest.fixture
def other(template_facility: Path, tmp_path: Path, clock: Clock, password: str) -> Any:
    import shutil

    shutil.copytree(template_facility, tmp_path / "other")
    # Its numbers are to go on as those of the first one do: without witnesses of what that one wrote since.
    for witness in (*device_folder().glob(f"*{WITNESS_FILE_NAME}"), tmp_path / "other" / WITNESS_FILE_NAME):
        witness.unlink(missing_ok=True)
    clinic = open_clinic(unlock(tmp_path / "other", username=None, password=password, clock=clock))
    yield clinic
    clinic.close()


def test_every_column_is_the_same(clinic: Clinic, other: Clinic) -> None:
    history = History(seed=9, first_day=date(2026, 9, 14), last_day=date(2026, 9, 20), per_day=14)
    days = list(history.days())
    today = clinic.work.clock.today()
    forms = [
        replace(cleaned(form, today=today), allergies=("Penisilini", "Sulfa") if place % 9 == 0 else ())
        for place, form in enumerate(form for day in days for form, _ in day.patients)
    ]
    visits = [made for day in days for made in day.visits]
    assert len(visits) > 60
    # The sensitive mark of a test counts too.
    visits[0] = replace(
        visits[0], form=replace(visits[0].form, tests=(LabEntry(test="hiv", result="non_reactive"),))
    )

    for form in forms:
        clinic.patients.register(form)
    for made in visits:
        clinic.visits.save(made.form)
    now = other.work.clock.now()
    with other.work.database.write.begin() as session:
        register_patients(
            session,
            [NewPatient(form, birth_of(form, today=today), now) for form in forms],
            work=other.work,
            action="patient.imported",
        )
        save_visits(
            session,
            [
                NewVisit(made.form, made.sex, made.birth_date, made.started_at, made.ended_at, None)
                for made in visits
            ],
            work=other.work,
            action="visit.imported",
        )

    tables = (
        Patient, Visit, Vitals, LabResult, Diagnosis, Prescription, SearchEntry, Appointment, Death,
    )  # fmt: skip
    for model in tables:
        assert _content(other, model) == _content(clinic, model), model.__name__
    assert len(_content(other, Allergy)) == len(_content(clinic, Allergy)) > 0
    kinds = [
        sorted((row[1] if isinstance(row[1], str) else row[0], row[2]) for row in _events(each))
        for each in (clinic, other)
    ]
    assert kinds[0] == kinds[1]
    with other.work.database.read() as session:
        assert first_broken_entry(session, other.work.audit_key) is None


def _events(clinic: Clinic) -> list[tuple[Any, ...]]:
    with clinic.work.database.read() as session:
        return [
            (event.kind, event.kind, event.entity_id.hex if event.entity_id else "")
            for event in session.scalars(select(OutboxEvent))
        ]
