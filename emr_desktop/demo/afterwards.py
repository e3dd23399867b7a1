"""What became of the made-up patients: letters, arrivals, answers, who sent them, causes of death."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.many import insert_many
from db.models import (
    Appointment,
    CounterReferral,
    Death,
    Diagnosis,
    LabResult,
    Patient,
    Referral,
    ReferralIn,
    Visit,
)
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.identity import new_id

_HOSPITAL = "Hospitali ya Wilaya ya Mafunzo"
_VILLAGE_WORKER = "Mhudumu wa afya ngazi ya jamii (mafunzo)"
_SENT_HERE = 0.02  # of all visits
_LETTER, _ARRIVES, _ANSWERED = (
    0.9,
    0.75,
    0.55,
)  # of referrals, of letters, of arrivals
_DIES_ELSEWHERE = 0.012  # of the old people in twenty days: rather many, so that the form shows some
_RECORDED = ("created_at", "created_by", "updated_at", "updated_by", "version")


def tell_afterwards(work: WorkSession, *, seed: int, last_day: date) -> None:
    """Complete the record of the made-up visits. The same seed and visits give the same.

    Args:
        work: of the training facility.
        seed: which facility.
        last_day: the last day of its visits; nothing happens after it.
    """
    chance = random.Random(f"emr training afterwards {seed}")  # noqa: S311 - made-up people, not secrets
    with work.database.write.begin() as session:
        _more_tests(session, chance)
        _letters(session, work, chance, last_day)
        _who_sent(session, chance)
        _causes(session)
        _deaths_elsewhere(session, work, chance, last_day)
        work.audit(session, "visit.made_up", entity="visit", detail={"what": "afterwards"})


def _more_tests(session: Session, chance: random.Random) -> None:
    rows: list[tuple[object, ...]] = []
    for line in _lines("test"):
        results = [each.split(":") for each in line["results"].split()]
        words, weights = [word for word, _ in results], [int(weight) for _, weight in results]
        visits = session.scalars(
            select(Diagnosis.visit_id).where(Diagnosis.icd10 == line["icd10"]).order_by(Diagnosis.visit_id)
        )
        for visit_id in visits:
            if chance.random() * 100 < int(line["share"]):
                rows.append((new_id(), visit_id, line["test"], chance.choices(words, weights=weights)[0]))
    # Two diagnoses of a visit may call for the same test.
    once = {(row[1], row[2]): row for row in rows}
    known = {tuple(row) for row in session.execute(select(LabResult.visit_id, LabResult.test))}
    insert_many(
        session,
        LabResult,
        ("id", "visit_id", "test", "result"),
        [row for key, row in once.items() if key not in known],
    )


def _letters(session: Session, work: WorkSession, chance: random.Random, last_day: date) -> None:
    letters: list[tuple[object, ...]] = []
    answers: list[tuple[object, ...]] = []
    numbers: dict[str, int] = {}
    for visit_id, day, number, codes in _sent(session):
        if chance.random() >= _LETTER:
            continue
        numbers[number] = numbers.get(number, 0) + 1
        grave = any(code.startswith(("B50", "P", "O", "J18", "S", "T")) for code in codes)
        weights = (5, 3, 1) if grave else (1, 3, 5)
        urgency = chance.choices(("emergency", "urgent", "routine"), weights=weights)[0]
        arrived = day + timedelta(days=0 if urgency == "emergency" else chance.randrange(1, 5))
        if chance.random() >= _ARRIVES or arrived > last_day:
            arrived = None  # type: ignore[assignment]
        letter = new_id()
        at, staff = _morning(day), work.actor.staff_id
        name = f"{number}-R{numbers[number]}"
        reason = "Matibabu zaidi na uchunguzi"
        letters.append((letter, visit_id, name, urgency, reason, arrived, at, staff, at, staff, 1))
        if arrived is not None and chance.random() < _ANSWERED:
            back = arrived + timedelta(days=chance.randrange(3, 15))
            if back <= last_day:
                at = _morning(back)
                said = ("Ametibiwa na kuruhusiwa", "Aendelee na dawa alizopewa")
                answers.append((new_id(), letter, visit_id, arrived, *said, at, staff, at, staff, 1))
    columns = ("id", "visit_id", "number", "urgency", "reason", "arrived_on", *_RECORDED)
    insert_many(session, Referral, columns, letters)
    columns = ("id", "referral_id", "visit_id", "seen_on", "treatment", "advice", *_RECORDED)
    insert_many(session, CounterReferral, columns, answers)


def _sent(session: Session) -> Iterator[tuple[uuid.UUID, date, str, tuple[str, ...]]]:
    codes: dict[uuid.UUID, list[str]] = {}
    referred = select(Visit.id).where(Visit.outcome == "referred").scalar_subquery()
    for visit_id, code in session.execute(
        select(Diagnosis.visit_id, Diagnosis.icd10).where(Diagnosis.visit_id.in_(referred))
    ):
        codes.setdefault(visit_id, []).append(code)
    for visit_id, day, number in session.execute(
        select(Visit.id, Visit.visit_date, Patient.number)
        .join(Patient, Patient.id == Visit.patient_id)
        .where(Visit.outcome == "referred")
        .order_by(Visit.id)
    ).all():
        yield visit_id, day, number, tuple(codes.get(visit_id, ()))


def _who_sent(session: Session, chance: random.Random) -> None:
    rows: list[tuple[object, ...]] = []
    for visit_id, months in session.execute(select(Visit.id, Visit.age_months).order_by(Visit.id)):
        if chance.random() < _SENT_HERE:
            by_village = chance.random() < (0.8 if months < 60 else 0.4)
            kind, sender = ("community", _VILLAGE_WORKER) if by_village else ("facility", _HOSPITAL)
            rows.append((new_id(), visit_id, kind, sender))
    insert_many(session, ReferralIn, ("id", "visit_id", "kind", "sender"), rows)


def _causes(session: Session) -> None:
    """Who died in a visit died of what the visit found first."""
    for death in session.scalars(select(Death).where(Death.visit_id.is_not(None))):
        found = session.execute(
            select(Diagnosis.icd10, Diagnosis.concept)
            .where(Diagnosis.visit_id == death.visit_id)
            .order_by(Diagnosis.position)
            .limit(1)
        ).one_or_none()
        if found is not None:
            death.underlying_icd10, death.underlying_concept = found


def _deaths_elsewhere(session: Session, work: WorkSession, chance: random.Random, last_day: date) -> None:
    """Some of the old people, of whom nobody hears again; a relative tells of it."""
    causes = _lines("cause")
    promised = select(Appointment.patient_id).where(Appointment.state == "open").scalar_subquery()
    gone = select(Death.patient_id).scalar_subquery()
    old = last_day - timedelta(days=60 * 365)
    last = func.max(Visit.visit_date)
    rows: list[tuple[object, ...]] = []
    for patient_id, seen in session.execute(
        select(Visit.patient_id, last)
        .join(Patient, Patient.id == Visit.patient_id)
        .where(Patient.birth_date < old, Visit.patient_id.not_in(promised), Visit.patient_id.not_in(gone))
        .group_by(Visit.patient_id)
        .order_by(Visit.patient_id)
    ).all():
        days = (last_day - seen).days
        if days < 2 or chance.random() >= _DIES_ELSEWHERE * days / 20:
            continue
        day = seen + timedelta(days=chance.randrange(1, days))
        cause = chance.choices(causes, weights=[int(each["share"]) for each in causes])[0]["icd10"]
        at, staff = _morning(min(day + timedelta(days=2), last_day)), work.actor.staff_id
        told = (day, "elsewhere", cause, "Ndugu", False)
        rows.append((new_id(), patient_id, *told, at, staff, at, staff, 1))
    columns = ("id", "patient_id", "died_on", "place", "underlying_icd10", "told_by", "sensitive", *_RECORDED)
    insert_many(session, Death, columns, rows)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), EAST_AFRICA).astimezone(UTC)


@cache
def _lines(kind: str) -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "afterwards.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return tuple(row for row in rows if row["kind"] == kind)
