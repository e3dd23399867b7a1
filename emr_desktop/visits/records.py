"""Reads and writes the rows of a visit inside a caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from db.models import (
    Diagnosis,
    LabResult,
    Prescription,
    PrescriptionFinding,
    Setting,
    Staff,
    Visit,
    VisitProcedure,
    VisitRevision,
    Vitals,
)
from emr_desktop.identity import new_id
from emr_desktop.patients.records import read_row
from emr_desktop.reference.catalogue import is_sensitive, lab_tests
from emr_desktop.visits.counting import counting_columns, number_in
from emr_desktop.visits.ending_records import endings_of
from emr_desktop.visits.flags import RETURN_DAYS, EarlierVisit
from emr_desktop.visits.rows import (
    DiagnosisEntry,
    FindingEntry,
    LabEntry,
    PrescriptionEntry,
    VisitForm,
    VisitRow,
    VisitSummary,
    VitalsEntry,
)

_PARTS = (Vitals, LabResult, Diagnosis, Prescription, PrescriptionFinding, VisitProcedure)
_FORM_COLUMNS = (
    "patient_id",
    "visit_date",
    "visit_type",
    "payer",
    "exemption",
    "pregnancy",
    "pregnancy_weeks",
    "new_this_year",
    "new_problem",
    "complaint",
    "history",
    "examination",
    "advice",
    "outcome",
    "outcome_detail",
    "referred_to",
    "source",
    "source_id",
)
_VITAL_NAMES = tuple(VitalsEntry.__dataclass_fields__)
_FINDING_NAMES = tuple(FindingEntry.__dataclass_fields__)
_ORDER_NAMES = tuple(PrescriptionEntry.__dataclass_fields__)


def form_of(session: Session, visit: Visit) -> VisitForm:
    """Read a visit back into the form it was saved from; ``expected_version`` stays None."""
    return forms_of(session, [visit])[0]


def forms_of(session: Session, visits: Sequence[Visit]) -> list[VisitForm]:
    """Read many visits back into their forms, in the order given; some thousands at most."""
    ids = [visit.id for visit in visits]
    parts, endings = _parts_of(session, ids), endings_of(session, ids)
    return [
        VisitForm(
            id=visit.id,
            vitals=parts.vitals.get(visit.id, VitalsEntry()),
            tests=parts.tests.get(visit.id, ()),
            diagnoses=parts.diagnoses.get(visit.id, ()),
            prescriptions=parts.prescriptions.get(visit.id, ()),
            findings=parts.findings.get(visit.id, ()),
            procedures=parts.procedures.get(visit.id, ()),
            referral=endings.referrals.get(visit.id),
            referred_in=endings.referred_in.get(visit.id),
            death=endings.deaths.get(visit.id),
            follow_up=endings.follow_ups.get(visit.id),
            **{name: getattr(visit, name) for name in _FORM_COLUMNS},
        )
        for visit in visits
    ]


def read_visit(session: Session, visit: Visit) -> VisitRow:
    """Build what callers see of one visit, with its patient."""
    patient = read_row(session, visit.patient_id)
    assert patient is not None  # noqa: S101 - the foreign key says so
    clinician = (
        session.scalar(select(Staff.full_name).where(Staff.id == visit.clinician_id))
        if visit.clinician_id
        else None
    )
    return VisitRow(
        form=form_of(session, visit),
        patient=patient,
        sex=visit.sex,
        age_months=visit.age_months,
        malaria_test=visit.malaria_test,
        status=visit.status,
        version=visit.version,
        saved_at=visit.updated_at,
        clinician=clinician,
        voided_at=visit.voided_at,
        void_reason=visit.void_reason,
    )


def summaries(
    session: Session,
    patient_id: uuid.UUID,
    *,
    limit: int,
    with_sensitive: bool,
    opened: Collection[uuid.UUID] = (),
) -> tuple[VisitSummary, ...]:
    """Read the visits of a patient that were saved and hold, newest first.

    Without ``with_sensitive`` a visit with that mark is there, but says nothing beyond its day and type,
    unless it is one of ``opened``.
    """
    columns = (
        Visit.id,
        Visit.visit_date,
        Visit.visit_type,
        Visit.new_problem,
        Visit.complaint,
        Visit.history,
        Visit.examination,
        Visit.advice,
        Visit.outcome,
        Visit.sensitive,
    )
    found = session.execute(
        select(*columns)
        .where(Visit.patient_id == patient_id, Visit.voided_at.is_(None), Visit.status == "done")
        .order_by(Visit.visit_date.desc(), Visit.created_at.desc())
        .limit(limit)
    ).all()
    shown = {one.id for one in found if with_sensitive or not one.sensitive or one.id in opened}
    parts = _parts_of(session, [one.id for one in found if one.id in shown])
    return tuple(
        VisitSummary(
            id=one.id,
            visit_date=one.visit_date,
            visit_type=one.visit_type,
            new_problem=one.new_problem,
            weight_kg=parts.vitals.get(one.id, VitalsEntry()).weight_kg,
            complaint=one.complaint if one.id in shown else None,
            history=one.history if one.id in shown else None,
            examination=one.examination if one.id in shown else None,
            advice=one.advice if one.id in shown else None,
            diagnoses=parts.diagnoses.get(one.id, ()),
            tests=parts.tests.get(one.id, ()),
            prescriptions=parts.prescriptions.get(one.id, ()),
            outcome=one.outcome,
            is_hidden=one.id not in shown,
        )
        for one in found
    )


def earlier_visits(
    session: Session,
    patient_id: uuid.UUID,
    visit_date: date,
    *,
    visit_id: uuid.UUID | None = None,
    saved_before: datetime | None = None,
) -> list[EarlierVisit]:
    """Read what the attendance rule needs of the saved visits before one.

    Before means on an earlier day, or on the same day and saved earlier.

    Args:
        session: any session.
        patient_id: whose visits.
        visit_date: the day of the visit the rule is applied to.
        visit_id: that visit, which is left out.
        saved_before: when that visit was first saved; None when it is not saved yet.
    """
    same_day = Visit.visit_date == visit_date
    before = or_(
        Visit.visit_date < visit_date,
        same_day if saved_before is None else and_(same_day, Visit.created_at < saved_before),
    )
    days: dict[uuid.UUID, date] = {}
    entries: dict[uuid.UUID, tuple[DiagnosisEntry, ...]] = {}
    for found_id, day, icd10, concept in session.execute(
        select(Visit.id, Visit.visit_date, Diagnosis.icd10, Diagnosis.concept)
        .outerjoin(Diagnosis, Diagnosis.visit_id == Visit.id)
        .where(Visit.patient_id == patient_id, Visit.voided_at.is_(None), Visit.status == "done", before)
    ):
        if found_id == visit_id:
            continue
        days[found_id] = day
        if icd10 is not None:
            entries[found_id] = (*entries.get(found_id, ()), DiagnosisEntry(icd10=icd10, concept=concept))
    return [EarlierVisit(day, entries.get(found_id, ())) for found_id, day in days.items()]


def return_days(session: Session) -> int:
    """Read within how many days a visit for the same problem is a return (setting ``visit.return_days``)."""
    value = session.scalar(select(Setting.value).where(Setting.name == "visit.return_days"))
    return value if isinstance(value, int) and not isinstance(value, bool) else RETURN_DAYS


def columns_of(form: VisitForm, *, sex: str, birth_date: date) -> dict[str, Any]:
    """Give the columns of a visit that come from its form, the counting columns among them."""
    counted = counting_columns(birth_date, form.visit_date, form.tests)
    tests = lab_tests()
    return {
        **{name: getattr(form, name) for name in _FORM_COLUMNS},
        "sex": sex,
        "age_months": counted.age_months,
        "malaria_test": counted.malaria_test,
        "sensitive": any(is_sensitive(entry.icd10, entry.concept) for entry in form.diagnoses)
        or any(tests[entry.test].sensitive for entry in form.tests),
    }


def insert_parts(session: Session, form: VisitForm, *, at: datetime) -> None:
    """Add vitals, tests, diagnoses and prescriptions of a visit that has none."""
    if not form.vitals.is_empty:
        vitals = {"id": new_id(), "visit_id": form.id, "taken_at": at, **vars(form.vitals)}
        session.execute(insert(Vitals), [vitals])
    parts: tuple[tuple[type[Any], list[dict[str, Any]]], ...] = (
        (LabResult, [{**vars(one), "value": number_in(one.result)} for one in form.tests]),
        (Diagnosis, [{**vars(one), "position": place} for place, one in enumerate(form.diagnoses)]),
        (Prescription, [{**order_columns(one), "position": at} for at, one in enumerate(form.prescriptions)]),
        (VisitProcedure, [{"code": code, "position": place} for place, code in enumerate(form.procedures)]),
        (PrescriptionFinding, [{**vars(one), "position": place} for place, one in enumerate(form.findings)]),
    )
    for table, rows in parts:
        if rows:
            # Ids in order, so that tests come back in the order they were entered.
            ids = sorted(new_id() for _ in rows)
            session.execute(
                insert(table),
                [{"id": new, "visit_id": form.id, **row} for new, row in zip(ids, rows, strict=True)],
            )


def order_columns(entry: PrescriptionEntry) -> dict[str, Any]:
    """Give the columns of one medicine."""
    return {**vars(entry), "directions": " ".join(entry.directions) or None}


def order_of(columns: dict[str, Any]) -> PrescriptionEntry:
    """Read one medicine back from its columns; what an older program did not write is not set."""
    told = {
        "directions": tuple((columns["directions"] or "").split()),
        "as_needed": bool(columns["as_needed"]),
        "start_now": bool(columns["start_now"]),
    }
    return PrescriptionEntry(**{**columns, **told})


def keep_revision(
    session: Session,
    visit: Visit,
    before: VisitForm,
    *,
    at: datetime,
    by: uuid.UUID,
    parts: Sequence[type[Any]] = _PARTS,
) -> None:
    """Keep what the visit said, whole, and take these parts away to make room for the corrected ones."""
    snapshot(session, visit, before, at=at, by=by)
    for table in parts:
        session.execute(delete(table).where(table.visit_id == visit.id))


def snapshot(
    session: Session,
    visit: Visit,
    before: VisitForm,
    *,
    at: datetime,
    by: uuid.UUID,
    changed_by: str | None = None,
) -> None:
    """Keep what the visit said, whole; ``changed_by`` names what changes it when that is not its form."""
    content = asdict(before) | {
        "sex": visit.sex,
        "age_months": visit.age_months,
        "malaria_test": visit.malaria_test,
        "clinician_id": visit.clinician_id,
        "saved_at": visit.updated_at,
        "saved_by": visit.updated_by,
    }
    if changed_by is not None:
        content["by"] = changed_by
    session.add(
        VisitRevision(
            id=new_id(),
            visit_id=visit.id,
            version=visit.version,
            replaced_at=at,
            replaced_by=by,
            content=_as_json(content),
        )
    )


class _Parts:
    def __init__(self) -> None:
        self.vitals: dict[uuid.UUID, VitalsEntry] = {}
        self.tests: dict[uuid.UUID, tuple[LabEntry, ...]] = {}
        self.diagnoses: dict[uuid.UUID, tuple[DiagnosisEntry, ...]] = {}
        self.prescriptions: dict[uuid.UUID, tuple[PrescriptionEntry, ...]] = {}
        self.findings: dict[uuid.UUID, tuple[FindingEntry, ...]] = {}
        self.procedures: dict[uuid.UUID, tuple[str, ...]] = {}


def _parts_of(session: Session, ids: Sequence[uuid.UUID]) -> _Parts:
    parts = _Parts()
    if not ids:
        return parts
    vitals = [getattr(Vitals, name) for name in _VITAL_NAMES]
    for visit_id, *values in session.execute(
        select(Vitals.visit_id, *vitals).where(Vitals.visit_id.in_(ids)).order_by(Vitals.taken_at)
    ):
        parts.vitals[visit_id] = VitalsEntry(**dict(zip(_VITAL_NAMES, values, strict=True)))
    for visit_id, test, result in session.execute(
        select(LabResult.visit_id, LabResult.test, LabResult.result)
        .where(LabResult.visit_id.in_(ids))
        .order_by(LabResult.id)
    ):
        entry = LabEntry(test=test, result=result)
        parts.tests[visit_id] = (*parts.tests.get(visit_id, ()), entry)
    for visit_id, icd10, concept, certainty, severity in session.execute(
        select(
            Diagnosis.visit_id, Diagnosis.icd10, Diagnosis.concept, Diagnosis.certainty, Diagnosis.severity
        )
        .where(Diagnosis.visit_id.in_(ids))
        .order_by(Diagnosis.position)
    ):
        found = DiagnosisEntry(icd10=icd10, concept=concept, certainty=certainty, severity=severity)
        parts.diagnoses[visit_id] = (*parts.diagnoses.get(visit_id, ()), found)
    for visit_id, *values in session.execute(
        select(Prescription.visit_id, *(getattr(Prescription, name) for name in _ORDER_NAMES))
        .where(Prescription.visit_id.in_(ids))
        .order_by(Prescription.position)
    ):
        line = order_of(dict(zip(_ORDER_NAMES, values, strict=True)))
        parts.prescriptions[visit_id] = (*parts.prescriptions.get(visit_id, ()), line)
    for visit_id, *values in session.execute(
        select(PrescriptionFinding.visit_id, *(getattr(PrescriptionFinding, name) for name in _FINDING_NAMES))
        .where(PrescriptionFinding.visit_id.in_(ids))
        .order_by(PrescriptionFinding.position)
    ):
        finding = FindingEntry(**dict(zip(_FINDING_NAMES, values, strict=True)))
        parts.findings[visit_id] = (*parts.findings.get(visit_id, ()), finding)
    for visit_id, code in session.execute(
        select(VisitProcedure.visit_id, VisitProcedure.code)
        .where(VisitProcedure.visit_id.in_(ids))
        .order_by(VisitProcedure.position)
    ):
        parts.procedures[visit_id] = (*parts.procedures.get(visit_id, ()), code)
    return parts


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(each) for each in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
