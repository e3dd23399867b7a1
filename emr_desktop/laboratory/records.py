"""Reads orders with their results inside a caller's session."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LabOrder, LabReport, LabValue, Setting, Staff, Triage, Visit
from emr_desktop.laboratory.rows import OrderRow, ReportRow, Subject, ValueRow
from emr_desktop.patients.records import rows_by_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.age import completed_months

_VALUE_NAMES = ("test", "result", "flag", "low", "high", "range_source")


def names_of(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Full names of staff by id."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    found = session.execute(select(Staff.id, Staff.full_name).where(Staff.id.in_(wanted)))
    return {row.id: row.full_name for row in found}


def order_rows(session: Session, orders: Sequence[LabOrder], *, with_sensitive: bool) -> list[OrderRow]:
    """Read orders whole, in the order given.

    Args:
        session: any session.
        orders: which.
        with_sensitive: False leaves test, note and results of marked orders out and says ``hidden``.
    """
    if not orders:
        return []
    patients = rows_by_id(session, list({order.patient_id for order in orders}))
    reports = _reports(session, [order.id for order in orders])
    wanted = [order.visit_id for order in orders if order.visit_id is not None]
    visits, priorities = _visits(session, wanted), _priorities(session, wanted)
    names = names_of(
        session,
        (
            each
            for order in orders
            for each in (order.created_by, order.taken_by, order.rejected_by, order.voided_by)
        ),
    )
    return [
        _row(
            order,
            patients[order.patient_id],
            reports,
            visits,
            names,
            priority=priorities.get(order.visit_id, "routine") if order.visit_id else "routine",
            hide=order.sensitive and not with_sensitive,
        )
        for order in orders
    ]


def subject_of(patient: PatientRow, order: LabOrder, visit: Visit | None) -> Subject:
    """Whom the result of an order is judged for; pregnancy is what the visit says, if it says anything."""
    on = max(order.ordered_on, patient.birth_date)
    pregnant = None if visit is None or visit.pregnancy is None else visit.pregnancy == "pregnant"
    return Subject(
        sex=patient.sex,
        age_months=completed_months(patient.birth_date, on),
        pregnant=pregnant,
        weeks=visit.pregnancy_weeks if visit is not None and pregnant else None,
    )


def second_person(session: Session) -> bool:
    """Whether a result waits for a second person (setting ``laboratory.second_person``)."""
    return session.scalar(select(Setting.value).where(Setting.name == "laboratory.second_person")) is True


def _row(
    order: LabOrder,
    patient: PatientRow,
    reports: dict[uuid.UUID, tuple[ReportRow, ...]],
    visits: dict[uuid.UUID, Visit],
    names: dict[uuid.UUID, str],
    *,
    priority: str,
    hide: bool,
) -> OrderRow:
    visit = visits.get(order.visit_id) if order.visit_id is not None else None

    def name(staff_id: uuid.UUID | None) -> str | None:
        return None if staff_id is None else names.get(staff_id, "")

    return OrderRow(
        id=order.id,
        patient=patient,
        visit_id=order.visit_id,
        test="" if hide else order.test,
        ordered_at=order.created_at,
        ordered_on=order.ordered_on,
        ordered_by=name(order.created_by) or "",
        urgent=order.urgent,
        priority=priority,
        note=None if hide else order.note,
        sensitive=order.sensitive,
        hidden=hide,
        status=order.status,
        specimen=order.specimen,
        taken_at=order.taken_at,
        taken_by=name(order.taken_by),
        rejected_at=order.rejected_at,
        rejected_by=name(order.rejected_by),
        rejected_why=order.rejected_why,
        done_at=order.done_at,
        version=order.version,
        subject=subject_of(patient, order, visit),
        reports=() if hide else reports.get(order.id, ()),
        voided_at=order.voided_at,
        voided_by=name(order.voided_by),
        void_reason=order.void_reason,
        visit_voided=visit is not None and visit.voided_at is not None,
        visit_private=visit is not None and visit.sensitive,
    )


def _visits(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Visit]:
    if not ids:
        return {}
    return {visit.id: visit for visit in session.scalars(select(Visit).where(Visit.id.in_(ids)))}


def _priorities(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the triage said of visits; nothing for one that had none."""
    if not ids:
        return {}
    rows = session.execute(select(Triage.visit_id, Triage.priority).where(Triage.visit_id.in_(ids)))
    return {row.visit_id: row.priority for row in rows}


def _reports(session: Session, orders: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[ReportRow, ...]]:
    found = session.scalars(
        select(LabReport).where(LabReport.order_id.in_(orders)).order_by(LabReport.version.desc())
    ).all()
    if not found:
        return {}
    values: dict[uuid.UUID, tuple[ValueRow, ...]] = {}
    columns = [getattr(LabValue, name) for name in _VALUE_NAMES]
    for report_id, *parts in session.execute(
        select(LabValue.report_id, *columns)
        .where(LabValue.report_id.in_([report.id for report in found]))
        .order_by(LabValue.report_id, LabValue.position)
    ):
        value = ValueRow(**dict(zip(_VALUE_NAMES, parts, strict=True)))
        values[report_id] = (*values.get(report_id, ()), value)
    names = names_of(session, (each for one in found for each in (one.entered_by, one.released_by)))
    rows: dict[uuid.UUID, tuple[ReportRow, ...]] = {}
    for report in found:
        row = ReportRow(
            id=report.id,
            version=report.version,
            values=values.get(report.id, ()),
            remark=report.remark,
            reason=report.reason,
            entered_at=report.entered_at,
            entered_by=names.get(report.entered_by, ""),
            entered_by_id=report.entered_by,
            released_at=report.released_at,
            released_by=None if report.released_by is None else names.get(report.released_by, ""),
        )
        rows[report.order_id] = (*rows.get(report.order_id, ()), row)
    return rows
