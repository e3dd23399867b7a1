"""The verbs on referrals. A referral itself is made with its visit, in the visit's own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import CounterReferral, Referral, ReferralIn, Staff, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion
from emr_desktop.patients.records import rows_by_id
from emr_desktop.referrals import rules
from emr_desktop.referrals.rows import CounterForm, CounterRow, ReferralRow
from emr_desktop.visits.ending_records import REFERRAL_FIELDS, begin_referral
from emr_desktop.visits.ending_rows import ReferralEntry
from emr_desktop.visits.ending_rules import trimmed

BACK_DAYS = 183
_MOST_PLACES = 200


class ReferralService:
    """Following patients who were sent elsewhere: whether they arrived, and what came back."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def list_sent(self, *, back_days: int = BACK_DAYS) -> tuple[ReferralRow, ...]:
        """Every visit that ended with a referral, newest first; exactly those that the monthly forms count.

        Args:
            back_days: how far back to look.
        """
        self._work.require("referral.view")
        since = self._work.clock.today() - timedelta(days=back_days)
        with self._work.database.write.begin() as session:
            rows = self._rows(session, _sent().where(Visit.visit_date >= since))
            self._work.audit(session, "referral.listed", detail={"results": len(rows)})
        return rows

    def sent_between(self, first: date, last: date) -> tuple[ReferralRow, ...]:
        """The finished visits of these days that ended with a referral, oldest first (audited)."""
        self._work.require("referral.view")
        with self._work.database.write.begin() as session:
            wanted = _sent().where(Visit.visit_date.between(first, last), Visit.status == "done")
            rows = self._rows(session, wanted)
            self._work.audit(session, "referral.listed", detail={"results": len(rows)})
        return rows[::-1]

    def of_patient(self, patient_id: uuid.UUID) -> tuple[ReferralRow, ...]:
        """The referrals of one patient, newest first (audited as a view)."""
        self._work.require("referral.view")
        with self._work.database.write.begin() as session:
            rows = self._rows(session, _sent().where(Visit.patient_id == patient_id))
            self._work.audit(
                session, "referral.viewed", entity="patient", entity_id=patient_id, patient_id=patient_id
            )
        return rows

    def get(self, visit_id: uuid.UUID) -> ReferralRow:
        """The referral of one visit.

        Raises:
            EmrError: ``referral.missing``.
        """
        self._work.require("referral.view")
        with self._work.database.read() as session:
            return self._one(session, visit_id)

    def mark_arrived(
        self, visit_id: uuid.UUID, *, arrived_on: date, told_by: str | None = None
    ) -> Written[ReferralRow]:
        """Note that the patient arrived there. Noting the same again changes nothing.

        Raises:
            ValidationError: the day is to come, or before the referral.
            EmrError: ``referral.missing``.
        """
        self._work.require("referral.follow")
        told_by = (told_by or "").strip() or None
        with self._work.database.write.begin() as session:
            before = self._one(session, visit_id)
            for problem in rules.seen_problems(
                arrived_on, sent_on=before.sent_on, today=self._work.clock.today(), field="arrived_on"
            ):
                raise problem
            if (before.arrived_on, before.arrival_told_by) == (arrived_on, told_by):
                return Written(before, Changes.of())
            referral = self._referral(session, visit_id)
            referral.arrived_on, referral.arrival_told_by = arrived_on, told_by
            self._touch(referral)
            self._audit(session, "referral.arrived", before)
            session.flush()
            after = self._one(session, visit_id)
        return Written(after, Changes.of("referral", patient_id=after.patient.id))

    def record_answer(self, form: CounterForm) -> Written[ReferralRow]:
        """Record what came back with the patient. Recording the same again changes nothing.

        Raises:
            ValidationError: nothing was written, or the day is to come or before the referral.
            StaleVersion: somebody recorded another answer meanwhile.
            EmrError: ``referral.missing``.
        """
        self._work.require("referral.follow")
        form = trimmed(form)
        with self._work.database.write.begin() as session:
            before = self._one(session, form.visit_id)
            for problem in rules.counter_problems(
                form, sent_on=before.sent_on, today=self._work.clock.today()
            ):
                raise problem
            known = before.counter
            if known is not None and _says(known) == _says(form):
                return Written(before, Changes.of())
            if known is not None and form.expected_version != known.version:
                raise StaleVersion("counter_referral", before)
            self._put_answer(session, form, known)
            self._audit(
                session, "referral.answered" if known is None else "referral.answer_corrected", before
            )
            session.flush()
            after = self._one(session, form.visit_id)
        return Written(after, Changes.of("referral", patient_id=after.patient.id))

    def places(self) -> tuple[str, ...]:
        """Where patients were sent to and came from so far, the commonest first."""
        self._work.require("referral.view")
        counted: dict[str, list[Any]] = {}
        with self._work.database.read() as session:
            for column in (Visit.referred_to, ReferralIn.sender):
                for name, times in session.execute(
                    select(column, func.count()).where(column.is_not(None)).group_by(column)
                ):
                    entry = counted.setdefault(str(name).casefold(), [name, 0])
                    entry[1] += times
        ranked = sorted(counted.values(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(name for name, _ in ranked[:_MOST_PLACES])

    # inside --------------------------------------------------------------------------------------------

    def _referral(self, session: Session, visit_id: uuid.UUID) -> Referral:
        """The row that follows the patient; made now where only the outcome was written."""
        row = session.scalar(select(Referral).where(Referral.visit_id == visit_id))
        if row is not None:
            return row
        return begin_referral(
            session, visit_id, ReferralEntry(), at=self._work.clock.now(), by=self._work.actor.staff_id
        )

    def _put_answer(self, session: Session, form: CounterForm, known: CounterRow | None) -> None:
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        said = _says(form)
        if known is not None:
            row = session.get_one(CounterReferral, known.id)
            for name, value in said.items():
                setattr(row, name, value)
            self._touch(row)
            return
        referral = self._referral(session, form.visit_id)
        session.add(
            CounterReferral(
                id=form.id,
                referral_id=referral.id,
                visit_id=form.visit_id,
                created_at=now,
                created_by=staff,
                updated_at=now,
                updated_by=staff,
                version=1,
                **said,
            )
        )

    def _touch(self, row: Referral | CounterReferral) -> None:
        row.version += 1
        row.updated_at, row.updated_by = self._work.clock.now(), self._work.actor.staff_id

    def _one(self, session: Session, visit_id: uuid.UUID) -> ReferralRow:
        rows = self._rows(session, _sent().where(Visit.id == visit_id))
        if not rows:
            raise EmrError("referral.missing")
        return rows[0]

    def _rows(
        self, session: Session, wanted: Select[Visit, Referral, CounterReferral, str]
    ) -> tuple[ReferralRow, ...]:
        found: Sequence[Any] = session.execute(wanted).all()
        patients = rows_by_id(session, list({one.Visit.patient_id for one in found}))
        today = self._work.clock.today()
        return tuple(
            _row(one.Visit, one.Referral, one.CounterReferral, one.full_name, patients, today)
            for one in found
            if one.Visit.patient_id in patients
        )

    def _audit(self, session: Session, action: str, row: ReferralRow) -> None:
        self._work.audit(session, action, entity="visit", entity_id=row.visit_id, patient_id=row.patient.id)


def _sent() -> Select[Visit, Referral, CounterReferral, str]:
    return (
        select(Visit, Referral, CounterReferral, Staff.full_name)
        .outerjoin(Referral, (Referral.visit_id == Visit.id) & Referral.voided_at.is_(None))
        .outerjoin(
            CounterReferral,
            (CounterReferral.referral_id == Referral.id) & CounterReferral.voided_at.is_(None),
        )
        .outerjoin(Staff, Staff.id == CounterReferral.created_by)
        .where(Visit.outcome == "referred", Visit.voided_at.is_(None))
        .order_by(Visit.visit_date.desc(), Visit.created_at.desc())
    )


def _row(
    visit: Visit,
    referral: Referral | None,
    counter: CounterReferral | None,
    recorded_by: str | None,
    patients: dict[uuid.UUID, Any],
    today: date,
) -> ReferralRow:
    answer = None
    if counter is not None:
        answer = CounterRow(
            id=counter.id, recorded_by=recorded_by or "", version=counter.version, **_says(counter)
        )
    written = referral is not None and referral.reason is not None
    return ReferralRow(
        visit_id=visit.id,
        patient=patients[visit.patient_id],
        sent_on=visit.visit_date,
        sent_to=visit.referred_to,
        number=None if referral is None else referral.number,
        entry=ReferralEntry(**{name: getattr(referral, name) for name in REFERRAL_FIELDS})
        if written
        else None,
        state=rules.state_of(
            sent_on=visit.visit_date,
            urgency=referral.urgency if written and referral is not None else None,
            arrived_on=None if referral is None else referral.arrived_on,
            answered=answer is not None,
            today=today,
        ),
        days_waiting=0 if answer is not None else (today - visit.visit_date).days,
        arrived_on=None if referral is None else referral.arrived_on,
        arrival_told_by=None if referral is None else referral.arrival_told_by,
        counter=answer,
        sensitive=visit.sensitive,
    )


def _says(answer: CounterForm | CounterRow | CounterReferral) -> dict[str, Any]:
    names = ("seen_on", "diagnosis", "treatment", "advice", "written_by")
    return {name: getattr(answer, name) for name in names}
