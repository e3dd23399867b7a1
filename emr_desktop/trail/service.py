"""The verbs on the audit trail: look, check, print, take out, go through a month; each leaves a row."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import select

from db.errors import KeyTrouble
from db.models import AuditEntry, Staff
from db.trail import take_as_it_stands
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.chain import driver
from emr_desktop.access.head_code import head_code
from emr_desktop.access.reconciling import differing_tables
from emr_desktop.access.verifying import Verdict, verify
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.trail.asking import condition, patient_of, read_rows
from emr_desktop.trail.rows import (
    MonthReview,
    PersonName,
    TrailPage,
    TrailQuery,
)

PAGE = 100
MOST = 20_000  # rows on one paper or in one file
_PERIOD = re.compile(r"20\d{2}(0[1-9]|1[0-2])")


class AuditService:
    """Who may look: the in-charge; IT staff without patients: no number, no name, no id of one."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    @property
    def sees_patients(self) -> bool:
        return self._work.may("audit.patients")

    def find(self, query: TrailQuery, *, before: int | None = None) -> TrailPage:
        """One page of rows, the newest first.

        Args:
            query: what is asked for.
            before: the ``before`` of the page above; None for the newest.

        Raises:
            ValidationError: ``staff patient last``.
            PermissionRefused: ``audit.view``; for one patient ``audit.patients``.
        """
        self._work.require("audit.view")
        if query.patient or query.patient_id:
            self._work.require("audit.patients")
        return self._read(query, before, PAGE, "audit.viewed")

    def who_looked(self, patient_id: uuid.UUID, *, before: int | None = None) -> TrailPage:
        """Everything anybody did with one patient's record, the newest first.

        Raises:
            PermissionRefused: ``audit.patients``.
        """
        self._work.require("audit.patients")
        query = TrailQuery(patient_id=patient_id)
        return self._read(query, before, PAGE, "audit.patient_viewed")

    def patient_numbered(self, number: str) -> uuid.UUID:
        """The patient of a number as somebody typed it; the verb that it is for leaves the row.

        Raises:
            PermissionRefused: ``audit.patients``.
            ValidationError: ``patient``: ``audit.patient_unknown``.
        """
        self._work.require("audit.patients")
        with self._work.database.read() as session:
            return patient_of(session, number)

    def take_out(self, query: TrailQuery, *, purpose: str = "exported") -> TrailPage:
        """Up to 20,000 rows for a file or a paper; ``purpose`` is ``exported`` or ``printed``."""
        self._work.require("audit.view")
        if purpose == "exported":
            self._work.require("audit.export")
        if query.patient or query.patient_id:
            self._work.require("audit.patients")
        return self._read(query, None, MOST, f"audit.{purpose}")

    def check(self, *, recovery_key: str | None = None, council_key: bytes | None = None) -> Verdict:
        """Check chain, seals, witnesses and every record.

        Raises:
            ValidationError: the recovery key was mistyped.
        """
        self._work.require("audit.verify")
        try:
            verdict = verify(work=self._work, recovery_key=recovery_key, council_key=council_key)
        except KeyTrouble as trouble:
            raise ValidationError("recovery_key", trouble.code, **trouble.params) from trouble
        with self._work.database.write.begin() as session:
            detail = {"rows": verdict.rows, "findings": len(verdict.findings)}
            self._work.audit(session, "audit.verified", detail=detail)
        return verdict

    def review(self, period: str) -> Written[MonthReview]:
        """Say that the trail of a month (``202610``) was gone through; the in-charge does so every month.

        Raises:
            EmrError: ``audit.month_malformed``, ``audit.month_not_over``.
        """
        self._work.require("audit.review")
        if not _PERIOD.fullmatch(period):
            raise EmrError("audit.month_malformed", period=period)
        today = self._work.clock.today()
        if period > f"{today:%Y%m}":
            raise EmrError("audit.month_not_over", period=period)
        with self._work.database.write.begin() as session:
            detail: dict[str, object] = {"period": period}
            if differing := differing_tables(session):
                # Somebody looked: from here on the tables count as they stand, and the trail says which.
                take_as_it_stands(driver(session))
                detail["tables"] = list(differing)
            self._work.audit(session, "audit.reviewed", detail=detail)
        done = MonthReview(period=period, staff=self._work.actor.full_name, at=self._work.clock.now())
        return Written(done, Changes.of("audit"))

    def last_review(self) -> MonthReview | None:
        """The newest review; looking at it is no view of a record and leaves no row."""
        self._work.require("audit.view")
        with self._work.database.read() as session:
            found = session.execute(
                select(AuditEntry.detail, AuditEntry.at, Staff.full_name)
                .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
                .where(AuditEntry.action == "audit.reviewed")
                .order_by(AuditEntry.seq.desc())
                .limit(1)
            ).one_or_none()
        return None if found is None else MonthReview(period=found[0]["period"], at=found[1], staff=found[2])

    def people(self) -> tuple[PersonName, ...]:
        """Everybody who ever worked here, to choose from; names of staff alone, so without a row."""
        self._work.require("audit.view")
        with self._work.database.read() as session:
            return tuple(
                PersonName(username=username, full_name=name)
                for username, name in session.execute(
                    select(Staff.username, Staff.full_name).order_by(Staff.full_name)
                )
            )

    def _read(self, query: TrailQuery, before: int | None, most: int, action: str) -> TrailPage:
        patients = self.sees_patients
        with self._work.database.write.begin() as session:
            wanted = condition(session, query)
            rows = read_rows(session, wanted, before=before, most=most + 1, patients=patients)
            more = len(rows) > most
            code = head_code(*head_of_chain(session))
            patient_id = query.patient_id or (patient_of(session, query.patient) if query.patient else None)
            detail = {
                "rows": min(len(rows), most),
                "staff": query.staff,
                "from": query.first and query.first.isoformat(),
                "to": query.last and query.last.isoformat(),
                "kind": query.kind,
                "before": before,
            }
            told = {name: value for name, value in detail.items() if value is not None}
            self._work.audit(session, action, entity="audit", patient_id=patient_id, detail=told)
        return TrailPage(rows=tuple(rows[:most]), before=rows[most - 1].seq if more else None, head_code=code)
