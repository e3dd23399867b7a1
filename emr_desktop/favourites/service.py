"""The verbs on usual treatments."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Staff, UsualTreatment
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, StaleVersion, ValidationError
from emr_desktop.favourites import rules
from emr_desktop.favourites.rows import UsualForm, UsualLine, UsualRow


class FavouriteService:
    """Reading, saving and voiding what the facility usually gives. None is there until somebody writes it."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def all(self) -> tuple[UsualRow, ...]:
        """Every usual treatment, by name."""
        self._work.require("favourite.view")
        with self._work.database.read() as session:
            return _rows(session)

    def in_use(self) -> tuple[UsualForm, ...]:
        """Those that are offered at the consultation; read with each patient."""
        self._work.require("visit.view")
        with self._work.database.read() as session:
            return tuple(row.form for row in _rows(session) if row.form.in_use)

    def save(self, form: UsualForm) -> Written[tuple[UsualRow, ...]]:
        """Record a usual treatment, or correct the version that was read. The same again changes nothing.

        Raises:
            ValidationError: a field is wrong.
            StaleVersion: someone else corrected it meanwhile.
            EmrError: ``favourite.missing``.
        """
        self._work.require("favourite.manage")
        form = rules.cleaned(form)
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            rows = _rows(session)
            for problem in rules.problems(form, (row.form for row in rows)):
                raise problem
            told = _columns(form)
            usual = session.get(UsualTreatment, form.id)
            if usual is not None and all(getattr(usual, name) == value for name, value in told.items()):
                return Written(rows, Changes.of())
            if usual is None:
                if form.expected_version is not None:
                    raise EmrError("favourite.missing")
                session.add(
                    UsualTreatment(
                        id=form.id, created_at=now, created_by=staff, updated_at=now, updated_by=staff, **told
                    )
                )
            else:
                if usual.voided_at is not None:
                    raise EmrError("favourite.missing")
                if usual.version != form.expected_version:
                    raise StaleVersion("favourite", rows)
                for name, value in told.items():
                    setattr(usual, name, value)
                usual.version += 1
                usual.updated_at, usual.updated_by = now, staff
            session.flush()
            self._work.audit(
                session,
                "favourite.saved",
                entity="favourite",
                entity_id=form.id,
                detail={"in_use": form.in_use, "lines": [line.text for line in form.lines]},
            )
            return Written(_rows(session), Changes.of("favourite"))

    def void(self, usual_id: uuid.UUID, *, reason: str) -> Written[tuple[UsualRow, ...]]:
        """Take a usual treatment away. Again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``favourite.missing``.
        """
        self._work.require("favourite.manage")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "favourite.reason_missing")
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            usual = session.get(UsualTreatment, usual_id)
            if usual is None:
                raise EmrError("favourite.missing")
            if usual.voided_at is not None:
                return Written(_rows(session), Changes.of())
            usual.voided_at, usual.voided_by, usual.void_reason = now, staff, reason
            usual.updated_at, usual.updated_by = now, staff
            usual.version += 1
            session.flush()
            self._work.audit(session, "favourite.voided", entity="favourite", entity_id=usual_id)
            return Written(_rows(session), Changes.of("favourite"))


def _columns(form: UsualForm) -> dict[str, object]:
    return {
        "name": form.name,
        "icd10": form.icd10,
        "concept": form.concept,
        "lines": [[line.medicine, line.order] for line in form.lines],
        "tests": list(form.tests),
        "advice": form.advice,
        "in_use": form.in_use,
    }


def _rows(session: Session) -> tuple[UsualRow, ...]:
    found = session.execute(
        select(UsualTreatment, Staff.full_name)
        .outerjoin(Staff, Staff.id == UsualTreatment.updated_by)
        .where(UsualTreatment.voided_at.is_(None))
        .order_by(UsualTreatment.name)
    )
    return tuple(
        UsualRow(
            form=UsualForm(
                id=usual.id,
                name=usual.name,
                icd10=usual.icd10,
                concept=usual.concept,
                lines=tuple(UsualLine(medicine=medicine, order=order) for medicine, order in usual.lines),
                tests=tuple(usual.tests),
                advice=usual.advice,
                in_use=usual.in_use,
                expected_version=usual.version,
            ),
            changed_by=name,
        )
        for usual, name in found
    )
