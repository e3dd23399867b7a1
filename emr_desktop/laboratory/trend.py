"""Earlier results of one test of one patient, from visits and from orders without a visit."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LabOrder, LabReport, LabResult, LabValue, Visit
from emr_desktop.laboratory import rules
from emr_desktop.laboratory.records import subject_of
from emr_desktop.laboratory.rows import TrendPoint
from emr_desktop.patients.records import read_row


def trend_of(session: Session, patient_id: uuid.UUID, test: str, *, limit: int) -> tuple[TrendPoint, ...]:
    """Read the newest results, oldest first. A visit's own test counts as it stands in the visit."""
    patient = read_row(session, patient_id)
    if patient is None:
        return ()
    found: list[tuple[date, TrendPoint]] = []
    for visit, result, value in session.execute(
        select(Visit, LabResult.result, LabResult.value)
        .join(LabResult, LabResult.visit_id == Visit.id)
        .where(
            Visit.patient_id == patient_id,
            Visit.voided_at.is_(None),
            LabResult.test == test,
            LabResult.result.is_not(None),
        )
        .order_by(Visit.visit_date.desc())
        .limit(limit)
    ):
        if result is None:
            continue
        order = LabOrder(ordered_on=visit.visit_date)
        judged = rules.judge(test, result, subject_of(patient, order, visit))
        point = TrendPoint(on=visit.visit_date, result=result, value=value, flag=judged.flag, where="visit")
        found.append((visit.visit_date, point))
    newest: dict[uuid.UUID, tuple[date, TrendPoint]] = {}
    for order_id, on, result, value, flag in session.execute(
        select(LabOrder.id, LabOrder.ordered_on, LabValue.result, LabValue.value, LabValue.flag)
        .join(LabReport, LabReport.order_id == LabOrder.id)
        .join(LabValue, LabValue.report_id == LabReport.id)
        .outerjoin(Visit, Visit.id == LabOrder.visit_id)
        .where(
            LabOrder.patient_id == patient_id,
            LabOrder.voided_at.is_(None),
            Visit.id.is_(None),
            LabReport.released_at.is_not(None),
            LabValue.test == test,
        )
        .order_by(LabReport.version)
    ):
        newest[order_id] = (
            on,
            TrendPoint(on=on, result=result, value=value, flag=flag, where="laboratory"),
        )
    points = sorted((*found, *newest.values()), key=lambda pair: pair[0])
    return tuple(point for _, point in points[-limit:])
