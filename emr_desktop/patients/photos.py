"""Small pictures of patients, kept in the encrypted record."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient, PatientPhoto
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id

LARGEST = 100_000  # bytes: a face in 300 x 400 points takes a third of it
_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class PhotoService:
    """The newest picture of a patient counts; earlier ones are voided, not lost."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def keep(self, patient_id: uuid.UUID, content: bytes) -> Written[None]:
        """Keep a JPEG or PNG as the patient's picture; the same picture again changes nothing.

        Raises:
            ValidationError: ``photo.not_a_picture``, ``photo.too_big``.
            EmrError: ``patient.missing``.
        """
        self._work.require("patient.change")
        kind = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)
        if kind is None:
            raise ValidationError("photo", "photo.not_a_picture")
        if len(content) > LARGEST:
            raise ValidationError("photo", "photo.too_big", largest=LARGEST // 1000)
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            patient = session.get(Patient, patient_id)
            if patient is None or patient.voided_at is not None or patient.merged_into is not None:
                raise EmrError("patient.missing")
            before = _newest(session, patient_id)
            if before is not None and before.content == content:
                return Written(None, Changes.of())
            self._void(session, patient_id, "replaced")
            session.add(
                PatientPhoto(
                    id=new_id(), patient_id=patient_id, media_type=kind, content=content,
                    created_at=now, created_by=staff, updated_at=now, updated_by=staff, version=1,
                )
            )  # fmt: skip
            self._audit(session, "photo.kept", patient_id)
        return Written(None, Changes.of("patient", patient_id=patient_id))

    def remove(self, patient_id: uuid.UUID) -> Written[None]:
        """Take the picture off the card."""
        self._work.require("patient.change")
        with self._work.database.write.begin() as session:
            if not self._void(session, patient_id, "removed"):
                return Written(None, Changes.of())
            self._audit(session, "photo.removed", patient_id)
        return Written(None, Changes.of("patient", patient_id=patient_id))

    def newest(self, patient_id: uuid.UUID) -> bytes | None:
        """The picture of a patient, or None. Part of viewing the patient, which is audited by itself."""
        self._work.require("patient.view")
        with self._work.database.read() as session:
            photo = _newest(session, patient_id)
            return None if photo is None else photo.content

    def for_card(self, patient_id: uuid.UUID) -> bytes | None:
        """The same for the printed card; leaves a line in the audit, as every print does."""
        self._work.require("patient.view")
        with self._work.database.write.begin() as session:
            photo = _newest(session, patient_id)
            self._audit(session, "patient.card_printed", patient_id)
            return None if photo is None else photo.content

    def _void(self, session: Session, patient_id: uuid.UUID, reason: str) -> bool:
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        kept = session.scalars(
            select(PatientPhoto).where(
                PatientPhoto.patient_id == patient_id, PatientPhoto.voided_at.is_(None)
            )
        ).all()
        for photo in kept:
            photo.voided_at, photo.voided_by, photo.void_reason = now, staff, reason
            photo.updated_at, photo.updated_by = now, staff
            photo.version += 1
        return bool(kept)

    def _audit(self, session: Session, action: str, patient_id: uuid.UUID) -> None:
        self._work.audit(session, action, entity="patient", entity_id=patient_id, patient_id=patient_id)


def _newest(session: Session, patient_id: uuid.UUID) -> PatientPhoto | None:
    return session.scalars(
        select(PatientPhoto)
        .where(PatientPhoto.patient_id == patient_id, PatientPhoto.voided_at.is_(None))
        .order_by(PatientPhoto.created_at.desc(), PatientPhoto.id.desc())
        .limit(1)
    ).one_or_none()
