"""The verbs of the laboratory."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Draft, LabOrder, LabReport, LabValue, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.laboratory import in_visit, rules
from emr_desktop.laboratory.reading import SENSITIVE, LaboratoryReading
from emr_desktop.laboratory.records import second_person
from emr_desktop.laboratory.rows import (
    NewOrder,
    OrderRow,
    ReportRow,
    ResultForm,
)
from emr_desktop.patients.present import present_patient
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.laboratory import is_sensitive_test
from emr_desktop.visits.counting import number_in
from emr_desktop.visits.rows import VisitForm
from emr_desktop.visits.unfinished import open_visits

LONGEST_NOTE = 500


class OrderVoided(EmrError):
    """A result came for an order that does not hold any more; ``current`` is the order as it is."""

    def __init__(self, code: str, current: OrderRow) -> None:
        super().__init__(code)
        self.current = current


# What follows when a test of a visit was released or voided, in the same transaction.
Found = Callable[[Session, uuid.UUID], None]


class LaboratoryService(LaboratoryReading):
    """Orders, samples, results. What is released stands in the visit at once."""

    def __init__(self, *, work: WorkSession, found: Found | None = None) -> None:
        """``found`` sends a patient on who waited for nothing but the laboratory."""
        super().__init__(work=work)
        self._found = found

    # the visit's side, inside VisitService.save ------------------------------------------------------------

    def settle(self, session: Session, form: VisitForm) -> VisitForm:
        """Take what was released into a visit that is about to be saved; see ``in_visit.settle``."""
        return in_visit.settle(session, form)

    def place(self, session: Session, form: VisitForm) -> None:
        """Order what a visit just saved waits for."""
        in_visit.place_orders(session, self._work, form)

    def changed_alone(self, session: Session, visit: Visit, since: int | None) -> bool:
        """Whether only the laboratory changed the visit after version ``since``."""
        return in_visit.laboratory_alone(session, visit, since)

    # ordering --------------------------------------------------------------------------------------------

    def order(self, orders: Sequence[NewOrder]) -> Written[tuple[OrderRow, ...]]:
        """Order tests of one or more patients, all or none. An id that is there already changes nothing.

        Raises:
            ValidationError: ``test``: ``laboratory.test_unknown``; ``note``: ``visit.text_too_long``.
            EmrError: ``visit.patient_missing``, ``laboratory.already_ordered``.
        """
        self._work.require("laboratory.order")
        with self._work.database.write.begin() as session:
            made = [self._order_one(session, new) for new in orders]
            rows = tuple(self._rows(session, made))
        return Written(rows, Changes.of("laboratory"))

    def _order_one(self, session: Session, new: NewOrder) -> LabOrder:
        known = session.get(LabOrder, new.id)
        if known is not None:
            return known
        test = lab_tests().get(new.test)
        if test is None or not test.alone:
            raise ValidationError("test", "laboratory.test_unknown", test=new.test)
        if is_sensitive_test(new.test):
            self._work.require(SENSITIVE)
        present_patient(session, new.patient_id, missing="visit.patient_missing")
        if session.scalar(
            select(LabOrder.id).where(
                LabOrder.patient_id == new.patient_id,
                LabOrder.visit_id == new.visit_id,
                LabOrder.test == new.test,
                LabOrder.status != "done",
                LabOrder.voided_at.is_(None),
            )
        ):
            raise EmrError("laboratory.already_ordered", test=new.test)
        note = _text("note", new.note)
        visit_id = new.visit_id or self._visit_of_today(session, new.patient_id)
        order = in_visit.new_order(self._work, new.id, new.patient_id, new.test, visit_id=visit_id)
        order.urgent, order.note = new.urgent, note
        session.add(order)
        session.flush()
        self._audit(session, "laboratory.ordered", order, test=new.test)
        return order

    def _visit_of_today(self, session: Session, patient_id: uuid.UUID) -> uuid.UUID | None:
        """The visit a patient is in now, which takes the results of what is ordered at the laboratory."""
        today = self._work.clock.today()
        return next(
            (visit.id for visit in open_visits(session, patient_id) if visit.visit_date == today), None
        )

    def set_urgent(self, order_id: uuid.UUID, urgent: bool) -> Written[OrderRow]:
        """Put an order before or back among the others. No error for one that is so already."""
        self._work.require("laboratory.order")
        with self._work.database.write.begin() as session:
            order = self._holding(session, order_id)
            if order.urgent != urgent:
                order.urgent = urgent
                self._touch(order)
                self._audit(session, "laboratory.urgent", order, urgent=urgent)
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory"))

    def void(self, order_id: uuid.UUID, *, reason: str) -> Written[OrderRow]:
        """Take an order back; what it found leaves the visit, and stays readable. Again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``laboratory.missing``.
        """
        self._work.require("laboratory.void")
        why = _text("reason", reason)
        if why is None:
            raise ValidationError("reason", "laboratory.reason_missing")
        with self._work.database.write.begin() as session:
            order = self._order(session, order_id)
            if order.voided_at is not None:
                return Written(self._row(session, order), Changes.of())
            before = _results(self._row(session, order).released)
            now, staff = self._work.clock.now(), self._work.actor.staff_id
            order.voided_at, order.voided_by, order.void_reason = now, staff, why
            self._touch(order)
            session.flush()
            self._tell_visit(session, order, before=before, gone=True)
            self._audit(session, "laboratory.voided", order)
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory", "visit", "queue", patient_id=row.patient.id))

    # the sample ------------------------------------------------------------------------------------------

    def take_sample(self, order_id: uuid.UUID) -> Written[OrderRow]:
        """Note that the sample is here. Again, or when it was worked on already, changes nothing.

        Raises:
            EmrError: ``laboratory.missing``, ``laboratory.order_voided``, ``laboratory.visit_voided``.
        """
        self._work.require("laboratory.enter")
        with self._work.database.write.begin() as session:
            order = self._holding(session, order_id)
            if order.status == "ordered":
                order.status = "taken"
                order.taken_at, order.taken_by = self._work.clock.now(), self._work.actor.staff_id
                self._touch(order)
                self._audit(session, "laboratory.sample_taken", order)
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory", patient_id=row.patient.id))

    def reject_sample(self, order_id: uuid.UUID, *, reason: str) -> Written[OrderRow]:
        """The sample cannot be used: the order waits for another one.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``laboratory.missing``, ``laboratory.order_voided``, ``laboratory.has_result``.
        """
        self._work.require("laboratory.enter")
        why = _text("reason", reason)
        if why is None:
            raise ValidationError("reason", "laboratory.reason_missing")
        with self._work.database.write.begin() as session:
            order = self._holding(session, order_id)
            if order.status in ("to_validate", "done"):
                raise EmrError("laboratory.has_result")
            order.status, order.taken_at, order.taken_by = "ordered", None, None
            order.rejected_at, order.rejected_by = self._work.clock.now(), self._work.actor.staff_id
            order.rejected_why = why
            self._touch(order)
            self._audit(session, "laboratory.sample_rejected", order, reason=why)
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory", patient_id=row.patient.id))

    # results ---------------------------------------------------------------------------------------------

    def enter(self, form: ResultForm) -> Written[OrderRow]:
        """Keep a result as a new version; released at once, unless a second person has to look at it.

        Released, it stands in the visit in the same transaction. The draft under the form's id is dropped.

        Raises:
            ValidationError: ``values.<part>``, ``remark`` or ``reason`` (a correction needs one).
            OrderVoided: the order or its visit was voided; nothing is written.
            StaleVersion: somebody else entered something meanwhile; ``current`` is the order with theirs.
            EmrError: ``laboratory.missing``, ``laboratory.nothing_changed``: the same stands there already.
        """
        self._work.require("laboratory.enter")
        with self._work.database.write.begin() as session:
            order = self._order(session, form.order_id)
            if order.sensitive:
                self._work.require(SENSITIVE)
            if session.get(LabReport, form.id) is not None:
                return Written(self._row(session, order), Changes.of())
            order = self._holding(session, form.order_id)
            current = self._row(session, order)
            if order.version != form.expected_version:
                raise StaleVersion("lab_order", current)
            if order.done_at is not None:
                self._work.require("laboratory.correct")
            values = rules.cleaned(order.test, form.values)
            for problem in rules.problems(order.test, values):
                raise problem
            remark, reason = _text("remark", form.remark), _text("reason", form.reason)
            standing = current.waiting or current.released
            if standing is not None and (standing.results, standing.remark) == (values, remark):
                raise EmrError("laboratory.nothing_changed")
            if order.done_at is not None and reason is None:
                raise ValidationError("reason", "laboratory.reason_missing")
            now, staff = self._work.clock.now(), self._work.actor.staff_id
            report = LabReport(
                id=form.id,
                order_id=order.id,
                patient_id=order.patient_id,
                version=1 + max((one.version for one in current.reports), default=0),
                entered_at=now,
                entered_by=staff,
                remark=remark,
                reason=reason if order.done_at is not None else None,
            )
            session.add(report)
            session.flush()
            for position, (part, result) in enumerate(values.items()):
                judged = rules.judge(part, result, current.subject)
                session.add(
                    LabValue(
                        id=new_id(),
                        report_id=report.id,
                        patient_id=order.patient_id,
                        position=position,
                        test=part,
                        result=result,
                        value=number_in(result),
                        flag=judged.flag,
                        low=judged.low,
                        high=judged.high,
                        range_source=judged.source,
                    )
                )
            if order.taken_at is None:
                order.taken_at, order.taken_by = now, staff
            order.status = "to_validate"
            self._touch(order)
            self._audit(session, "laboratory.entered", order, version=report.version)
            if not second_person(session):
                self._release(session, order, report, before=_results(current.released))
            draft = session.get(Draft, form.id)
            if draft is not None:
                session.delete(draft)
            session.flush()
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory", "visit", "queue", "draft", patient_id=row.patient.id))

    def validate(self, order_id: uuid.UUID, *, expected_version: int) -> Written[OrderRow]:
        """A second person agrees: the result is released. Again changes nothing.

        Raises:
            StaleVersion: the result changed after it was read.
            OrderVoided: as for ``enter``.
            EmrError: ``laboratory.missing``, ``laboratory.same_person``, ``laboratory.nothing_waits``.
        """
        self._work.require("laboratory.validate")
        with self._work.database.write.begin() as session:
            order = self._holding(session, order_id)
            if order.sensitive:
                self._work.require(SENSITIVE)
            current = self._row(session, order)
            if current.waiting is None:
                if current.released is not None and order.version == expected_version + 1:
                    return Written(current, Changes.of())
                raise EmrError("laboratory.nothing_waits")
            if order.version != expected_version:
                raise StaleVersion("lab_order", current)
            if current.waiting.entered_by_id == self._work.actor.staff_id:
                raise EmrError("laboratory.same_person")
            report = session.get_one(LabReport, current.waiting.id)
            self._touch(order)
            self._release(session, order, report, before=_results(current.released))
            row = self._row(session, order)
        return Written(row, Changes.of("laboratory", "visit", "queue", patient_id=row.patient.id))

    def _release(
        self, session: Session, order: LabOrder, report: LabReport, *, before: dict[str, str]
    ) -> None:
        now = self._work.clock.now()
        report.released_at, report.released_by = now, self._work.actor.staff_id
        order.status, order.done_at = "done", order.done_at or now
        session.flush()
        self._tell_visit(session, order, before=before)
        self._audit(session, "laboratory.released", order, version=report.version)

    def _tell_visit(
        self, session: Session, order: LabOrder, *, before: dict[str, str], gone: bool = False
    ) -> None:
        changed = in_visit.bring_up_to_date(session, self._work, order, before=before, gone=gone)
        if changed and order.visit_id is not None and self._found is not None:
            self._found(session, order.visit_id)

    # inside ----------------------------------------------------------------------------------------------

    def _holding(self, session: Session, order_id: uuid.UUID) -> LabOrder:
        order = self._order(session, order_id)
        if order.voided_at is not None:
            raise OrderVoided("laboratory.order_voided", self._row(session, order))
        visit = session.get(Visit, order.visit_id) if order.visit_id is not None else None
        if visit is not None and visit.voided_at is not None:
            raise OrderVoided("laboratory.visit_voided", self._row(session, order))
        return order

    def _touch(self, order: LabOrder) -> None:
        order.version += 1
        order.updated_at, order.updated_by = self._work.clock.now(), self._work.actor.staff_id


def _results(report: ReportRow | None) -> dict[str, str]:
    return {} if report is None else report.results


def _text(field: str, text: str | None) -> str | None:
    cleaned = " ".join((text or "").split()) or None
    if cleaned is not None and len(cleaned) > LONGEST_NOTE:
        raise ValidationError(field, "visit.text_too_long", longest=LONGEST_NOTE)
    return cleaned
