"""The verbs on papers: make out a sick sheet, count its prints, keep the paper size, leave a trail."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Diagnosis, IssuedPaper, Setting, Staff, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.series import take_number
from emr_desktop.papers import rules
from emr_desktop.papers.copies import NOT_PRINTED, PRINTED, PrescriptionPrint, mark_of, printed_before
from emr_desktop.papers.handing_out import HandingOut
from emr_desktop.papers.rows import SickSheetForm, SickSheetRow
from emr_desktop.reference.catalogue import concepts, diagnosis_name, is_sensitive
from emr_desktop.visits.rows import VisitRow

SERIES = "S"
_LOOKED_AT_DAYS = 90
SIZES = ("A5", "A6")
LETTER_SIZES = ("A5", "A4")
_SIZE_SETTING = "print.prescription_paper"
_LETTER_SETTING = "print.letter_paper"


class PaperService(HandingOut):
    """A paper that was made out is never changed: it is taken back and another one made."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def make_sick_sheet(self, form: SickSheetForm) -> Written[SickSheetRow]:
        """Make out a sick sheet for a saved visit; the same form again changes nothing.

        Raises:
            ValidationError: a field is wrong.
            EmrError: ``visit.missing``, ``papers.visit_voided``, ``papers.already_made``.
        """
        self._work.require("paper.issue")
        form = replace(form, remarks=" ".join((form.remarks or "").split()) or None)
        with self._work.database.write.begin() as session:
            known = session.get(IssuedPaper, form.id)
            if known is not None:
                if _form_of(known) != form:
                    raise EmrError("papers.already_made", number=known.number)
                return Written(self._row(session, known), Changes.of())
            visit = self._visit(session, form.visit_id)
            for problem in rules.problems(form, visit_date=visit.visit_date):
                raise problem
            now, by, today = (
                self._work.clock.now(),
                self._work.actor.staff_id,
                self._work.clock.today(),
            )
            paper = IssuedPaper(
                id=form.id,
                patient_id=visit.patient_id,
                visit_id=visit.id,
                kind="sick_sheet",
                number=take_number(
                    session,
                    series=SERIES,
                    device_id=self._work.device_id,
                    facility_code=self._work.facility.code,
                    year=today.year,
                ),
                issued_on=today,
                content=_content(form),
                printed_count=0,
                version=1,
                created_at=now,
                created_by=by,
                updated_at=now,
                updated_by=by,
            )
            session.add(paper)
            session.flush()
            self._audit(session, paper, "paper.issued")
            row = self._row(session, paper)
        return Written(row, Changes.of("paper", patient_id=row.patient_id))

    def count_print(self, paper_id: uuid.UUID, *, times: int = 1) -> Written[SickSheetRow]:
        """Count prints before they are made: the second and later ones are marked as copies.

        Raises:
            EmrError: ``papers.missing``, ``papers.taken_back``.
        """
        return self._count(paper_id, times, "paper.printed")

    def uncount_print(self, paper_id: uuid.UUID, *, times: int = 1) -> Written[SickSheetRow]:
        """The printer did not take what was counted before.

        Raises:
            EmrError: ``papers.missing``.
        """
        return self._count(paper_id, -times, "paper.not_printed")

    def _count(self, paper_id: uuid.UUID, times: int, action: str) -> Written[SickSheetRow]:
        self._work.require("paper.issue")
        with self._work.database.write.begin() as session:
            paper = self._find(session, paper_id)
            if paper.voided_at is not None and times > 0:
                raise EmrError("papers.taken_back")
            paper.printed_count = max(paper.printed_count + times, 0)
            self._touch(paper)
            self._audit(session, paper, action)
            row = self._row(session, paper)
        return Written(row, Changes.of("paper", patient_id=row.patient_id))

    def take_back(self, paper_id: uuid.UUID, *, reason: str) -> Written[SickSheetRow]:
        """Take a sick sheet back; it stays in the list. Twice changes nothing.

        Raises:
            ValidationError: ``papers.reason_missing``.
            EmrError: ``papers.missing``.
        """
        self._work.require("paper.issue")
        reason = reason.strip()
        if not reason:
            raise ValidationError("reason", "papers.reason_missing")
        with self._work.database.write.begin() as session:
            paper = self._find(session, paper_id)
            if paper.voided_at is None:
                paper.voided_at, paper.voided_by = self._work.clock.now(), self._work.actor.staff_id
                paper.void_reason = reason
                self._touch(paper)
                self._audit(session, paper, "paper.taken_back")
            row = self._row(session, paper)
        return Written(row, Changes.of("paper", patient_id=row.patient_id))

    def sick_sheets(self, visit_id: uuid.UUID) -> tuple[SickSheetRow, ...]:
        """The sick sheets of a visit, oldest first, those taken back too. Part of viewing the visit."""
        self._work.require("visit.view")
        with self._work.database.read() as session:
            found = session.scalars(
                select(IssuedPaper)
                .where(IssuedPaper.visit_id == visit_id, IssuedPaper.kind == "sick_sheet")
                .order_by(IssuedPaper.created_at)
            )
            return tuple(self._row(session, paper) for paper in found)

    def prescription_print(self, visit: VisitRow) -> PrescriptionPrint:
        """The paper in use, and how often this prescription was handed out."""
        self._work.require("prescription.print")
        mark = mark_of(visit.form.prescriptions)
        with self._work.database.read() as session:
            printed = printed_before(session, visit_id=visit.form.id, patient_id=visit.patient.id, mark=mark)
        return PrescriptionPrint(size=self.prescription_size(), printed=printed)

    def count_prescription(self, visit: VisitRow, *, times: int) -> None:
        """Leave in the trail that it goes to the printer, before it does; the next one is a copy.

        Raises:
            EmrError: ``visit.missing``.
        """
        self._note_prescription(visit, PRINTED, times)

    def uncount_prescription(self, visit: VisitRow, *, times: int) -> None:
        """Leave in the trail that the printer did not take what was counted before.

        Raises:
            EmrError: ``visit.missing``.
        """
        self._note_prescription(visit, NOT_PRINTED, times)

    def _note_prescription(self, visit: VisitRow, action: str, times: int) -> None:
        self._work.require("prescription.print")
        self._note(visit.form.id, action, {"copies": times, "mark": mark_of(visit.form.prescriptions)})

    def _note(self, visit_id: uuid.UUID, action: str, detail: dict[str, object]) -> None:
        with self._work.database.write.begin() as session:
            visit = session.get(Visit, visit_id)
            if visit is None:
                raise EmrError("visit.missing")
            self._work.audit(
                session,
                action,
                entity="visit",
                entity_id=visit_id,
                patient_id=visit.patient_id,
                detail=detail,
            )

    def prescription_size(self) -> str:
        """The paper prescriptions are printed on here: ``A5`` or ``A6``."""
        return self._size(_SIZE_SETTING, SIZES)

    def use_prescription_size(self, size: str) -> Written[str]:
        """Print prescriptions on this paper from now on.

        Raises:
            EmrError: ``printing.unknown_paper``.
        """
        self._work.require("prescription.print")
        return self._use(_SIZE_SETTING, size, SIZES)

    def letter_size(self) -> str:
        """The paper letters to other facilities are printed on here: ``A5`` or ``A4``."""
        return self._size(_LETTER_SETTING, LETTER_SIZES)

    def use_letter_size(self, size: str) -> Written[str]:
        """Print letters to other facilities on this paper from now on.

        Raises:
            EmrError: ``printing.unknown_paper``.
        """
        self._work.require("referral.print")
        return self._use(_LETTER_SETTING, size, LETTER_SIZES)

    def commonest_diagnoses(self, limit: int, *, language: str) -> tuple[tuple[str, str], ...]:
        """ICD-10 codes and names of what this facility saw most in the last ninety days, nothing sensitive.

        A facility that has not seen enough yet gets the everyday concepts behind its own.
        """
        self._work.require("report.view")
        since = self._work.clock.today() - timedelta(days=_LOOKED_AT_DAYS)
        with self._work.database.read() as session:
            seen = session.execute(
                select(Diagnosis.icd10, Diagnosis.concept)
                .join(Visit, Visit.id == Diagnosis.visit_id)
                .where(Visit.visit_date >= since, Visit.voided_at.is_(None))
                .group_by(Diagnosis.icd10, Diagnosis.concept)
                .order_by(func.count().desc(), Diagnosis.icd10)
                .limit(4 * limit)
            ).all()
        usual = sorted(concepts().values(), key=lambda concept: concept.frequency)
        wanted = [(icd10, concept) for icd10, concept in seen]
        wanted += [(concept.icd10, concept.code) for concept in usual]
        found: dict[str, str] = {}
        for icd10, concept in wanted:
            if not is_sensitive(icd10, concept) and len(found) < limit:
                found.setdefault(icd10, diagnosis_name(icd10, concept, language=language))
        return tuple(found.items())

    # inside --------------------------------------------------------------------------------------------

    def _size(self, setting: str, sizes: tuple[str, ...]) -> str:
        with self._work.database.read() as session:
            value = session.scalar(select(Setting.value).where(Setting.name == setting))
        return str(value) if value in sizes else sizes[0]

    def _use(self, setting: str, size: str, sizes: tuple[str, ...]) -> Written[str]:
        if size not in sizes:
            raise EmrError("printing.unknown_paper", paper=size)
        now, by = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            kept = session.get(Setting, setting)
            before = sizes[0] if kept is None else kept.value
            if before != size:
                if kept is None:
                    session.add(Setting(name=setting, value=size, updated_at=now, updated_by=by))
                else:
                    kept.value, kept.updated_at, kept.updated_by = size, now, by
                self._work.audit(
                    session,
                    "facility.setting_changed",
                    entity="setting",
                    detail={"name": setting, "before": before, "after": size},
                )
        return Written(size, Changes.of(*(["facility"] if before != size else [])))

    def _visit(self, session: Session, visit_id: uuid.UUID) -> Visit:
        visit = session.get(Visit, visit_id)
        if visit is None:
            raise EmrError("visit.missing")
        if visit.voided_at is not None:
            raise EmrError("papers.visit_voided")
        return visit

    def _find(self, session: Session, paper_id: uuid.UUID) -> IssuedPaper:
        paper = session.get(IssuedPaper, paper_id)
        if paper is None:
            raise EmrError("papers.missing")
        return paper

    def _touch(self, paper: IssuedPaper) -> None:
        paper.version += 1
        paper.updated_at, paper.updated_by = self._work.clock.now(), self._work.actor.staff_id

    def _audit(self, session: Session, paper: IssuedPaper, action: str) -> None:
        self._work.audit(
            session,
            action,
            entity="issued_paper",
            entity_id=paper.id,
            patient_id=paper.patient_id,
            detail={"kind": paper.kind, "number": paper.number, "printed": paper.printed_count},
        )

    def _row(self, session: Session, paper: IssuedPaper) -> SickSheetRow:
        name, cadre = session.execute(
            select(Staff.full_name, Staff.cadre).where(Staff.id == paper.created_by)
        ).one()
        return SickSheetRow(
            form=_form_of(paper),
            patient_id=paper.patient_id,
            number=paper.number,
            issued_on=paper.issued_on,
            issuer=name,
            issuer_cadre=cadre,
            printed_count=paper.printed_count,
            version=paper.version,
            void_reason=paper.void_reason,
        )


def _content(form: SickSheetForm) -> dict[str, Any]:
    return {
        "first_day": form.first_day.isoformat(),
        "days": form.days,
        "kind": form.kind,
        "diagnosis_agreed": form.diagnosis_agreed,
        "remarks": form.remarks,
    }


def _form_of(paper: IssuedPaper) -> SickSheetForm:
    content = paper.content
    return SickSheetForm(
        id=paper.id,
        visit_id=paper.visit_id,
        first_day=date.fromisoformat(content["first_day"]),
        days=content["days"],
        kind=content["kind"],
        diagnosis_agreed=content["diagnosis_agreed"],
        remarks=content["remarks"],
    )
