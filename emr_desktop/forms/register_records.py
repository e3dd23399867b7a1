"""What the register reads beside the visits themselves: weights, referrals, answers to them, deaths."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CounterReferral, Death, Patient, Referral, ReferralIn, Visit, Vitals
from emr_desktop.clock import local
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.facts import Fact
from emr_desktop.forms.periods import Period
from emr_desktop.patients.death_held import death_holds
from emr_desktop.visits.age import completed_months


@dataclass(frozen=True)
class RegisterRecord:
    """Something that is counted by its own day, not that of a visit of the period."""

    source: str  # deaths, answers
    who: uuid.UUID  # its visit; of a death that belongs to none the death itself
    facts: dict[str, Fact]


def last_weights(session: Session, inside: Any) -> dict[uuid.UUID, float]:
    """What was weighed last in each visit, in kg."""
    found: dict[uuid.UUID, float] = {}
    for visit_id, weight in session.execute(
        select(Vitals.visit_id, Vitals.weight_kg)
        .where(Vitals.visit_id.in_(inside), Vitals.weight_kg.is_not(None))
        .order_by(Vitals.taken_at, Vitals.id)
    ):
        found[visit_id] = float(weight or 0)
    return found


def referred_in_kinds(session: Session, inside: Any) -> dict[uuid.UUID, str]:
    """Who sent the patient of a visit here."""
    wanted = select(ReferralIn.visit_id, ReferralIn.kind).where(ReferralIn.visit_id.in_(inside))
    found: dict[uuid.UUID, str] = {}
    for visit_id, kind in session.execute(wanted):
        found[visit_id] = kind
    return found


def referral_facts(session: Session, inside: Any) -> dict[uuid.UUID, dict[str, Fact]]:
    """What was written of the referrals that visits ended with, and whether an answer came."""
    answered = set(
        session.scalars(select(CounterReferral.referral_id).where(CounterReferral.voided_at.is_(None)))
    )
    found: dict[uuid.UUID, dict[str, Fact]] = {}
    for referral in session.scalars(
        select(Referral).where(Referral.visit_id.in_(inside), Referral.voided_at.is_(None))
    ):
        found[referral.visit_id] = {
            "urgency": referral.urgency if referral.reason is not None else None,
            "arrived": referral.arrived_on is not None,
            "answered": referral.id in answered,
        }
    return found


def register_records(session: Session, definition: FormDefinition, period: Period) -> list[RegisterRecord]:
    """Read the deaths and the answers of the period, where the form counts them."""
    records: list[RegisterRecord] = []
    if "deaths" in definition.sources:
        records += _deaths(session, period)
    if "answers" in definition.sources:
        records += _answers(session, period)
    return records


def _deaths(session: Session, period: Period) -> list[RegisterRecord]:
    found = []
    for death, patient in session.execute(
        select(Death, Patient)
        .join(Patient, Patient.id == Death.patient_id)
        .where(death_holds(), Death.died_on.between(period.first_day, period.last_day))
    ):
        cause, concept = death.underlying_icd10, death.underlying_concept
        if cause is None:
            cause, concept = death.immediate_icd10, death.immediate_concept
        born = min(patient.birth_date, death.died_on)
        facts: dict[str, Fact] = {
            "sex": patient.sex,
            "age_months": completed_months(born, death.died_on),
            "village": patient.village,
            "icd10": cause,
            "concept": concept,
            "place": death.place,
            "notified": death.notified_on is not None,
        }
        found.append(RegisterRecord("deaths", death.visit_id or death.id, facts))
    return found


def _answers(session: Session, period: Period) -> list[RegisterRecord]:
    found = []
    for answer, referral, visit, patient in session.execute(
        select(CounterReferral, Referral, Visit, Patient)
        .join(Referral, Referral.id == CounterReferral.referral_id)
        .join(Visit, Visit.id == Referral.visit_id)
        .join(Patient, Patient.id == Visit.patient_id)
        .where(
            CounterReferral.voided_at.is_(None),
            Referral.voided_at.is_(None),
            Visit.voided_at.is_(None),
            Visit.status == "done",
        )
    ):
        if not period.first_day <= local(answer.created_at).date() <= period.last_day:
            continue
        facts: dict[str, Fact] = {
            name: getattr(visit, name)
            for name in ("visit_type", "sex", "new_this_year", "new_problem", "payer", "exemption")
        }
        facts |= {name: getattr(visit, name) for name in ("outcome", "outcome_detail", "malaria_test")}
        facts |= {
            "age_months": completed_months(min(patient.birth_date, visit.visit_date), visit.visit_date),
            "village": patient.village,
            "pregnancy": visit.pregnancy,
            "weight_kg": last_weights(session, [visit.id]).get(visit.id),
            "referred_in": bool(referred_in_kinds(session, [visit.id])),
            "urgency": referral.urgency if referral.reason is not None else None,
        }
        found.append(RegisterRecord("answers", visit.id, facts))
    return found
