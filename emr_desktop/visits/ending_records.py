"""Reads and writes the ending of a visit inside a caller's transaction.

A referral outlives corrections of its visit: what came back is kept with it. It is voided while the visit
has another outcome, and holds again when the outcome is "referred" again. A death likewise.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from db.models import Appointment, Death, Patient, Referral, ReferralIn, Visit
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.visits.ending_rows import (
    CauseEntry,
    DeathEntry,
    FollowUpEntry,
    ReferralEntry,
    ReferredInEntry,
)
from emr_desktop.visits.ending_rules import is_private
from emr_desktop.visits.rows import VisitForm

REFERRAL_FIELDS = tuple(one.name for one in fields(ReferralEntry))
_IN_FIELDS = tuple(one.name for one in fields(ReferredInEntry))
_FOLLOW_UP = tuple(one.name for one in fields(FollowUpEntry))
_DEATH_PLAIN = ("died_on", "died_at", "place", "cause_words", "told_by", "notified_to", "notified_on")
CORRECTED = "corrected"


@dataclass
class Endings:
    """The endings of some visits by visit id."""

    referrals: dict[uuid.UUID, ReferralEntry] = field(default_factory=dict)
    referred_in: dict[uuid.UUID, ReferredInEntry] = field(default_factory=dict)
    deaths: dict[uuid.UUID, DeathEntry] = field(default_factory=dict)
    follow_ups: dict[uuid.UUID, FollowUpEntry] = field(default_factory=dict)


def endings_of(session: Session, visit_ids: Sequence[uuid.UUID]) -> Endings:
    """Read the endings of visits."""
    found = Endings()
    if not visit_ids:
        return found
    referrals = [getattr(Referral, name) for name in REFERRAL_FIELDS]
    for visit_id, *values in session.execute(
        select(Referral.visit_id, *referrals).where(
            Referral.visit_id.in_(visit_ids), Referral.voided_at.is_(None), Referral.reason.is_not(None)
        )
    ):
        found.referrals[visit_id] = ReferralEntry(**dict(zip(REFERRAL_FIELDS, values, strict=True)))
    sent = [getattr(ReferralIn, name) for name in _IN_FIELDS]
    for visit_id, *values in session.execute(
        select(ReferralIn.visit_id, *sent).where(ReferralIn.visit_id.in_(visit_ids))
    ):
        found.referred_in[visit_id] = ReferredInEntry(**dict(zip(_IN_FIELDS, values, strict=True)))
    for death in session.scalars(
        select(Death).where(Death.visit_id.in_(visit_ids), Death.voided_at.is_(None))
    ):
        if death.visit_id is not None:
            found.deaths[death.visit_id] = death_entry(death)
    for row in session.scalars(_promised(visit_ids)):
        if row.visit_id is not None:
            found.follow_ups[row.visit_id] = FollowUpEntry(
                **{name: getattr(row, name) for name in _FOLLOW_UP}
            )
    return found


def _promised(visit_ids: Sequence[uuid.UUID]) -> Select[Appointment]:
    """What visits said of coming back, whatever the reception made of it later."""
    return select(Appointment).where(
        Appointment.visit_id.in_(visit_ids), Appointment.moved_from.is_(None), Appointment.voided_at.is_(None)
    )


def refuse_after_death(session: Session, form: VisitForm) -> None:
    """Question a new visit on a day after the patient's death; what another system sent is taken as it is.

    Raises:
        ValidationError: ``visit.after_death``.
    """
    if form.source is not None:
        return
    died_on = session.scalar(
        select(Death.died_on).where(
            Death.patient_id == form.patient_id, Death.voided_at.is_(None), Death.died_on < form.visit_date
        )
    )
    if died_on is not None:
        raise ValidationError("visit_date", "visit.after_death", date=f"{died_on:%d/%m/%Y}")


def death_entry(death: Death) -> DeathEntry:
    """What a row of the table says."""
    return DeathEntry(
        immediate=_cause(death.immediate_icd10, death.immediate_concept),
        underlying=_cause(death.underlying_icd10, death.underlying_concept),
        **{name: getattr(death, name) for name in _DEATH_PLAIN},
    )


def _cause(icd10: str | None, concept: str | None) -> CauseEntry | None:
    return None if icd10 is None else CauseEntry(icd10=icd10, concept=concept)


def put_ending(session: Session, form: VisitForm, *, at: datetime, by: uuid.UUID) -> bool:
    """Bring referral, referral in and death of a visit to what the form says; whether a death changed."""
    session.execute(delete(ReferralIn).where(ReferralIn.visit_id == form.id))
    if form.referred_in is not None:
        session.add(ReferralIn(id=new_id(), visit_id=form.id, **vars(form.referred_in)))
    _put_referral(session, form, at=at, by=by)
    _put_follow_up(session, form, at=at, by=by)
    changed = put_death(session, form.patient_id, form.death, visit_id=form.id, at=at, by=by)
    session.flush()
    return changed


def _put_referral(session: Session, form: VisitForm, *, at: datetime, by: uuid.UUID) -> None:
    row = session.scalar(select(Referral).where(Referral.visit_id == form.id))
    if form.outcome != "referred":
        if row is not None and row.voided_at is None:
            row.voided_at, row.voided_by, row.void_reason = at, by, CORRECTED
            _touch(row, at=at, by=by)
        return
    if row is None:
        if form.referral is not None:
            begin_referral(session, form.id, form.referral, at=at, by=by)
        return
    row.voided_at = row.voided_by = row.void_reason = None
    for name, value in vars(form.referral or ReferralEntry()).items():
        setattr(row, name, value)
    _touch(row, at=at, by=by)


def _put_follow_up(session: Session, form: VisitForm, *, at: datetime, by: uuid.UUID) -> None:
    row, entry = session.scalar(_promised([form.id])), form.follow_up
    if row is not None:
        if entry is not None and all(getattr(row, name) == getattr(entry, name) for name in _FOLLOW_UP):
            return
        if entry is None or row.state != "open":
            row.voided_at, row.voided_by, row.void_reason = at, by, CORRECTED
        else:
            for name, value in vars(entry).items():
                setattr(row, name, value)
            entry = None
        _touch(row, at=at, by=by)
    if entry is not None:
        session.add(
            Appointment(
                id=new_id(),
                patient_id=form.patient_id,
                visit_id=form.id,
                made_on=form.visit_date,
                state="open",
                created_at=at,
                created_by=by,
                updated_at=at,
                updated_by=by,
                version=1,
                **vars(entry),
            )
        )


def begin_referral(
    session: Session, visit_id: uuid.UUID, entry: ReferralEntry, *, at: datetime, by: uuid.UUID
) -> Referral:
    """Add the referral of a visit that has none, with the patient's next referral number."""
    patient_id, number = session.execute(
        select(Patient.id, Patient.number)
        .join(Visit, Visit.patient_id == Patient.id)
        .where(Visit.id == visit_id)
    ).one()
    before = session.scalar(
        select(func.count())
        .select_from(Referral)
        .join(Visit, Visit.id == Referral.visit_id)
        .where(Visit.patient_id == patient_id)
    )
    row = Referral(
        id=new_id(),
        visit_id=visit_id,
        number=f"{number}-R{(before or 0) + 1}",
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        version=1,
        **vars(entry),
    )
    session.add(row)
    session.flush()
    return row


