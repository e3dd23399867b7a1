"""The verbs on deaths. A death in a visit is recorded with the visit, in the visit's own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Death, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.deaths.rows import DeathForm, DeathRow
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.death_held import death_holds
from emr_desktop.patients.present import present_patient
from emr_desktop.patients.records import read_row
from emr_desktop.visits.collaborators import AfterDeath
from emr_desktop.visits.ending_records import add_death, change_death, death_entry, void_death
from emr_desktop.visits.ending_rules import cleaned_death, death_problems

BACK_DAYS = 366


class DeathService:
    """Reporting a death, completing what is known of it, taking back a mistake."""

    def __init__(self, *, work: WorkSession, after_death: AfterDeath | None = None) -> None:
        self._work = work
        self._after_death = after_death

    def record(self, form: DeathForm) -> Written[DeathRow]:
        """Mark a patient as dead, or correct what is known of the death. The same again changes nothing.

        Raises:
            ValidationError: a field is wrong.
            StaleVersion: somebody recorded or corrected it meanwhile.
            EmrError: ``visit.patient_missing``, ``death.missing`` (the one to correct was taken back).
        """
        self._work.require("death.record")
        entry = cleaned_death(form.entry)
        assert entry is not None  # noqa: S101 - it was given
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            patient = present_patient(session, form.patient_id, missing="visit.patient_missing")
            for problem in death_problems(
                entry, birth_date=patient.birth_date, today=self._work.clock.today()
            ):
                raise problem
            known = self._holding(session, form.patient_id)
            if known is not None and death_entry(known) == entry:
                return Written(self._row(session, known), Changes.of())
            if form.expected_version is None:
                if known is not None:
                    raise StaleVersion("death", self._row(session, known))
                row = add_death(
                    session, form.patient_id, entry, visit_id=None, at=now, by=staff, death_id=form.id
                )
                action = "death.recorded"
            else:
                if known is None or known.id != form.id:
                    raise EmrError("death.missing")
                if known.version != form.expected_version:
                    raise StaleVersion("death", self._row(session, known))
                change_death(known, entry, at=now, by=staff)
                row, action = known, "death.corrected"
            made = self._finish(session, row, action)
        return Written(made, Changes.of("patient", "appointment", patient_id=form.patient_id))

    def undo(self, patient_id: uuid.UUID, *, reason: str) -> Written[None]:
        """The patient is alive: take the death back, with the reason; it stays readable in the record.

        Raises:
            ValidationError: no reason.
            EmrError: ``death.missing``, ``death.of_a_visit`` (its visit says died: correct that visit).
        """
        self._work.require("death.undo")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "death.reason_missing")
        with self._work.database.write.begin() as session:
            row = self._holding(session, patient_id)
            if row is None:
                raise EmrError("death.missing")
            if row.visit_id is not None:
                raise EmrError("death.of_a_visit", date=f"{row.died_on:%d/%m/%Y}")
            void_death(row, reason=reason, at=self._work.clock.now(), by=self._work.actor.staff_id)
            self._finish(session, row, "death.undone")
        return Written(None, Changes.of("patient", "appointment", patient_id=patient_id))

    def of_patient(self, patient_id: uuid.UUID) -> DeathRow | None:
        """The death of a patient, None for the living (audited as a view)."""
        self._work.require("death.view")
        with self._work.database.write.begin() as session:
            row = self._holding(session, patient_id)
            if row is None:
                return None
            self._audit(session, "death.viewed", row)
            return self._row(session, row)

    def lately(self, *, back_days: int = BACK_DAYS) -> tuple[DeathRow, ...]:
        """The deaths of the last days, newest first."""
        self._work.require("death.view")
        since = self._work.clock.today() - timedelta(days=back_days)
        with self._work.database.write.begin() as session:
            found: Sequence[Death] = session.scalars(
                select(Death)
                .where(Death.died_on >= since, death_holds())
                .order_by(Death.died_on.desc(), Death.id.desc())
            ).all()
            self._work.audit(session, "death.listed", detail={"results": len(found)})
            return tuple(self._row(session, row) for row in found)

    def between(self, first: date, last: date) -> tuple[DeathRow, ...]:
        """The deaths of these days, oldest first (audited)."""
        self._work.require("death.view")
        with self._work.database.write.begin() as session:
            found: Sequence[Death] = session.scalars(
                select(Death)
                .where(Death.died_on.between(first, last), death_holds())
                .order_by(Death.died_on, Death.died_at, Death.id)
            ).all()
            self._work.audit(session, "death.listed", detail={"results": len(found)})
            return tuple(self._row(session, row) for row in found)

    # inside --------------------------------------------------------------------------------------------

    def _holding(self, session: Session, patient_id: uuid.UUID) -> Death | None:
        return session.scalar(select(Death).where(Death.patient_id == patient_id, death_holds()))

    def _finish(self, session: Session, row: Death, action: str) -> DeathRow:
        session.flush()
        if self._after_death is not None:
            self._after_death(session, row.patient_id)
        self._audit(session, action, row)
        record_event(session, "patient.saved", at=self._work.clock.now(), entity_id=row.patient_id)
        return self._row(session, row)

    def _row(self, session: Session, row: Death) -> DeathRow:
        patient = read_row(session, row.patient_id)
        assert patient is not None  # noqa: S101 - the foreign key says so
        name = session.scalar(select(Staff.full_name).where(Staff.id == row.created_by))
        return DeathRow(
            id=row.id,
            patient=patient,
            entry=death_entry(row),
            visit_id=row.visit_id,
            recorded_by=name or "",
            recorded_at=row.created_at,
            version=row.version,
            sensitive=row.sensitive,
        )

    def _audit(self, session: Session, action: str, row: Death) -> None:
        self._work.audit(session, action, entity="death", entity_id=row.id, patient_id=row.patient_id)
