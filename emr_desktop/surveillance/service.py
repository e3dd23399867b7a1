"""The verbs on case forms: begin, save, decide otherwise, phone, print, list."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Draft, Notification, Patient, Staff
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import head_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.facility.series import take_number
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.age import completed_months
from emr_desktop.patients.present import present_patient
from emr_desktop.patients.rows import PatientRow
from emr_desktop.surveillance import rules
from emr_desktop.surveillance.records import (
    FORM_COLUMNS,
    form_of,
    of_visit,
    row_of,
)
from emr_desktop.surveillance.rows import (
    NotificationForm,
    NotificationList,
    NotificationRow,
)

__all__ = ["NotificationService"]

SERIES = "N"


class NotificationService:
    """Everything works without a network: the alert, the paper and the telephone come first."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def begin(
        self,
        patient: PatientRow,
        condition: str,
        *,
        visit_id: uuid.UUID,
        visit_date: date,
        form_id: uuid.UUID,
        icd10: str | None = None,
        symptoms: str | None = None,
        outcome: str = "home",
    ) -> NotificationForm:
        """Fill a case form with what is known of patient, visit, facility and reporter; saves nothing."""
        self._work.require("surveillance.notify")
        facility = self._work.facility
        with self._work.database.read() as session:
            cadre = session.scalar(select(Staff.cadre).where(Staff.id == self._work.actor.staff_id))
        return NotificationForm(
            id=form_id,
            patient_id=patient.id,
            visit_id=visit_id,
            condition=condition,
            icd10=icd10,
            seen_on=visit_date,
            region=patient.region or facility.region,
            council=patient.council or facility.council,
            ward=patient.ward,
            village=patient.village,
            phone=patient.phone,
            symptoms=symptoms,
            outcome={"home": "alive"}.get(outcome, outcome),
            reporter=self._work.actor.full_name,
            reporter_cadre=cadre,
            reporter_phone=facility.phone,
        )

    def save(self, form: NotificationForm) -> Written[NotificationRow]:
        """Save or correct a case form, give it its number, and leave the event for the national system.

        Saving the same form again changes nothing. The draft under the same id is dropped.

        Raises:
            ValidationError: a field is wrong.
            StaleVersion: someone else saved this form meanwhile.
            EmrError: ``surveillance.patient_missing``, ``surveillance.missing``, ``surveillance.voided``,
                ``surveillance.already_notified`` (the visit has a form for this condition).
        """
        self._work.require("surveillance.notify")
        form = rules.cleaned(form)
        with self._work.database.write.begin() as session:
            patient = self._patient(session, form.patient_id)
            for problem in rules.problems(
                form, birth_date=patient.birth_date, today=self._work.clock.today()
            ):
                raise problem
            notification = session.get(Notification, form.id)
            if notification is None:
                if form.expected_version is not None:
                    raise EmrError("surveillance.missing")
                notification = self._insert(session, form, patient, kind="case")
                action = "notification.saved"
            else:
                if form_of(notification) == replace(form, expected_version=None):
                    session.execute(delete(Draft).where(Draft.id == form.id))
                    return Written(row_of(session, notification), Changes.of())
                if notification.voided_at is not None:
                    raise EmrError("surveillance.voided")
                if notification.version != form.expected_version:
                    raise StaleVersion("notification", row_of(session, notification))
                self._change(notification, form, patient)
                action = "notification.corrected"
            session.execute(delete(Draft).where(Draft.id == form.id))
            row = self._told(session, notification, action)
        return Written(row, Changes.of("notification", "draft", patient_id=form.patient_id))

    def not_a_case(self, form: NotificationForm, *, reason: str) -> Written[NotificationRow]:
        """Keep that a listed diagnosis is not a case by its definition, and why. Twice changes nothing.

        Raises:
            ValidationError: ``surveillance.reason_missing``.
            EmrError: ``surveillance.patient_missing``, ``surveillance.already_notified``.
        """
        self._work.require("surveillance.notify")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "surveillance.reason_missing")
        form = rules.cleaned(form)
        with self._work.database.write.begin() as session:
            patient = self._patient(session, form.patient_id)
            known = session.get(Notification, form.id)
            if known is not None:
                return Written(row_of(session, known), Changes.of())
            notification = self._insert(session, form, patient, kind="not_a_case", reason=reason)
            session.execute(delete(Draft).where(Draft.id == form.id))
            self._audit(session, notification, "notification.not_a_case")
            row = row_of(session, notification)
        return Written(row, Changes.of("notification", "draft", patient_id=form.patient_id))

    def mark_phoned(self, notification_id: uuid.UUID, *, to: str) -> Written[NotificationRow]:
        """Keep whom the council's office was told by telephone, and when (now).

        Raises:
            ValidationError: ``surveillance.phoned_to_missing``.
            EmrError: ``surveillance.missing``.
        """
        self._work.require("surveillance.notify")
        to = " ".join(to.split())
        if not to:
            raise ValidationError("phoned_to", "surveillance.phoned_to_missing")
        with self._work.database.write.begin() as session:
            notification = self._find(session, notification_id)
            notification.phoned_to, notification.phoned_at = to[: rules.LONGEST_LINE], self._work.clock.now()
            self._touch(notification)
            row = self._told(session, notification, "notification.phoned")
        return Written(row, Changes.of("notification", patient_id=row.patient.id))

    def mark_printed(self, notification_id: uuid.UUID) -> Written[NotificationRow]:
        """Keep that the form was printed once more.

        Raises:
            EmrError: ``surveillance.missing``.
        """
        self._work.require("surveillance.view")
        with self._work.database.write.begin() as session:
            notification = self._find(session, notification_id)
            notification.printed_at = self._work.clock.now()
            notification.printed_count += 1
            self._audit(session, notification, "notification.printed")
            row = row_of(session, notification)
        return Written(row, Changes.of("notification", patient_id=row.patient.id))

    def void(self, notification_id: uuid.UUID, *, reason: str) -> Written[NotificationRow]:
        """Take a form or a decision back; it stays readable. Voiding it again changes nothing.

        Raises:
            ValidationError: ``surveillance.reason_missing``.
            EmrError: ``surveillance.missing``.
        """
        self._work.require("surveillance.notify")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "surveillance.reason_missing")
        with self._work.database.write.begin() as session:
            notification = self._find(session, notification_id)
            if notification.voided_at is None:
                notification.voided_at, notification.void_reason = self._work.clock.now(), reason
                notification.voided_by = self._work.actor.staff_id
                self._touch(notification)
                self._told(session, notification, "notification.voided")
            row = row_of(session, notification)
        return Written(row, Changes.of("notification", patient_id=row.patient.id))

    def get(self, notification_id: uuid.UUID) -> NotificationRow:
        """Read one notification (audited as a view).

        Raises:
            EmrError: ``surveillance.missing``.
        """
        self._work.require("surveillance.view")
        with self._work.database.write.begin() as session:
            notification = self._find(session, notification_id)
            self._audit(session, notification, "notification.viewed")
            return row_of(session, notification)

    def list_between(self, first: date, last: date) -> tuple[NotificationRow, ...]:
        """The line list of the days from ``first`` to ``last``, newest first, voided ones left out."""
        self._work.require("surveillance.view")
        return self._list(first, last, "listed").lines

    def list_taken_out(self, first: date, last: date, *, purpose: str) -> NotificationList:
        """The same for a paper (``printed``) or a file (``exported``), with the code of the trail's head."""
        self._work.require("surveillance.view")
        if purpose == "exported":
            self._work.require("list.export")
        return self._list(first, last, purpose)

    def _list(self, first: date, last: date, purpose: str) -> NotificationList:
        with self._work.database.write.begin() as session:
            found = session.scalars(
                select(Notification)
                .where(Notification.seen_on.between(first, last), Notification.voided_at.is_(None))
                .order_by(Notification.seen_on.desc(), Notification.created_at.desc())
            ).all()
            self._work.audit(
                session,
                f"notification.list_{purpose}",
                detail={"first": first.isoformat(), "last": last.isoformat(), "lines": len(found)},
            )
            code = head_code(*head_of_chain(session))
            return NotificationList(tuple(row_of(session, one) for one in found), code)

    # inside --------------------------------------------------------------------------------------------

    def _patient(self, session: Session, patient_id: uuid.UUID) -> Patient:
        return present_patient(session, patient_id, missing="surveillance.patient_missing")

    def _find(self, session: Session, notification_id: uuid.UUID) -> Notification:
        notification = session.get(Notification, notification_id)
        if notification is None:
            raise EmrError("surveillance.missing")
        return notification

    def _insert(
        self,
        session: Session,
        form: NotificationForm,
        patient: Patient,
        *,
        kind: str,
        reason: str | None = None,
    ) -> Notification:
        known = of_visit(session, form.visit_id).get(form.condition)
        if known is not None and known.kind == "case":
            raise EmrError("surveillance.already_notified", number=known.number)
        now, by = self._work.clock.now(), self._work.actor.staff_id
        if known is not None:  # it was not a case, and now is decided again
            known.voided_at, known.voided_by, known.void_reason = now, by, "decided again"
            self._touch(known)
        notification = Notification(
            id=form.id,
            kind=kind,
            reason=reason,
            number=self._number(session) if kind == "case" else None,
            sex=patient.sex,
            age_months=completed_months(patient.birth_date, form.seen_on),
            printed_count=0,
            version=1,
            created_at=now,
            created_by=by,
            updated_at=now,
            updated_by=by,
            **{name: getattr(form, name) for name in FORM_COLUMNS},
        )
        session.add(notification)
        session.flush()
        return notification

    def _number(self, session: Session) -> str:
        return take_number(
            session,
            series=SERIES,
            device_id=self._work.device_id,
            facility_code=self._work.facility.code,
            year=self._work.clock.today().year,
        )

    def _change(self, notification: Notification, form: NotificationForm, patient: Patient) -> None:
        for name in FORM_COLUMNS:
            setattr(notification, name, getattr(form, name))
        notification.age_months = completed_months(patient.birth_date, form.seen_on)
        self._touch(notification)

    def _touch(self, notification: Notification) -> None:
        notification.version += 1
        notification.updated_at = self._work.clock.now()
        notification.updated_by = self._work.actor.staff_id

    def _audit(self, session: Session, notification: Notification, action: str) -> None:
        self._work.audit(
            session,
            action,
            entity="notification",
            entity_id=notification.id,
            patient_id=notification.patient_id,
            detail={"condition": notification.condition, "version": notification.version},
        )

    def _told(self, session: Session, notification: Notification, action: str) -> NotificationRow:
        """Write the audit row and the event for the national system."""
        self._audit(session, notification, action)
        record_event(
            session,
            "notification.saved",
            at=self._work.clock.now(),
            entity_id=notification.id,
            detail={
                "version": notification.version,
                "condition": notification.condition,
                "void": notification.voided_at is not None,
            },
        )
        session.flush()
        return row_of(session, notification)
