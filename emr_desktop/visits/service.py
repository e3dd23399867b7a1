"""The verbs on visits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Draft, Patient, Visit, Vitals
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.clock import noon_of
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.present import present_patient
from emr_desktop.visits import rules, unfinished
from emr_desktop.visits.collaborators import AfterDeath, Examine, Follow, Laboratory
from emr_desktop.visits.ending_records import put_death, put_ending, refuse_after_death
from emr_desktop.visits.flags import AttendanceFlags, attendance_flags, chronic_problems
from emr_desktop.visits.records import (
    columns_of,
    earlier_visits,
    form_of,
    insert_parts,
    keep_revision,
    read_visit,
    return_days,
    summaries,
)
from emr_desktop.visits.rows import FROM_PAPER, DiagnosisEntry, VisitForm, VisitRow, VisitSummary
from emr_desktop.visits.sameness import is_to_be_merged, says_the_same
from emr_desktop.visits.unfinished import Flow

__all__ = ["AttendanceFlags", "VisitService"]


class VisitService:
    """Saving, correcting, voiding and reading visits."""

    def __init__(
        self,
        *,
        work: WorkSession,
        examine: Examine | None = None,
        after_death: AfterDeath | None = None,
        laboratory: Laboratory | None = None,
        flow: Flow | None = None,
        follow: Sequence[Follow] = (),
    ) -> None:
        """Take what belongs to a visit but is the business of others; without them none has a say.

        Args:
            work: the session.
            examine: the safety checks of a prescription.
            after_death: what follows when a patient is marked as dead, or no longer.
            laboratory: has a say in the tests.
            flow: sends a saved visit on.
            follow: what is written beside a visit when it is saved or voided, as the problem list.
        """
        self._work = work
        self._examine = examine
        self._after_death = after_death
        self._laboratory = laboratory
        self._flow = flow
        self._follow = tuple(follow)

    def check(self, form: VisitForm) -> tuple[ValidationError, ...]:
        """List everything that would keep the form from being saved; writes nothing."""
        with self._work.database.read() as session:
            patient = self._patient(session, form.patient_id)
            return rules.problems(
                rules.cleaned(form), birth_date=patient.birth_date, today=self._work.clock.today()
            )

    def save(self, form: VisitForm) -> Written[VisitRow]:
        """Save a visit whole: rows, counting columns, audit and outbox event in one transaction.

        Saving the same form again changes nothing. With ``expected_version`` the visit is corrected and the
        earlier content kept as a revision. The draft under the same id is dropped.

        An open visit is filled in and done with: it keeps when it began, and unless the form names the
        version that was on screen, what triage and laboratory wrote stays where the form says nothing.

        Raises:
            ValidationError: a field is wrong, or a serious finding has no reason.
            StaleVersion: someone else saved this visit meanwhile, or the id holds other content.
            EmrError: ``visit.patient_missing``, ``visit.patient_merged`` (the record was merged meanwhile;
                ``survivor`` is the id to go on with), ``visit.missing``, ``visit.voided``,
                ``visit.patient_changed``.
        """
        self._work.require("visit.save")
        form = rules.cleaned(form)
        with self._work.database.write.begin() as session:
            patient = self._patient(session, form.patient_id)
            visit = session.get(Visit, form.id)
            before = None if visit is None else form_of(session, visit)
            asked = visit is None and self._flow is not None and form.source is None
            waiting = unfinished.same_attendance(session, form) if asked else None
            known = before or (None if waiting is None else form_of(session, waiting))
            if known is not None and is_to_be_merged(visit, form):
                form = unfinished.merged(form, known)
            elif before is not None and visit is not None and visit.status == "open":
                form = unfinished.with_results(form, before)
            for problem in rules.problems(
                form, birth_date=patient.birth_date, today=self._work.clock.today()
            ):
                raise problem
            if self._laboratory is not None:
                form = self._laboratory.settle(session, form)
            form = self._examined(session, form, patient)
            first = True
            if visit is None or before is None:
                if form.expected_version is not None:
                    raise EmrError("visit.missing")
                refuse_after_death(session, form)
                visit = self._insert(session, form, patient, waiting=waiting)
                action = "visit.saved"
            else:
                first = visit.status == "open"
                if not first and says_the_same(before, form):
                    session.execute(delete(Draft).where(Draft.id == form.id))
                    return Written(read_visit(session, visit), Changes.of())
                if visit.voided_at is not None:
                    raise EmrError("visit.voided")
                stale = not first and visit.version != form.expected_version
                if stale and not self._laboratory_alone(session, visit, form):
                    raise StaleVersion("visit", read_visit(session, visit))
                if visit.patient_id != form.patient_id:
                    raise EmrError("visit.patient_changed")
                if first:
                    refuse_after_death(session, form)
                self._rewrite(session, visit, before, form, patient)
                action = "visit.saved" if first else "visit.corrected"
            if self._laboratory is not None:
                self._laboratory.place(session, form)
            session.execute(delete(Draft).where(Draft.id == form.id))
            if self._flow is not None and form.source is None:
                self._flow.saved(session, visit, first=first)
            self._work.audit(
                session,
                action,
                entity="visit",
                entity_id=form.id,
                patient_id=form.patient_id,
                detail={"version": visit.version},
            )
            record_event(
                session,
                "visit.saved",
                at=self._work.clock.now(),
                entity_id=form.id,
                detail={"version": visit.version},
            )
            session.flush()
            for follow in self._follow:
                follow(session, form)
            session.flush()
            row = read_visit(session, visit)
        return Written(row, Changes.of("visit", "draft", "queue", patient_id=form.patient_id))

    def void(self, visit_id: uuid.UUID, *, reason: str) -> Written[VisitRow]:
        """Take a visit out of every count; it stays readable. Voiding it again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``visit.missing``.
        """
        self._work.require("visit.void")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "visit.reason_missing")
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            visit = session.get(Visit, visit_id)
            if visit is None:
                raise EmrError("visit.missing")
            if visit.voided_at is not None:
                return Written(read_visit(session, visit), Changes.of())
            visit.voided_at, visit.voided_by, visit.void_reason = now, self._work.actor.staff_id, reason
            visit.updated_at, visit.updated_by = now, self._work.actor.staff_id
            visit.version += 1
            session.flush()
            for follow in self._follow:
                follow(session, replace(form_of(session, visit), diagnoses=()))
            session.execute(delete(Draft).where(Draft.id == visit_id))
            took_back = put_death(
                session, visit.patient_id, None, visit_id=visit_id, at=now, by=self._work.actor.staff_id
            )
            if took_back and self._after_death:
                self._after_death(session, visit.patient_id)
            if self._flow is not None:
                self._flow.ended(session, visit, reason=reason)
            self._work.audit(
                session, "visit.voided", entity="visit", entity_id=visit_id, patient_id=visit.patient_id
            )
            record_event(session, "visit.voided", at=now, entity_id=visit_id)
            row = read_visit(session, visit)
        return Written(row, Changes.of("visit", "queue", patient_id=row.patient.id))

    def open_visit(self, patient_id: uuid.UUID) -> VisitRow | None:
        """Read the newest visit of a patient that was begun and not saved; None when none waits (audited).

        Raises:
            PermissionRefused: ``visit.view``; of a visit marked sensitive ``visit.sensitive``.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            found = unfinished.open_visits(session, patient_id)
            if not found:
                return None
            self._work.require_visit(found[0].id, sensitive=found[0].sensitive)
            row = read_visit(session, found[0])
            self._work.audit(
                session, "visit.viewed", entity="visit", entity_id=found[0].id, patient_id=patient_id
            )
        return row

    def get(self, visit_id: uuid.UUID) -> VisitRow:
        """Read one visit (audited as a view), a voided one too.

        Raises:
            PermissionRefused: ``visit.view``; of a visit marked sensitive ``visit.sensitive``.
            EmrError: ``visit.missing``.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            visit = session.get(Visit, visit_id)
            if visit is None:
                raise EmrError("visit.missing")
            self._work.require_visit(visit_id, sensitive=visit.sensitive)
            row = read_visit(session, visit)
            self._work.audit(
                session, "visit.viewed", entity="visit", entity_id=visit_id, patient_id=visit.patient_id
            )
        return row

    def timeline(self, patient_id: uuid.UUID, *, limit: int = 50) -> tuple[VisitSummary, ...]:
        """Earlier visits of a patient that were not voided, newest first (audited as a view).

        What is marked sensitive is hidden from those who may not use ``visit.sensitive`` and did not open it
        in an emergency.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            found = summaries(
                session,
                patient_id,
                limit=limit,
                with_sensitive=self._work.may("visit.sensitive"),
                opened=self._work.opened_in_emergency,
            )
            self._work.audit(
                session,
                "visit.timeline",
                entity="patient",
                entity_id=patient_id,
                patient_id=patient_id,
                detail={"visits": len(found)},
            )
        return found

    def suggest_flags(
        self,
        patient_id: uuid.UUID,
        visit_date: date,
        diagnoses: tuple[DiagnosisEntry, ...],
        *,
        visit_id: uuid.UUID | None = None,
    ) -> AttendanceFlags:
        """Work out both attendance flags from earlier visits; a person may overrule them.

        ``visit_id`` is the visit they are for when it is saved already: it is not earlier than itself.
        """
        self._work.require("visit.view")
        with self._work.database.read() as session:
            saved_at = (
                session.scalar(select(Visit.created_at).where(Visit.id == visit_id)) if visit_id else None
            )
            return self._flags(
                session, patient_id, visit_date, diagnoses, visit_id=visit_id, saved_at=saved_at
            )

    def _examined(self, session: Session, form: VisitForm, patient: Patient) -> VisitForm:
        """Put what the checks say into the form. What another system sent was decided there."""
        if self._examine is None or form.source not in (None, FROM_PAPER):
            return form
        return replace(form, findings=self._examine(session, form, patient))

    def _laboratory_alone(self, session: Session, visit: Visit, form: VisitForm) -> bool:
        return self._laboratory is not None and self._laboratory.changed_alone(
            session, visit, form.expected_version
        )

    def _patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        return present_patient(session, patient_id, missing="visit.patient_missing")

    def _insert(self, session: Session, form: VisitForm, patient: Patient, *, waiting: Visit | None) -> Visit:
        if form.source_id is not None and session.scalar(
            select(Visit.id).where(Visit.source == form.source, Visit.source_id == form.source_id)
        ):
            raise ValidationError("source_id", "visit.source_taken")
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        form = self._settled(session, form, saved_at=None)
        # Of a visit that is written down later only the day is known.
        moment = now if form.visit_date == self._work.clock.today() else noon_of(form.visit_date)
        visit = Visit(
            id=form.id,
            started_at=moment if waiting is None else waiting.started_at,
            ended_at=moment,
            status="done",
            clinician_id=staff,
            created_at=now,
            created_by=staff,
            updated_at=now,
            updated_by=staff,
            version=1,
            **columns_of(form, sex=patient.sex, birth_date=patient.birth_date),
        )
        session.add(visit)
        session.flush()
        insert_parts(session, form, at=moment)
        self._end(session, form, at=now)
        if waiting is not None and self._flow is not None:
            self._flow.replaced(session, waiting, visit)
        return visit

    def _rewrite(
        self, session: Session, visit: Visit, before: VisitForm, form: VisitForm, patient: Patient
    ) -> None:
        """Correct a saved visit, or fill in an open one: that counts from now on."""
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        measured, first = visit.started_at, visit.status == "open"
        if first:
            taken_at = session.scalar(select(Vitals.taken_at).where(Vitals.visit_id == visit.id))
            measured = now if taken_at is None or form.vitals != before.vitals else taken_at
        form = self._settled(session, form, saved_at=None if first else visit.created_at)
        form = replace(form, source=visit.source, source_id=visit.source_id)
        keep_revision(session, visit, before, at=now, by=staff)
        for name, value in columns_of(form, sex=patient.sex, birth_date=patient.birth_date).items():
            setattr(visit, name, value)
        if first:
            visit.status, visit.ended_at, visit.clinician_id = "done", now, staff
        visit.version += 1
        visit.updated_at, visit.updated_by = now, staff
        session.flush()
        insert_parts(session, form, at=measured)
        self._end(session, form, at=now)

    def _end(self, session: Session, form: VisitForm, *, at: datetime) -> None:
        if put_ending(session, form, at=at, by=self._work.actor.staff_id) and self._after_death:
            self._after_death(session, form.patient_id)

    def _settled(self, session: Session, form: VisitForm, *, saved_at: datetime | None) -> VisitForm:
        if form.new_this_year is not None and form.new_problem is not None:
            return form
        flags = self._flags(
            session, form.patient_id, form.visit_date, form.diagnoses, visit_id=form.id, saved_at=saved_at
        )
        return replace(
            form,
            new_this_year=flags.new_this_year if form.new_this_year is None else form.new_this_year,
            new_problem=flags.new_problem if form.new_problem is None else form.new_problem,
        )

    def _flags(
        self,
        session: Session,
        patient_id: uuid.UUID,
        visit_date: date,
        diagnoses: tuple[DiagnosisEntry, ...],
        *,
        visit_id: uuid.UUID | None,
        saved_at: datetime | None,
    ) -> AttendanceFlags:
        earlier = earlier_visits(session, patient_id, visit_date, visit_id=visit_id, saved_before=saved_at)
        return attendance_flags(
            visit_date, diagnoses, earlier, chronic=chronic_problems(), return_days=return_days(session)
        )
