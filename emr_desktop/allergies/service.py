"""The verbs on allergies."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Allergy, NoKnownAllergy, Patient, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.allergies import rules
from emr_desktop.allergies.rows import AllergyForm, AllergyList, AllergyRow, NoneKnown
from emr_desktop.changes import Changes, Written
from emr_desktop.clock import local
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.present import present_patient
from emr_desktop.prescribing.allergies import read_allergy

_TOLD = ("substance", "substance_code", "reaction", "severity", "certainty")


class AllergyService:
    """Recording, correcting and voiding allergies, and saying that none is known.

    Every change counts as a change of the patient: a form opened before it cannot put the old list back.
    """

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def of(self, patient_id: uuid.UUID) -> AllergyList:
        """Read what is known of a patient (audited as a view).

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.view")
        with self._work.database.write.begin() as session:
            self._patient(session, patient_id)
            self._work.audit(
                session, "allergy.viewed", entity="patient", entity_id=patient_id, patient_id=patient_id
            )
            return read_list(session, patient_id)

    def record(self, form: AllergyForm) -> Written[AllergyList]:
        """Record an allergy, or correct the version that was read. Saving the same again changes nothing.

        "None known" holds no longer.

        Raises:
            ValidationError: a field is wrong, or the allergy stands already.
            StaleVersion: someone else corrected it meanwhile.
            EmrError: ``patient.missing``, ``allergy.missing``.
        """
        self._work.require("allergy.record")
        form = rules.cleaned(form)
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            patient = self._patient(session, form.patient_id)
            known = read_list(session, patient.id)
            for problem in rules.problems(form, known.allergies):
                raise problem
            allergy = session.get(Allergy, form.id)
            if allergy is not None and all(getattr(allergy, name) == getattr(form, name) for name in _TOLD):
                return Written(known, Changes.of())
            if allergy is None:
                if form.expected_version is not None:
                    raise EmrError("allergy.missing")
                told = {name: getattr(form, name) for name in _TOLD}
                session.add(
                    Allergy(
                        id=form.id,
                        patient_id=patient.id,
                        created_at=now,
                        created_by=staff,
                        updated_at=now,
                        updated_by=staff,
                        **told,
                    )
                )
                action = "allergy.recorded"
            else:
                if allergy.voided_at is not None or allergy.patient_id != patient.id:
                    raise EmrError("allergy.missing")
                if allergy.version != form.expected_version:
                    raise StaleVersion("allergy", known)
                for name in _TOLD:
                    setattr(allergy, name, getattr(form, name))
                allergy.version += 1
                allergy.updated_at, allergy.updated_by = now, staff
                action = "allergy.corrected"
            for none in _none_known(session, patient.id):
                self._void(none, "an allergy was recorded", at=now)
            return self._finish(session, patient, action, form.id, at=now)

    def void(self, allergy_id: uuid.UUID, *, reason: str) -> Written[AllergyList]:
        """Take an allergy off; it stays in the record. Voiding it again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``allergy.missing``.
        """
        self._work.require("allergy.void")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "allergy.reason_missing")
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            allergy = session.get(Allergy, allergy_id)
            if allergy is None:
                raise EmrError("allergy.missing")
            patient = self._patient(session, allergy.patient_id)
            if allergy.voided_at is not None:
                return Written(read_list(session, patient.id), Changes.of())
            self._void(allergy, reason, at=now)
            return self._finish(session, patient, "allergy.voided", allergy_id, at=now)

    def say_none(self, patient_id: uuid.UUID, *, entry_id: uuid.UUID) -> Written[AllergyList]:
        """Say that the patient was asked and knows of no allergy. Again the same day changes nothing.

        Args:
            patient_id: who was asked.
            entry_id: made by the caller, so that saving twice changes nothing.

        Raises:
            EmrError: ``allergy.some_known`` while an allergy stands, ``patient.missing``.
        """
        self._work.require("allergy.record")
        now, today, staff = self._work.clock.now(), self._work.clock.today(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            patient = self._patient(session, patient_id)
            known = read_list(session, patient.id)
            if known.allergies:
                raise EmrError("allergy.some_known")
            if known.none_known is not None and known.none_known.asked_on == today:
                return Written(known, Changes.of())
            for before in _none_known(session, patient.id):
                self._void(before, "asked again", at=now)
            session.add(
                NoKnownAllergy(
                    id=entry_id,
                    patient_id=patient.id,
                    asked_on=today,
                    created_at=now,
                    created_by=staff,
                    updated_at=now,
                    updated_by=staff,
                )
            )
            return self._finish(session, patient, "allergy.none_known", entry_id, at=now)

    def take_none_back(self, patient_id: uuid.UUID, *, reason: str) -> Written[AllergyList]:
        """Nobody asked after all: "none known" holds no longer.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``patient.missing``.
        """
        self._work.require("allergy.void")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "allergy.reason_missing")
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            patient = self._patient(session, patient_id)
            standing = _none_known(session, patient.id)
            if not standing:
                return Written(read_list(session, patient.id), Changes.of())
            for none in standing:
                self._void(none, reason, at=now)
            return self._finish(session, patient, "allergy.none_taken_back", standing[0].id, at=now)

    def _patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        return present_patient(session, patient_id)

    def _void(self, row: Allergy | NoKnownAllergy, reason: str, *, at: datetime) -> None:
        staff = self._work.actor.staff_id
        row.voided_at, row.voided_by, row.void_reason = at, staff, reason
        row.updated_at, row.updated_by = at, staff
        row.version += 1

    def _finish(
        self, session: Session, patient: Patient, action: str, entity_id: uuid.UUID, *, at: datetime
    ) -> Written[AllergyList]:
        patient.version += 1
        patient.updated_at, patient.updated_by = at, self._work.actor.staff_id
        session.flush()
        self._work.audit(session, action, entity="allergy", entity_id=entity_id, patient_id=patient.id)
        record_event(session, "patient.saved", at=at, entity_id=patient.id)
        return Written(read_list(session, patient.id), Changes.of("patient", patient_id=patient.id))


