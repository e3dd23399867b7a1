"""Lets a handful of made-up people wait at the stations of a training facility, so that it can be tried."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient, Setting
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.identity import new_id
from emr_desktop.laboratory.service import LaboratoryService
from emr_desktop.queue.flow import VisitFlow
from emr_desktop.queue.rows import StartForm, TriageForm
from emr_desktop.queue.service import QueueService
from emr_desktop.queue.triage import TriageService
from emr_desktop.visits.age import completed_months
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry
from emr_desktop.visits.service import VisitService

_STATIONS = ("triage", "consultation", "laboratory", "pharmacy")
_SEEN_MINUTES = 10
_COLD = DiagnosisEntry(icd10="J00")
_PARACETAMOL = PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18)


def let_wait(work: WorkSession, *, seed: int) -> int:
    """Turn the stations on and let people come. The same seed picks the same people.

    Returns:
        How many of their visits are saved already and count.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up people
    today, saved = work.clock.today(), 0
    with work.database.write.begin() as session:
        _use_stations(session, work)
    taken: set[object] = set()
    for line in _lines():
        with work.database.read() as session:
            fitting = [
                patient
                for patient in session.scalars(
                    select(Patient).where(Patient.sex == line["sex"]).order_by(Patient.number)
                )
                if _fits(patient, line, today) and patient.id not in taken
            ]
        if not fitting:
            continue  # a training facility of very few people
        patient = chance.choice(fitting)
        taken.add(patient.id)
        saved += _come(work, patient, line)
    return saved


def _come(work: WorkSession, patient: Patient, line: dict[str, str]) -> int:
    came, today = _ago(work, line["came"]), work.clock.today()
    visit_id = new_id()
    QueueService(work=came, flow=VisitFlow(work=came)).start_visit(
        StartForm(id=visit_id, patient_id=patient.id, station="triage")
    )
    if line["station"] == "triage":
        return 0
    sent = _ago(work, line["sent"])
    vitals = VitalsEntry(
        weight_kg=_number(line["weight_kg"]),
        temperature_c=_number(line["temperature_c"]),
        systolic=_whole(line["systolic"]),
        diastolic=_whole(line["diastolic"]),
    )
    TriageService(work=sent, flow=VisitFlow(work=sent)).save(
        TriageForm(
            visit_id=visit_id,
            patient_id=patient.id,
            vitals=vitals,
            complaint=line["complaint"],
            signs=tuple(line["signs"].split()),
            signs_asked=True,
        )
    )
    seen = replace(work, clock=Clock(now=lambda: sent.clock.now() + timedelta(minutes=_SEEN_MINUTES)))
    flow, laboratory = VisitFlow(work=seen), LaboratoryService(work=seen)
    form = VisitForm(id=visit_id, patient_id=patient.id, visit_date=today, complaint=line["complaint"])
    if line["station"] == "laboratory":
        queue = QueueService(work=seen, flow=flow, place=laboratory.place)
        queue.send_for_tests(replace(form, tests=(LabEntry(test="mrdt"),)))
    elif line["station"] == "pharmacy":
        visits = VisitService(work=seen, laboratory=laboratory, flow=flow)
        visits.save(replace(form, diagnoses=(_COLD,), prescriptions=(_PARACETAMOL,)))
        return 1
    return 0


def _use_stations(session: Session, work: WorkSession) -> None:
    for station in _STATIONS:
        session.add(
            Setting(
                name=f"queue.{station}",
                value=True,
                updated_at=work.clock.now(),
                updated_by=work.actor.staff_id,
            )
        )


def _ago(work: WorkSession, minutes: str) -> WorkSession:
    at = work.clock.now() - timedelta(minutes=int(minutes))
    return replace(work, clock=Clock(now=lambda: at))


def _fits(patient: Patient, line: dict[str, str], today: date) -> bool:
    if patient.merged_into is not None or patient.voided_at is not None or patient.birth_date > today:
        return False
    months = completed_months(patient.birth_date, today)
    return int(line["from_months"]) <= months < int(line["to_months"])


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _lines() -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "waiting.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
