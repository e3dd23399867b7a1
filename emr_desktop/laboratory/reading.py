"""What the laboratory shows: the worklist, an order, the orders of a visit, trends, the register."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import LabOrder, Visit
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import head_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.laboratory.records import order_rows, second_person
from emr_desktop.laboratory.register import register_lines
from emr_desktop.laboratory.rows import OrderRow, Register, TrendPoint, Worklist
from emr_desktop.laboratory.trend import trend_of
from emr_desktop.reference.laboratory import is_sensitive_test

SENSITIVE = "laboratory.sensitive"
LONGEST_REGISTER_DAYS = 366


def _place_in_line(row: OrderRow) -> tuple[bool, bool]:
    """Urgent ones and emergencies, then visits with priority; among equals the longest wait."""
    return (not row.comes_first, row.priority != "priority")


class LaboratoryReading:
    """The reading half of ``LaboratoryService``."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def worklist(self, *, again: bool = False) -> Worklist:
        """What waits, urgent first and then the longest wait, and what was done or voided today.

        ``again`` refreshes a list that is on the screen already: only the first look is audited.
        """
        self._work.require("laboratory.view")
        midnight = datetime.combine(self._work.clock.today(), time(), tzinfo=EAST_AFRICA)
        with self._work.database.write.begin() as session:
            orders = session.scalars(
                select(LabOrder)
                .outerjoin(Visit, Visit.id == LabOrder.visit_id)
                .where(
                    or_(
                        (LabOrder.status != "done")
                        & LabOrder.voided_at.is_(None)
                        & Visit.voided_at.is_(None),
                        LabOrder.updated_at >= midnight,
                    )
                )
                .order_by(LabOrder.created_at, LabOrder.id)
            ).all()
            rows = tuple(sorted(self._rows(session, orders), key=_place_in_line))
            waits = second_person(session)
            if not again:
                self._work.audit(session, "laboratory.worklist", detail={"orders": len(rows)})
        counts = {
            status: sum(1 for row in rows if not row.is_void and row.status == status)
            for status in ("ordered", "taken", "to_validate", "done")
        }
        return Worklist(orders=rows, second_person=waits, counts=counts)

    def get(self, order_id: uuid.UUID) -> OrderRow:
        """Read one order with all versions of its result (audited as a view), a voided one too.

        Raises:
            EmrError: ``laboratory.missing``.
        """
        self._work.require("laboratory.view")
        with self._work.database.write.begin() as session:
            order = self._order(session, order_id)
            self._audit(session, "laboratory.viewed", order)
            return self._row(session, order)

    def for_paper(self, order_ids: Sequence[uuid.UUID]) -> tuple[OrderRow, ...]:
        """Read orders to print them (audited as a print), in the order given.

        Raises:
            PermissionRefused: one is marked, and the reader may not see it.
            EmrError: ``laboratory.missing``.
        """
        self._work.require("laboratory.view")
        with self._work.database.write.begin() as session:
            orders = [self._order(session, order_id) for order_id in order_ids]
            if any(order.sensitive for order in orders):
                self._work.require(SENSITIVE)
            for order in orders:
                self._audit(session, "laboratory.printed", order)
            return tuple(self._rows(session, orders))

    def of_visit(self, visit_id: uuid.UUID) -> tuple[OrderRow, ...]:
        """The orders of a visit on the screen, oldest first, voided ones too; not audited again."""
        self._work.require("visit.view")
        with self._work.database.read() as session:
            orders = session.scalars(
                select(LabOrder)
                .where(LabOrder.visit_id == visit_id)
                .order_by(LabOrder.created_at, LabOrder.id)
            ).all()
            return tuple(self._rows(session, orders))

    def trend(self, patient_id: uuid.UUID, test: str, *, limit: int = 12) -> tuple[TrendPoint, ...]:
        """Earlier results of the same test of this patient, oldest first (audited as a view)."""
        self._work.require("visit.view")
        if is_sensitive_test(test):
            self._work.require(SENSITIVE)
        with self._work.database.write.begin() as session:
            points = trend_of(session, patient_id, test, limit=limit)
            self._work.audit(
                session,
                "laboratory.trend",
                entity="patient",
                entity_id=patient_id,
                patient_id=patient_id,
                detail={"test": test},
            )
        return points

    def register(self, start: date, end: date) -> Register:
        """The register from one day to another, both included, oldest first (audited as a view).

        Marked tests are hidden from a reader who may not see them, and counted in ``hidden``.

        Raises:
            ValidationError: ``end`` lies before ``start`` or more than a year after it.
        """
        self._work.require("laboratory.view")
        if end < start:
            raise ValidationError("end", "laboratory.end_before_start")
        if (end - start).days > LONGEST_REGISTER_DAYS:
            raise ValidationError("end", "laboratory.register_too_long", days=LONGEST_REGISTER_DAYS)
        with self._work.database.write.begin() as session:
            lines = register_lines(session, start, end, with_sensitive=self._sees_sensitive)
            self._work.audit(
                session,
                "laboratory.register",
                detail={"start": start.isoformat(), "end": end.isoformat(), "lines": len(lines)},
            )
        hidden = sum(1 for line in lines if line.hidden)
        return Register(start=start, end=end, lines=lines, hidden=hidden)

    def register_taken_out(self, register: Register, *, purpose: str) -> Register:
        """Leave a line in the trail: a register is ``printed`` or ``exported`` now.

        Returns:
            The same register with the code of the trail's head, for the foot of each page.
        """
        self._work.require("laboratory.view")
        if purpose == "exported":
            self._work.require("list.export")
        with self._work.database.write.begin() as session:
            self._work.audit(
                session,
                f"laboratory.register_{purpose}",
                detail={
                    "start": register.start.isoformat(),
                    "end": register.end.isoformat(),
                    "records": len(register.lines),
                },
            )
            return replace(register, trail=head_code(*head_of_chain(session)))

    # inside ----------------------------------------------------------------------------------------------

    @property
    def _sees_sensitive(self) -> bool:
        return self._work.may(SENSITIVE)

    def _rows(self, session: Session, orders: Sequence[LabOrder]) -> list[OrderRow]:
        return order_rows(session, orders, with_sensitive=self._sees_sensitive)

    def _row(self, session: Session, order: LabOrder) -> OrderRow:
        session.flush()
        return self._rows(session, [order])[0]

    def _order(self, session: Session, order_id: uuid.UUID) -> LabOrder:
        order = session.get(LabOrder, order_id)
        if order is None:
            raise EmrError("laboratory.missing")
        return order

    def _audit(self, session: Session, action: str, order: LabOrder, **detail: object) -> None:
        self._work.audit(
            session,
            action,
            entity="lab_order",
            entity_id=order.id,
            patient_id=order.patient_id,
            detail=detail or None,
        )