def read_list(session: Session, patient_id: uuid.UUID) -> AllergyList:
    """Read what holds, in the order it was noted, inside a caller's transaction."""
    return read_lists(session, [patient_id])[patient_id]


def read_lists(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AllergyList]:
    """Read what holds of many patients; one of whom nothing is known has an empty list."""
    rows: dict[uuid.UUID, list[AllergyRow]] = {each: [] for each in ids}
    for allergy, name in session.execute(
        select(Allergy, Staff.full_name)
        .outerjoin(Staff, Staff.id == Allergy.created_by)
        .where(Allergy.patient_id.in_(ids), Allergy.voided_at.is_(None))
        .order_by(Allergy.created_at, Allergy.id)
    ):
        rows[allergy.patient_id].append(
            AllergyRow(
                form=AllergyForm(
                    id=allergy.id,
                    patient_id=allergy.patient_id,
                    expected_version=allergy.version,
                    **{name: getattr(allergy, name) for name in _TOLD},
                ),
                noted_on=local(allergy.created_at).date(),
                noted_by=name,
                understood=allergy.substance_code is not None or read_allergy(allergy.substance).known,
            )
        )
    asked: dict[uuid.UUID, NoneKnown] = {}
    for patient_id, asked_on, name in session.execute(
        select(NoKnownAllergy.patient_id, NoKnownAllergy.asked_on, Staff.full_name)
        .outerjoin(Staff, Staff.id == NoKnownAllergy.created_by)
        .where(NoKnownAllergy.patient_id.in_(ids), NoKnownAllergy.voided_at.is_(None))
        .order_by(NoKnownAllergy.asked_on)
    ):
        asked[patient_id] = NoneKnown(asked_on=asked_on, asked_by=name)
    return {
        each: AllergyList(
            patient_id=each, allergies=tuple(rows[each]), none_known=None if rows[each] else asked.get(each)
        )
        for each in ids
    }


def _none_known(session: Session, patient_id: uuid.UUID) -> list[NoKnownAllergy]:
    return list(
        session.scalars(
            select(NoKnownAllergy).where(
                NoKnownAllergy.patient_id == patient_id, NoKnownAllergy.voided_at.is_(None)
            )
        )
    )
