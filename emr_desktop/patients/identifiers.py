"""The numbers by which a client registry knows patients of this facility."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Patient, PatientIdentifier
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.records import read_row, rows_by_id
from emr_desktop.patients.rows import PatientRow, RegistryId
from emr_desktop.patients.rules import clean_text

LONGEST_VALUE = 80
LONGEST_SYSTEM = 200


class IdentifierService:
    """Notes and takes back; whoever gets this patient's record is told of it with the next sending."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def link(self, patient_id: uuid.UUID, known_as: RegistryId) -> Written[PatientRow]:
        """Note by which number a registry knows a patient; noting it twice changes nothing.

        Another number of the same registry takes the place of the one before: somebody found the right one.

        Raises:
            ValidationError: ``registry_id``: empty, too long or with unprintable letters.
            EmrError: ``patient.missing``, ``patient.registry_id_taken`` (``number``: the other patient's).
        """
        self._work.require("patient.change")
        wanted = _checked(known_as)
        now, by = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            row = self._here(session, patient_id)
            if wanted in row.registry_ids:
                return Written(row, Changes.of())
            for other in holders(session, [wanted]).values():
                if other.id != row.id:
                    raise EmrError("patient.registry_id_taken", number=other.number)
            replaced = self._void(session, row.id, system=wanted.system, reason="another number")
            session.add(
                PatientIdentifier(
                    id=new_id(),
                    patient_id=row.id,
                    system=wanted.system,
                    value=wanted.value,
                    created_at=now,
                    created_by=by,
                    updated_at=now,
                    updated_by=by,
                    version=1,
                )
            )
            return self._told(session, row.id, "patient.linked", wanted, replaced)

    def unlink(self, patient_id: uuid.UUID, known_as: RegistryId) -> Written[PatientRow]:
        """Take a number back that is another person's.

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.change")
        with self._work.database.write.begin() as session:
            row = self._here(session, patient_id)
            gone = self._void(
                session, row.id, system=known_as.system, value=known_as.value, reason="another person"
            )
            if not gone:
                return Written(row, Changes.of())
            return self._told(session, row.id, "patient.unlinked", known_as, 0)

    def holders(
        self, known_as: Collection[RegistryId], numbers: Collection[str] = ()
    ) -> dict[RegistryId | str, PatientRow]:
        """Who of this facility has one of these numbers already: a registry's, or our own record number."""
        self._work.require("patient.search")
        with self._work.database.read() as session:
            found: dict[RegistryId | str, PatientRow] = {}
            for one, holder in holders(session, known_as).items():
                found[one] = holder
            if numbers:
                found.update(_numbered(session, numbers))
        return found

    def _here(self, session: Session, patient_id: uuid.UUID) -> PatientRow:
        patient = session.get(Patient, patient_id)
        if patient is None or patient.voided_at is not None:
            raise EmrError("patient.missing")
        row = read_row(session, patient.merged_into or patient.id)
        if row is None:
            raise EmrError("patient.missing")
        return row

    def _void(
        self, session: Session, patient_id: uuid.UUID, *, system: str, reason: str, value: str | None = None
    ) -> int:
        query = select(PatientIdentifier).where(
            PatientIdentifier.patient_id == patient_id,
            PatientIdentifier.system == system,
            PatientIdentifier.voided_at.is_(None),
        )
        if value is not None:
            query = query.where(PatientIdentifier.value == value)
        now, by = self._work.clock.now(), self._work.actor.staff_id
        found = session.scalars(query).all()
        for each in found:
            each.voided_at, each.voided_by, each.void_reason = now, by, reason
            each.updated_at, each.updated_by = now, by
            each.version += 1
        return len(found)

    def _told(
        self, session: Session, patient_id: uuid.UUID, action: str, which: RegistryId, replaced: int
    ) -> Written[PatientRow]:
        """Audit, tell the targets, and read again. The number names a person: the audit has whose it is."""
        now, by = self._work.clock.now(), self._work.actor.staff_id
        patient = session.get_one(Patient, patient_id)
        patient.version += 1
        patient.updated_at, patient.updated_by = now, by
        detail = {"system": which.system, "replaced": replaced}
        self._work.audit(
            session, action, entity="patient", entity_id=patient_id, patient_id=patient_id, detail=detail
        )
        record_event(session, "patient.saved", at=now, entity_id=patient_id)
        session.flush()
        row = read_row(session, patient_id)
        assert row is not None  # noqa: S101
        return Written(row, Changes.of("patient", patient_id=patient_id))


def holders(session: Session, known_as: Collection[RegistryId]) -> dict[RegistryId, PatientRow]:
    """Which patients have one of these numbers."""
    if not known_as:
        return {}
    found = session.execute(
        select(PatientIdentifier.system, PatientIdentifier.value, PatientIdentifier.patient_id)
        .join(Patient, Patient.id == PatientIdentifier.patient_id)
        .where(
            or_(
                *(
                    (PatientIdentifier.value == each.value) & (PatientIdentifier.system == each.system)
                    for each in known_as
                )
            ),
            PatientIdentifier.voided_at.is_(None),
            Patient.merged_into.is_(None),
            Patient.voided_at.is_(None),
        )
    ).all()
    rows = rows_by_id(session, list({each.patient_id for each in found}))
    return {RegistryId(each.system, each.value): rows[each.patient_id] for each in found}


def _numbered(session: Session, numbers: Collection[str]) -> dict[str, PatientRow]:
    found = session.execute(
        select(Patient.number, Patient.id, Patient.merged_into).where(
            Patient.number.in_(numbers), Patient.voided_at.is_(None)
        )
    ).all()
    whose = {each.number: each.merged_into or each.id for each in found}
    rows = rows_by_id(session, list(set(whose.values())))
    return {number: rows[who] for number, who in whose.items() if who in rows}


def _checked(known_as: RegistryId) -> RegistryId:
    system, value = clean_text(known_as.system), clean_text(known_as.value)
    if not system or not value or len(system) > LONGEST_SYSTEM or len(value) > LONGEST_VALUE:
        raise ValidationError("registry_id", "patient.registry_id_malformed")
    return RegistryId(system, value)