def put_death(
    session: Session,
    patient_id: uuid.UUID,
    entry: DeathEntry | None,
    *,
    visit_id: uuid.UUID,
    at: datetime,
    by: uuid.UUID,
) -> bool:
    """Bring the death that a visit tells of to what its form says; whether anything changed."""
    row = session.scalar(select(Death).where(Death.visit_id == visit_id, Death.voided_at.is_(None)))
    if entry is None:
        if row is None:
            return False
        void_death(row, reason=CORRECTED, at=at, by=by)
        return True
    if row is not None and death_entry(row) == entry:
        return False
    if row is None:
        add_death(session, patient_id, entry, visit_id=visit_id, at=at, by=by)
    else:
        change_death(row, entry, at=at, by=by)
    session.flush()
    return True


def add_death(
    session: Session,
    patient_id: uuid.UUID,
    entry: DeathEntry,
    *,
    visit_id: uuid.UUID | None,
    at: datetime,
    by: uuid.UUID,
    death_id: uuid.UUID | None = None,
) -> Death:
    """Add a death. A death that was reported before for the same patient makes room, nothing is lost."""
    for earlier in session.scalars(
        select(Death).where(Death.patient_id == patient_id, Death.voided_at.is_(None))
    ):
        void_death(earlier, reason=CORRECTED, at=at, by=by)
    row = Death(
        id=death_id or new_id(),
        patient_id=patient_id,
        visit_id=visit_id,
        created_at=at,
        created_by=by,
        updated_at=at,
        updated_by=by,
        version=1,
        **_death_columns(entry),
    )
    session.add(row)
    session.flush()
    return row


def change_death(row: Death, entry: DeathEntry, *, at: datetime, by: uuid.UUID) -> None:
    """Correct a death in place."""
    for name, value in _death_columns(entry).items():
        setattr(row, name, value)
    _touch(row, at=at, by=by)


def void_death(row: Death, *, reason: str, at: datetime, by: uuid.UUID) -> None:
    """Take a death back; it stays readable."""
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    _touch(row, at=at, by=by)


def _death_columns(entry: DeathEntry) -> dict[str, object]:
    causes = {
        f"{name}_{part}": None if cause is None else getattr(cause, part)
        for name, cause in (("immediate", entry.immediate), ("underlying", entry.underlying))
        for part in ("icd10", "concept")
    }
    plain = {name: getattr(entry, name) for name in _DEATH_PLAIN}
    return {**plain, **causes, "sensitive": is_private(entry)}


def _touch(row: Referral | Death | Appointment, *, at: datetime, by: uuid.UUID) -> None:
    row.version += 1
    row.updated_at, row.updated_by = at, by
