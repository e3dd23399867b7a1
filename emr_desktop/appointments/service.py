"""The verbs on appointments."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Appointment, AppointmentTrace, Death
from emr_desktop.access.work_session import WorkSession
from emr_desktop.appointments import rules
from emr_desktop.appointments.records import (
    close_appointment,
    follow_death,
    insert_appointment,
    of_private_visits,
    rows_of,
)
from emr_desktop.appointments.rows import AppointmentForm, AppointmentRow, DayLoad, TraceForm
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.patients.present import present_patient
from emr_desktop.reference.care import care_words, holiday, monday_of

MISSED_BACK_DAYS = 92


class AppointmentService:
    """Expecting patients, moving and cancelling, and looking for those who did not come."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def make(self, form: AppointmentForm) -> Written[AppointmentRow]:
        """Expect a patient on a day or in a week. Making the same one again changes nothing.

        Raises:
            ValidationError: the day is not ahead or too far, the reason unknown, or the patient is expected
                on that day for that reason already.
            StaleVersion: the id holds another appointment.
            EmrError: ``visit.patient_missing``, ``appointment.patient_died``.
        """
        self._work.require("appointment.make")
        form = replace(form, made_on=form.made_on or self._work.clock.today())
        with self._work.database.write.begin() as session:
            known = session.get(Appointment, form.id)
            if known is not None:
                return self._made_before(session, known, form)
            self._refuse_wrong(session, form)
            row = self._insert(session, form)
            made = self._row(session, row)
        return Written(made, Changes.of("appointment", patient_id=form.patient_id))

    def move(
        self,
        appointment_id: uuid.UUID,
        form: AppointmentForm,
        *,
        expected_version: int,
        why: str | None = None,
    ) -> Written[AppointmentRow]:
        """Expect the patient on another day instead; the first day stays on record as moved.

        Args:
            appointment_id: the one that is moved.
            form: the new one; its id is new, patient and visit are taken from the first.
            expected_version: of the first, as it was read.
            why: in own words.

        Raises:
            ValidationError: as ``make``.
            StaleVersion: somebody changed it meanwhile.
            EmrError: ``appointment.missing``, ``appointment.closed``.
        """
        self._work.require("appointment.make")
        with self._work.database.write.begin() as session:
            before = self._open_one(session, appointment_id, expected_version, again=form.id)
            if before is None:
                return Written(self._row(session, session.get_one(Appointment, form.id)), Changes.of())
            today = self._work.clock.today()
            form = replace(form, patient_id=before.patient_id, visit_id=before.visit_id, made_on=today)
            if of_private_visits(session, [before]) and not self._may_read(before.visit_id):
                form = replace(form, note=before.note)  # who moves it did not see it, and does not lose it
            at, by = self._work.clock.now(), self._work.actor.staff_id
            close_appointment(before, "moved", reason=(why or "").strip() or None, at=at, by=by)
            session.flush()
            self._refuse_wrong(session, form)
            row = self._insert(session, form, moved_from=before.id)
            made = self._row(session, row)
        return Written(made, Changes.of("appointment", patient_id=made.patient.id))

    def cancel(
        self, appointment_id: uuid.UUID, *, reason: str, expected_version: int
    ) -> Written[AppointmentRow]:
        """Expect the patient no longer; ``reason`` is a code of care_words.csv (cancel_reason) or own words.

        Raises:
            ValidationError: no reason.
            StaleVersion: somebody changed it meanwhile.
            EmrError: ``appointment.missing``, ``appointment.closed``.
        """
        self._work.require("appointment.make")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "appointment.cancel_reason_missing")
        with self._work.database.write.begin() as session:
            row = self._open_one(session, appointment_id, expected_version)
            assert row is not None  # noqa: S101 - only moving is done again
            at, by = self._work.clock.now(), self._work.actor.staff_id
            close_appointment(row, "cancelled", reason=reason, at=at, by=by)
            known = reason if reason in care_words("cancel_reason") else "words"
            self._audit(session, "appointment.cancelled", row, detail={"reason": known})
            made = self._row(session, row)
        return Written(made, Changes.of("appointment", patient_id=made.patient.id))

    def trace(self, form: TraceForm) -> Written[AppointmentRow]:
        """Note an attempt to find somebody who did not come. Noting the same one again changes nothing.

        Raises:
            ValidationError: way or result unknown, or a day to come.
            EmrError: ``appointment.missing``.
        """
        self._work.require("appointment.trace")
        today, now, staff = self._work.clock.today(), self._work.clock.now(), self._work.actor.staff_id
        for problem in rules.trace_problems(form, today=today):
            raise problem
        with self._work.database.write.begin() as session:
            row = session.get(Appointment, form.appointment_id)
            if row is None:
                raise EmrError("appointment.missing")
            if session.get(AppointmentTrace, form.id) is not None:
                return Written(self._row(session, row), Changes.of())
            session.add(
                AppointmentTrace(
                    id=form.id,
                    appointment_id=row.id,
                    patient_id=row.patient_id,
                    done_on=form.done_on or today,
                    way=form.way,
                    result=form.result,
                    note=(form.note or "").strip() or None,
                    created_at=now,
                    created_by=staff,
                    updated_at=now,
                    updated_by=staff,
                    version=1,
                )
            )
            session.flush()
            self._audit(session, "appointment.traced", row, detail={"way": form.way, "result": form.result})
            made = self._row(session, row)
        return Written(made, Changes.of("appointment", patient_id=made.patient.id))

    # reading -------------------------------------------------------------------------------------------

    def expected(self, first: date, last: date) -> tuple[AppointmentRow, ...]:
        """Who is expected from one day to another (whole weeks that touch them too), by day and name."""
        self._work.require("appointment.view")
        wanted = select(Appointment).where(
            Appointment.state == "open",
            Appointment.voided_at.is_(None),
            (Appointment.due_on.between(first, last))
            | (Appointment.whole_week & Appointment.due_on.between(monday_of(first), last)),
        )
        with self._work.database.write.begin() as session:
            rows = self._rows(session, session.scalars(wanted).all())
            self._audit_list(session, len(rows))
        return tuple(sorted(rows, key=lambda one: (one.due_on, one.whole_week, one.patient.full_name)))

    def missed(
        self, *, back_days: int = MISSED_BACK_DAYS, traced_out: bool = False
    ) -> tuple[AppointmentRow, ...]:
        """Who did not come within the days of grace and has not come since, longest overdue first.

        Args:
            back_days: how far back to look.
            traced_out: with those too who will not come, as tracing found (moved, treated elsewhere).
        """
        self._work.require("appointment.view")
        today = self._work.clock.today()
        wanted = (
            select(Appointment)
            .outerjoin(Death, (Death.patient_id == Appointment.patient_id) & Death.voided_at.is_(None))
            .where(
                Appointment.state == "open",
                Appointment.voided_at.is_(None),
                Appointment.due_on.between(today - timedelta(days=back_days), today),
                Death.id.is_(None),
            )
        )
        with self._work.database.write.begin() as session:
            rows = [
                row
                for row in self._rows(session, session.scalars(wanted).all())
                if row.state == "missed"
                and (traced_out or not any(each.result in rules.ENDS_TRACING for each in row.traces))
            ]
            self._audit_list(session, len(rows))
        return tuple(sorted(rows, key=lambda one: (-one.days_late, one.patient.full_name)))

    def of_patient(self, patient_id: uuid.UUID) -> tuple[AppointmentRow, ...]:
        """All appointments of a patient, newest day first (audited as a view)."""
        self._work.require("appointment.view")
        wanted = (
            select(Appointment)
            .where(Appointment.patient_id == patient_id, Appointment.voided_at.is_(None))
            .order_by(Appointment.due_on.desc(), Appointment.id.desc())
        )
        with self._work.database.write.begin() as session:
            rows = self._rows(session, session.scalars(wanted).all())
            self._work.audit(
                session, "appointment.viewed", entity="patient", entity_id=patient_id, patient_id=patient_id
            )
        return rows

    def load(self, first: date, *, days: int = 7) -> tuple[DayLoad, ...]:
        """How full the days from ``first`` on are, with Sundays and public holidays."""
        self._work.require("appointment.view")
        every = [first + timedelta(days=ahead) for ahead in range(days)]
        monday = monday_of(first)
        with self._work.database.read() as session:
            counted = session.execute(
                select(Appointment.due_on, Appointment.whole_week, func.count())
                .where(
                    Appointment.state == "open",
                    Appointment.voided_at.is_(None),
                    Appointment.due_on.between(monday, every[-1]),
                )
                .group_by(Appointment.due_on, Appointment.whole_week)
            ).all()
        booked = {(day, bool(week)): number for day, week, number in counted}
        return tuple(
            DayLoad(
                day=day,
                booked=booked.get((day, False), 0),
                booked_in_week=booked.get((monday_of(day), True), 0),
                sunday=day.weekday() == 6,
                holiday=holiday(day),
            )
            for day in every
        )

    def note_list_printed(self, rows: tuple[AppointmentRow, ...]) -> None:
        """Leave a line in the audit trail for each patient on a printed list."""
        self._work.require("appointment.view")
        with self._work.database.write.begin() as session:
            for row in rows:
                self._work.audit(
                    session,
                    "appointment.list_printed",
                    entity="appointment",
                    entity_id=row.id,
                    patient_id=row.patient.id,
                )

    def follow_death(self, session: Session, patient_id: uuid.UUID) -> None:
        """Inside another verb's transaction: cancel, or expect again, after a death was noted or undone."""
        follow_death(session, patient_id, at=self._work.clock.now(), by=self._work.actor.staff_id)

    # inside --------------------------------------------------------------------------------------------

    def _refuse_wrong(self, session: Session, form: AppointmentForm) -> None:
        for problem in rules.problems(form, today=self._work.clock.today()):
            raise problem
        present_patient(session, form.patient_id, missing="visit.patient_missing")
        if session.scalar(
            select(Death.id).where(Death.patient_id == form.patient_id, Death.voided_at.is_(None))
        ):
            raise EmrError("appointment.patient_died")
        day = monday_of(form.due_on) if form.whole_week else form.due_on
        if session.scalar(
            select(Appointment.id).where(
                Appointment.patient_id == form.patient_id,
                Appointment.due_on == day,
                Appointment.reason == form.reason,
                Appointment.state == "open",
                Appointment.voided_at.is_(None),
            )
        ):
            raise ValidationError("due_on", "appointment.twice", date=f"{day:%d/%m/%Y}")

    def _insert(
        self, session: Session, form: AppointmentForm, *, moved_from: uuid.UUID | None = None
    ) -> Appointment:
        row = insert_appointment(
            session,
            form,
            today=self._work.clock.today(),
            at=self._work.clock.now(),
            by=self._work.actor.staff_id,
            moved_from=moved_from,
        )
        self._audit(session, "appointment.moved" if moved_from else "appointment.made", row)
        return row

    def _made_before(
        self, session: Session, known: Appointment, form: AppointmentForm
    ) -> Written[AppointmentRow]:
        row = self._row(session, known)
        day = monday_of(form.due_on) if form.whole_week else form.due_on
        says = (form.patient_id, day, form.whole_week, form.reason, (form.note or "").strip() or None)
        said = (known.patient_id, known.due_on, known.whole_week, known.reason, known.note)
        if known.state == "open" and says == said:
            return Written(row, Changes.of())
        raise StaleVersion("appointment", row)

    def _open_one(
        self,
        session: Session,
        appointment_id: uuid.UUID,
        expected_version: int,
        *,
        again: uuid.UUID | None = None,
    ) -> Appointment | None:
        """The appointment when it may still be changed; None when ``again`` was put in its place already."""
        row = session.get(Appointment, appointment_id)
        if row is None or row.voided_at is not None:
            raise EmrError("appointment.missing")
        if again is not None and row.state == "moved":
            follower = session.get(Appointment, again)
            if follower is not None and follower.moved_from == row.id:
                return None
        if row.state != "open":
            raise EmrError("appointment.closed")
        if row.version != expected_version:
            raise StaleVersion("appointment", self._row(session, row))
        return row

    def _row(self, session: Session, row: Appointment) -> AppointmentRow:
        session.flush()
        return self._rows(session, [row])[0]

    def _rows(self, session: Session, appointments: Sequence[Appointment]) -> tuple[AppointmentRow, ...]:
        """What the reader may see: of a private visit the day, and nothing that was written to it."""
        private = of_private_visits(session, appointments)
        return tuple(
            replace(row, note=None) if row.visit_id in private and not self._may_read(row.visit_id) else row
            for row in rows_of(session, appointments, today=self._work.clock.today())
        )

    def _may_read(self, visit_id: uuid.UUID | None) -> bool:
        return visit_id is None or self._work.may_read_visit(visit_id, sensitive=True)

    def _audit(
        self, session: Session, action: str, row: Appointment, *, detail: dict[str, object] | None = None
    ) -> None:
        self._work.audit(
            session,
            action,
            entity="appointment",
            entity_id=row.id,
            patient_id=row.patient_id,
            detail={"due_on": row.due_on.isoformat(), **(detail or {})},
        )

    def _audit_list(self, session: Session, results: int) -> None:
        self._work.audit(session, "appointment.listed", detail={"results": results})
