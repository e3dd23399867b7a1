"""Who lives together: the household of a patient, with mother and children."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Household, Patient, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError
from emr_desktop.identity import new_id
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import PatientRow


@dataclass(frozen=True, kw_only=True)
class HouseholdMember:
    """One line of a household."""

    patient: PatientRow
    # head; self (the patient whose household was asked for); mother, child of that patient; or None
    roles: tuple[str, ...]
    lives_here: bool  # False for a mother or child who is kept in another household, or in none
    visits: int
    last_visit: date | None


@dataclass(frozen=True, kw_only=True)
class HouseholdRow:
    """The people around one patient, the head first, then by age; relatives who live elsewhere last."""

    patient: PatientRow
    members: tuple[HouseholdMember, ...]


class HouseholdService:
    """Reading and changing who lives with whom."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def of(self, patient_id: uuid.UUID) -> HouseholdRow:
        """The household of a patient, the patient included, and mother and children wherever they live.

        Audited as a view of everybody in it.

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.view")
        with self._work.database.write.begin() as session:
            row = _household(session, self._patient(session, patient_id))
            for member in row.members:
                who = member.patient.id
                self._work.audit(session, "patient.viewed", entity="patient", entity_id=who, patient_id=who)
        return row

    def join(self, patient_id: uuid.UUID, other_id: uuid.UUID) -> Written[HouseholdRow]:
        """Let a patient live in the household of another one, who becomes its head when there was none yet.

        Joining again changes nothing.

        Raises:
            EmrError: ``patient.missing``, ``household.same``.
        """
        self._work.require("patient.change")
        if patient_id == other_id:
            raise EmrError("household.same")
        with self._work.database.write.begin() as session:
            patient, other = self._patient(session, patient_id), self._patient(session, other_id)
            if patient.household_id is not None and patient.household_id == other.household_id:
                return Written(_household(session, patient), Changes.of())
            changed = [patient]
            if other.household_id is None:
                other.household_id, other.household_head = self._new(session), True
                changed.append(other)
            left = patient.household_id if patient.household_head else None
            patient.household_id, patient.household_head = other.household_id, False
            session.flush()
            if left is not None:
                changed += self._hand_on(session, left)
            self._finish(session, changed, "household.joined")
            row = _household(session, patient)
        return Written(row, Changes(frozenset({"patient"}), frozenset(one.id for one in changed)))

    def leave(self, patient_id: uuid.UUID) -> Written[HouseholdRow]:
        """Take a patient out of the household; of a head's household the oldest becomes the head."""
        self._work.require("patient.change")
        with self._work.database.write.begin() as session:
            patient = self._patient(session, patient_id)
            left = patient.household_id
            if left is None:
                return Written(_household(session, patient), Changes.of())
            was_head = patient.household_head
            patient.household_id, patient.household_head = None, False
            session.flush()
            changed = [patient, *(self._hand_on(session, left) if was_head else ())]
            self._finish(session, changed, "household.left")
            row = _household(session, patient)
        return Written(row, Changes(frozenset({"patient"}), frozenset(one.id for one in changed)))

    def make_head(self, patient_id: uuid.UUID) -> Written[HouseholdRow]:
        """Make a patient the head of the household; without one, the first in a new one."""
        self._work.require("patient.change")
        with self._work.database.write.begin() as session:
            patient = self._patient(session, patient_id)
            if patient.household_head:
                return Written(_household(session, patient), Changes.of())
            if patient.household_id is None:
                patient.household_id = self._new(session)
            changed = [patient]
            for other in _members(session, patient.household_id):
                if other.household_head:
                    other.household_head = False
                    changed.append(other)
            patient.household_head = True
            session.flush()
            self._finish(session, changed, "household.head")
            row = _household(session, patient)
        return Written(row, Changes(frozenset({"patient"}), frozenset(one.id for one in changed)))

    def _patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        patient = session.get(Patient, patient_id)
        if patient is not None and patient.merged_into is not None:
            patient = session.get(Patient, patient.merged_into)
        if patient is None or patient.voided_at is not None:
            raise EmrError("patient.missing")
        return patient

    def _new(self, session: Session) -> uuid.UUID:
        household = Household(
            id=new_id(), created_at=self._work.clock.now(), created_by=self._work.actor.staff_id
        )
        session.add(household)
        session.flush()
        return household.id

    def _hand_on(self, session: Session, household_id: uuid.UUID) -> list[Patient]:
        """The oldest of those who stay becomes the head."""
        staying = sorted(_members(session, household_id), key=lambda one: (one.birth_date, one.number))
        for oldest in staying[:1]:
            oldest.household_head = True
        return staying[:1]

    def _finish(self, session: Session, changed: Iterable[Patient], action: str) -> None:
        now = self._work.clock.now()
        for patient in changed:
            patient.version += 1
            patient.updated_at, patient.updated_by = now, self._work.actor.staff_id
            self._work.audit(
                session,
                action,
                entity="household",
                entity_id=patient.household_id,
                patient_id=patient.id,
            )
            record_event(session, "patient.saved", at=now, entity_id=patient.id)
        session.flush()


def _members(session: Session, household_id: uuid.UUID) -> list[Patient]:
    return list(
        session.scalars(
            select(Patient).where(
                Patient.household_id == household_id,
                Patient.merged_into.is_(None),
                Patient.voided_at.is_(None),
            )
        )
    )


def _household(session: Session, patient: Patient) -> HouseholdRow:
    found = {one.id: one for one in (_members(session, patient.household_id) if patient.household_id else ())}
    inside = set(found)
    children = session.scalars(
        select(Patient).where(
            Patient.mother_id == patient.id, Patient.merged_into.is_(None), Patient.voided_at.is_(None)
        )
    )
    roles: dict[uuid.UUID, list[str]] = {}
    found[patient.id] = patient
    for one in found.values():
        if one.household_head:
            roles.setdefault(one.id, []).append("head")
    roles.setdefault(patient.id, []).append("self")
    if patient.mother_id is not None:
        mother = session.get_one(Patient, patient.mother_id)
        found[mother.id] = mother
        roles.setdefault(mother.id, []).append("mother")
    for child in children:
        found[child.id] = child
        roles.setdefault(child.id, []).append("child")
    rows = rows_by_id(session, list(found))
    seen = {
        who: (number, newest)
        for who, number, newest in session.execute(
            select(Visit.patient_id, func.count(), func.max(Visit.visit_date))
            .where(Visit.patient_id.in_(found), Visit.voided_at.is_(None))
            .group_by(Visit.patient_id)
        )
    }
    members = [
        HouseholdMember(
            patient=rows[who],
            roles=tuple(roles.get(who, ())),
            lives_here=who in inside or who == patient.id,
            visits=seen.get(who, (0, None))[0],
            last_visit=seen.get(who, (0, None))[1],
        )
        for who in found
    ]
    members.sort(key=lambda one: (not one.lives_here, "head" not in one.roles, one.patient.birth_date))
    return HouseholdRow(patient=rows[patient.id], members=tuple(members))
