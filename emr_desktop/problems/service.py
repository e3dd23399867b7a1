"""The verbs on the problem list, and what the saving of a visit puts on it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Patient, Problem, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.clock import local
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.present import present_patient
from emr_desktop.problems import rules
from emr_desktop.problems.rows import ACTIVE, ProblemForm, ProblemRow
from emr_desktop.reference.catalogue import is_sensitive
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

_TOLD = ("icd10", "concept", "since", "status", "resolved_on", "note")


class ProblemService:
    """Reading, recording, resolving and voiding problems."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def of(self, patient_id: uuid.UUID) -> tuple[ProblemRow, ...]:
        """Read the list, active problems first (audited as a view).

        What is marked sensitive is left out for those who may not use ``visit.sensitive``.

        Raises:
            EmrError: ``patient.missing``.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            self._patient(session, patient_id)
            self._work.audit(
                session, "problem.viewed", entity="patient", entity_id=patient_id, patient_id=patient_id
            )
            return self._list(session, patient_id)

    def record(self, form: ProblemForm) -> Written[tuple[ProblemRow, ...]]:
        """Put a problem on the list, or correct the version that was read: its note, its end.

        Saving the same again changes nothing.

        Raises:
            ValidationError: a field is wrong, or the problem is on the list already.
            StaleVersion: someone else corrected it meanwhile.
            EmrError: ``patient.missing``, ``problem.not_there``.
        """
        self._work.require("problem.record")
        form = rules.cleaned(form)
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            patient = self._patient(session, form.patient_id)
            others = [_form(problem) for problem in _standing(session, patient.id)]
            today = self._work.clock.today()
            for found in rules.problems(form, others, birth_date=patient.birth_date, today=today):
                raise found
            problem = session.get(Problem, form.id)
            if problem is not None and all(getattr(problem, name) == getattr(form, name) for name in _TOLD):
                return Written(self._list(session, patient.id), Changes.of())
            if problem is None:
                if form.expected_version is not None:
                    raise EmrError("problem.not_there")
                self._insert(session, form, at=now)
                action = "problem.recorded"
            else:
                if problem.voided_at is not None or problem.patient_id != patient.id:
                    raise EmrError("problem.not_there")
                if problem.version != form.expected_version:
                    raise StaleVersion("problem", self._list(session, patient.id))
                for name in _TOLD:
                    setattr(problem, name, getattr(form, name))
                problem.sensitive = is_sensitive(form.icd10, form.concept)
                problem.version += 1
                problem.updated_at, problem.updated_by = now, staff
                action = "problem.corrected"
            return self._finish(session, patient.id, action, form.id, at=now)

    def void(self, problem_id: uuid.UUID, *, reason: str) -> Written[tuple[ProblemRow, ...]]:
        """Take a problem off that was never there; it stays in the record. Again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``problem.not_there``.
        """
        self._work.require("problem.record")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "problem.reason_missing")
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            problem = session.get(Problem, problem_id)
            if problem is None:
                raise EmrError("problem.not_there")
            if problem.voided_at is not None:
                return Written(self._list(session, problem.patient_id), Changes.of())
            self._void(problem, reason, at=now)
            return self._finish(session, problem.patient_id, "problem.voided", problem_id, at=now)

    def follow(self, session: Session, form: VisitForm) -> None:
        """Put the certain chronic diagnoses of a visit that is being saved on the list.

        A problem that was called resolved and is diagnosed again is active again. What a visit had put there
        goes again when the diagnosis is corrected away, unless somebody has worked on it since.

        Args:
            session: the transaction in which the visit is saved.
            form: the visit, as it is saved.
        """
        now = self._work.clock.now()
        standing = _standing(session, form.patient_id)
        lasting = [entry for entry in form.diagnoses if rules.is_chronic(entry)]
        for problem in standing:
            if problem.origin_visit_id != form.id or problem.version != 1:
                continue
            if not any(rules.same_problem(_form(problem), entry) for entry in lasting):
                self._void(problem, "the diagnosis was corrected", at=now)
                self._audit(session, "problem.voided", problem.id, form.patient_id, visit=form.id)
        for entry in lasting:
            known = [
                problem
                for problem in standing
                if problem.voided_at is None and rules.same_problem(_form(problem), entry)
            ]
            if not known:
                standing.append(self._add(session, form, entry, at=now))
            elif all(problem.status != ACTIVE for problem in known):
                last = known[-1]
                if last.resolved_on is None or last.resolved_on <= form.visit_date:
                    last.status, last.resolved_on = ACTIVE, None
                    last.version += 1
                    last.updated_at, last.updated_by = now, self._work.actor.staff_id
                    self._audit(session, "problem.active_again", last.id, form.patient_id, visit=form.id)

    def _add(self, session: Session, form: VisitForm, entry: DiagnosisEntry, *, at: datetime) -> Problem:
        problem = self._insert(
            session,
            ProblemForm(
                id=new_id(),
                patient_id=form.patient_id,
                icd10=entry.icd10,
                concept=entry.concept,
                since=form.visit_date,
            ),
            at=at,
            origin=form.id,
        )
        self._audit(session, "problem.recorded", problem.id, form.patient_id, visit=form.id)
        return problem

    def _insert(
        self, session: Session, form: ProblemForm, *, at: datetime, origin: uuid.UUID | None = None
    ) -> Problem:
        staff = self._work.actor.staff_id
        problem = Problem(
            id=form.id,
            patient_id=form.patient_id,
            sensitive=is_sensitive(form.icd10, form.concept),
            origin_visit_id=origin,
            created_at=at,
            created_by=staff,
            updated_at=at,
            updated_by=staff,
            version=1,
            **{name: getattr(form, name) for name in _TOLD},
        )
        session.add(problem)
        return problem

    def _void(self, problem: Problem, reason: str, *, at: datetime) -> None:
        staff = self._work.actor.staff_id
        problem.voided_at, problem.voided_by, problem.void_reason = at, staff, reason
        problem.updated_at, problem.updated_by = at, staff
        problem.version += 1

    def _patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        return present_patient(session, patient_id)

    def _list(self, session: Session, patient_id: uuid.UUID) -> tuple[ProblemRow, ...]:
        return read_problems(session, patient_id, with_sensitive=self._work.may("visit.sensitive"))

    def _audit(
        self, session: Session, action: str, problem_id: uuid.UUID, patient_id: uuid.UUID, *, visit: uuid.UUID
    ) -> None:
        self._work.audit(
            session,
            action,
            entity="problem",
            entity_id=problem_id,
            patient_id=patient_id,
            detail={"visit": str(visit)},
        )

    def _finish(
        self, session: Session, patient_id: uuid.UUID, action: str, problem_id: uuid.UUID, *, at: datetime
    ) -> Written[tuple[ProblemRow, ...]]:
        session.flush()
        self._work.audit(session, action, entity="problem", entity_id=problem_id, patient_id=patient_id)
        record_event(session, "patient.saved", at=at, entity_id=patient_id)
        rows = self._list(session, patient_id)
        return Written(rows, Changes.of("problem", patient_id=patient_id))


def read_problems(session: Session, patient_id: uuid.UUID, *, with_sensitive: bool) -> tuple[ProblemRow, ...]:
    """Read the list inside a caller's transaction: active ones first, each group in the order it came."""
    found = session.execute(
        select(Problem, Staff.full_name)
        .outerjoin(Staff, Staff.id == Problem.created_by)
        .where(Problem.patient_id == patient_id, Problem.voided_at.is_(None))
        .order_by(Problem.status, Problem.created_at, Problem.id)
    )
    return tuple(
        ProblemRow(
            form=_form(problem),
            sensitive=problem.sensitive,
            from_visit=problem.origin_visit_id is not None,
            noted_on=local(problem.created_at).date(),
            noted_by=name,
        )
        for problem, name in found
        if with_sensitive or not problem.sensitive
    )


def _standing(session: Session, patient_id: uuid.UUID) -> list[Problem]:
    return list(
        session.scalars(
            select(Problem)
            .where(Problem.patient_id == patient_id, Problem.voided_at.is_(None))
            .order_by(Problem.created_at, Problem.id)
        )
    )


def _form(problem: Problem) -> ProblemForm:
    return ProblemForm(
        id=problem.id,
        patient_id=problem.patient_id,
        expected_version=problem.version,
        **{name: getattr(problem, name) for name in _TOLD},
    )
