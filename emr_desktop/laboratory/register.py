"""The laboratory register: every test of a period, those of the consulting room among them."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LabOrder, LabResult, Visit
from emr_desktop.laboratory import rules
from emr_desktop.laboratory.records import names_of, order_rows, subject_of
from emr_desktop.laboratory.rows import OrderRow, RegisterLine, ValueRow
from emr_desktop.patients.records import rows_by_id
from emr_desktop.reference.laboratory import is_sensitive_test


def register_lines(
    session: Session, start: date, end: date, *, with_sensitive: bool
) -> tuple[RegisterLine, ...]:
    """Read the lines, oldest first. Voided orders and the tests of voided visits are not in it."""
    orders = session.scalars(
        select(LabOrder)
        .outerjoin(Visit, Visit.id == LabOrder.visit_id)
        .where(
            LabOrder.ordered_on.between(start, end), LabOrder.voided_at.is_(None), Visit.voided_at.is_(None)
        )
        .order_by(LabOrder.ordered_on, LabOrder.created_at, LabOrder.id)
    ).all()
    rows = order_rows(session, orders, with_sensitive=with_sensitive)
    lines = [_of_order(row) for row in rows]
    covered: dict[uuid.UUID, set[str]] = {}
    for row in order_rows(session, orders, with_sensitive=True):
        if row.visit_id is not None and row.released is not None:
            covered.setdefault(row.visit_id, set()).update(row.released.results)
    lines += _of_visits(session, start, end, covered, with_sensitive=with_sensitive)
    return tuple(sorted(lines, key=lambda line: line.on))


def _of_order(row: OrderRow) -> RegisterLine:
    report = row.released
    return RegisterLine(
        on=row.ordered_on,
        patient=row.patient,
        age_months=row.subject.age_months,
        test=row.test,
        hidden=row.hidden,
        specimen=None if row.hidden else row.specimen,
        ordered_by=row.ordered_by,
        results=report.values if report is not None else (),
        remark=report.remark if report is not None else None,
        done_at=row.done_at,
        done_by=report.entered_by if report is not None else None,
        validated_by=report.released_by
        if report is not None and report.released_by != report.entered_by
        else None,
        corrected=report is not None and report.version > 1 and report.reason is not None,
        status=row.status,
        rejected_why=row.rejected_why if row.status == "ordered" else None,
        order_id=row.id,
        visit_id=row.visit_id,
    )


def _of_visits(
    session: Session, start: date, end: date, covered: dict[uuid.UUID, set[str]], *, with_sensitive: bool
) -> list[RegisterLine]:
    """Tests whose result a visit has from no order: done by the clinician, or imported."""
    found = session.execute(
        select(Visit, LabResult.test, LabResult.result)
        .join(LabResult, LabResult.visit_id == Visit.id)
        .where(
            Visit.visit_date.between(start, end),
            Visit.voided_at.is_(None),
            LabResult.result.is_not(None),
        )
        .order_by(Visit.visit_date, Visit.created_at, LabResult.id)
    ).all()
    wanted = [line for line in found if line[1] not in covered.get(line[0].id, ())]
    patients = rows_by_id(session, list({visit.patient_id for visit, _, _ in wanted}))
    names = names_of(session, (visit.clinician_id for visit, _, _ in wanted))
    lines = []
    for visit, test, result in wanted:
        patient = patients[visit.patient_id]
        subject = subject_of(patient, LabOrder(ordered_on=visit.visit_date), visit)
        hidden = not with_sensitive and is_sensitive_test(test)
        judged = rules.judge(test, result or "", subject)
        value = ValueRow(
            test=test,
            result=result or "",
            flag=judged.flag,
            low=judged.low,
            high=judged.high,
            range_source=judged.source,
        )
        clinician = names.get(visit.clinician_id) if visit.clinician_id is not None else None
        lines.append(
            RegisterLine(
                on=visit.visit_date,
                patient=patient,
                age_months=visit.age_months,
                test="" if hidden else test,
                hidden=hidden,
                ordered_by=clinician,
                results=() if hidden else (value,),
                done_at=visit.started_at,
                done_by=clinician,
                visit_id=visit.id,
            )
        )
    return lines
