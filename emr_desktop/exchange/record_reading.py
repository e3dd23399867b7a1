"""Reads canonical records of many visits or patients in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.models import (
    Allergy,
    CounterReferral,
    LabOrder,
    LabReport,
    LabValue,
    Notification,
    Patient,
    Problem,
    Referral,
    Staff,
    Visit,
    Vitals,
)
from emr_desktop.allergies.service import read_lists
from emr_desktop.clock import local
from emr_desktop.exchange.record import (
    CaseRecord,
    CounterReferralRecord,
    LabOrderRecord,
    LabPart,
    OtherRecord,
    PatientRecord,
    ProblemRecord,
    VisitRecord,
)
from emr_desktop.patients.records import rows_by_id
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.visits.records import forms_of
from emr_desktop.visits.rows import VisitRow

_PROBLEM = ("id", "icd10", "concept", "since", "status", "resolved_on", "note", "sensitive")
_CASE = tuple(CaseRecord.__dataclass_fields__)
_COUNTER = tuple(CounterReferralRecord.__dataclass_fields__)


def read_patients(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, PatientRecord]:
    """Read patients with what stays with them, merged ones too; ids that are not there are left out.

    Args:
        session: reading.
        ids: some thousands at most.
    """
    rows = rows_by_id(session, ids)
    if not rows:
        return {}
    allergies = read_lists(session, ids)
    problems, withdrawn = _problems(session, ids)
    voided = _voided_substances(session, ids)
    kept = aliased(Patient)
    merged = {
        one.id: OtherRecord(id=one.kept_id, number=one.number)
        for one in session.execute(
            select(Patient.id, kept.id.label("kept_id"), kept.number)
            .join(kept, kept.id == Patient.merged_into)
            .where(Patient.id.in_(ids))
        )
    }
    replaces: dict[uuid.UUID, list[OtherRecord]] = defaultdict(list)
    for one in session.execute(
        select(Patient.merged_into, Patient.id, Patient.number)
        .where(Patient.merged_into.in_(ids))
        .order_by(Patient.number)
    ):
        replaces[one.merged_into].append(OtherRecord(id=one.id, number=one.number))
    mothers = {
        one.id: OtherRecord(id=one.mother_id, number=one.number)
        for one in session.execute(
            select(Patient.id, kept.id.label("mother_id"), kept.number)
            .join(kept, kept.id == Patient.mother_id)
            .where(Patient.id.in_(ids))
        )
    }
    changed = {
        one.id: one.updated_at
        for one in session.execute(select(Patient.id, Patient.updated_at).where(Patient.id.in_(ids)))
    }
    return {
        each: PatientRecord(
            patient=row,
            allergies=allergies[each],
            changed_at=changed[each],
            problems=tuple(problems.get(each, ())),
            merged_into=merged.get(each),
            replaces=tuple(replaces.get(each, ())),
            mother=mothers.get(each),
            voided_substances=tuple(voided.get(each, ())),
            voided_problems=tuple(withdrawn.get(each, ())),
        )
        for each, row in rows.items()
    }


def read_visits(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, VisitRecord]:
    """Read visits whole, voided ones too; ids that are not there are left out.

    Args:
        session: reading.
        ids: some thousands at most.
    """
    visits = list(session.scalars(select(Visit).where(Visit.id.in_(ids))))
    if not visits:
        return {}
    patients = read_patients(session, list({visit.patient_id for visit in visits}))
    staff = {
        one.id: one
        for one in session.execute(
            select(Staff.id, Staff.full_name, Staff.cadre).where(
                Staff.id.in_({visit.clinician_id for visit in visits if visit.clinician_id})
            )
        )
    }
    orders, cases = _orders(session, ids), _cases(session, ids)
    numbers, answers = _referrals(session, ids)
    measured = {
        one.visit_id: one.taken_at
        for one in session.execute(
            select(Vitals.visit_id, Vitals.taken_at).where(Vitals.visit_id.in_(ids)).order_by(Vitals.taken_at)
        )
    }
    found = {}
    for visit, form in zip(visits, forms_of(session, visits), strict=True):
        patient = patients[visit.patient_id]
        clinician = staff.get(visit.clinician_id) if visit.clinician_id else None
        row = VisitRow(
            form=form,
            patient=patient.patient,
            sex=visit.sex,
            age_months=visit.age_months,
            malaria_test=visit.malaria_test,
            status="void" if visit.voided_at is not None else visit.status,
            version=visit.version,
            saved_at=visit.updated_at,
            clinician=clinician.full_name if clinician is not None else None,
            voided_at=visit.voided_at,
            void_reason=visit.void_reason,
        )
        found[visit.id] = VisitRecord(
            visit=row,
            patient=patient,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
            measured_at=measured.get(visit.id),
            clinician_id=visit.clinician_id,
            clinician_cadre=clinician.cadre if clinician is not None else None,
            orders=tuple(orders.get(visit.id, ())),
            referral_number=numbers.get(visit.id),
            counter_referral=answers.get(visit.id),
            cases=tuple(cases.get(visit.id, ())),
            sensitive=visit.sensitive,
        )
    return found


def _problems(
    session: Session, ids: Iterable[uuid.UUID]
) -> tuple[dict[uuid.UUID, list[ProblemRecord]], dict[uuid.UUID, list[ProblemRecord]]]:
    """Those that hold, and those that were taken back."""
    holding: dict[uuid.UUID, list[ProblemRecord]] = defaultdict(list)
    voided: dict[uuid.UUID, list[ProblemRecord]] = defaultdict(list)
    for problem in session.scalars(
        select(Problem).where(Problem.patient_id.in_(ids)).order_by(Problem.created_at, Problem.id)
    ):
        told: dict[str, Any] = {name: getattr(problem, name) for name in _PROBLEM}
        noted = local(problem.created_at).date()
        found = holding if problem.voided_at is None else voided
        found[problem.patient_id].append(ProblemRecord(noted_on=noted, **told))
    return holding, voided


def _voided_substances(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for patient_id, substance in session.execute(
        select(Allergy.patient_id, Allergy.substance)
        .where(Allergy.patient_id.in_(ids), Allergy.voided_at.is_not(None))
        .order_by(Allergy.created_at, Allergy.id)
    ):
        found[patient_id].append(substance)
    return found


def _orders(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[LabOrderRecord]]:
    orders = list(
        session.scalars(
            select(LabOrder)
            .where(LabOrder.visit_id.in_(ids), LabOrder.voided_at.is_(None))
            .order_by(LabOrder.created_at, LabOrder.id)
        )
    )
    if not orders:
        return {}
    reports: dict[uuid.UUID, LabReport] = {}
    for report in session.scalars(
        select(LabReport)
        .where(LabReport.order_id.in_([order.id for order in orders]), LabReport.released_at.is_not(None))
        .order_by(LabReport.version)
    ):
        reports[report.order_id] = report
    parts: dict[uuid.UUID, list[LabPart]] = defaultdict(list)
    tests = lab_tests()
    for value in session.scalars(
        select(LabValue)
        .where(LabValue.report_id.in_([report.id for report in reports.values()]))
        .order_by(LabValue.position)
    ):
        known = tests.get(value.test)
        parts[value.report_id].append(
            LabPart(
                test=value.test,
                result=value.result,
                flag=value.flag,
                low=value.low,
                high=value.high,
                sensitive=known is not None and known.sensitive,
            )
        )
    found: dict[uuid.UUID, list[LabOrderRecord]] = defaultdict(list)
    for order in orders:
        released = reports.get(order.id)
        assert order.visit_id is not None  # noqa: S101 - asked for above
        found[order.visit_id].append(
            LabOrderRecord(
                id=order.id,
                test=order.test,
                ordered_at=order.created_at,
                urgent=order.urgent,
                status=order.status,
                specimen=order.specimen,
                taken_at=order.taken_at,
                released_at=released.released_at if released is not None else None,
                report_version=released.version if released is not None else None,
                remark=released.remark if released is not None else None,
                parts=tuple(parts.get(released.id, ())) if released is not None else (),
                sensitive=order.sensitive,
            )
        )
    return found


def _referrals(
    session: Session, ids: Iterable[uuid.UUID]
) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, CounterReferralRecord]]:
    numbers = {
        one.visit_id: one.number
        for one in session.execute(
            select(Referral.visit_id, Referral.number).where(
                Referral.visit_id.in_(ids), Referral.voided_at.is_(None)
            )
        )
    }
    answers = {
        each.visit_id: CounterReferralRecord(**{name: getattr(each, name) for name in _COUNTER})
        for each in session.scalars(
            select(CounterReferral).where(
                CounterReferral.visit_id.in_(ids), CounterReferral.voided_at.is_(None)
            )
        )
    }
    return numbers, answers


def _cases(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[CaseRecord]]:
    found: dict[uuid.UUID, list[CaseRecord]] = defaultdict(list)
    for case in session.scalars(
        select(Notification)
        .where(Notification.visit_id.in_(ids), Notification.kind == "case", Notification.voided_at.is_(None))
        .order_by(Notification.created_at, Notification.id)
    ):
        found[case.visit_id].append(CaseRecord(**{name: getattr(case, name) for name in _CASE}))
    return found
