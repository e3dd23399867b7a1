"""The verbs on forms: list, show, cases, check, close, reopen."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from db.models import FormVersion, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.cases import case_lines
from emr_desktop.forms.checking import check_form
from emr_desktop.forms.closed import closed_days
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.explained import ExplainedVisit, FoundVisit
from emr_desktop.forms.explaining import explain_form, read_asked_visit, visits_of_number
from emr_desktop.forms.figures import Cells, form_info
from emr_desktop.forms.finding import find_definition, find_form, known_forms
from emr_desktop.forms.listing import expanded
from emr_desktop.forms.periods import Period, parse_period, period_of
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import (
    Cases,
    CheckReport,
    FormInfo,
    FormReport,
    Misplaced,
)
from emr_desktop.forms.versions import frozen_figures, last_version, signature_of, visits_hash
from emr_desktop.identity import new_id

# What is signed and sent; the other way of counting is for looking.
_SIGNED_COUNT = "new"


class FormService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._reporter = FormReporter(work=work)

    def is_closed(self, day: date) -> bool:
        """Whether a form of the month or week of ``day`` is closed now."""
        self._work.require("report.view")
        with self._work.database.read() as session:
            return closed_days(session)(day)

    def list_forms(self) -> tuple[FormInfo, ...]:
        """Every form in every edition, in their order; the edition meant when none is named comes first."""
        with self._work.database.read() as session:
            known = known_forms(session).values()
        forms = sorted(known, key=lambda one: (one.order, one.form, not one.is_default, one.edition))
        return tuple(form_info(definition) for definition in forms)

    def show(self, form: str, period: str, *, edition: str | None = None, count: str = "new") -> FormReport:
        """Count one form for one period, as the record stands now.

        Raises:
            EmrError: ``form.unknown``, ``form.edition_unknown``, ``form.count_unknown``,
                ``form.period_malformed``, ``form.period_in_future``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, count)
            definition = self._reporter.with_rows(session, definition, days, count)
            return self._reporter.report(session, definition, days, count)

    def closed_version(
        self, form: str, period: str, *, edition: str | None = None, version: int | None = None
    ) -> FormReport:
        """The figures of a signed version as they were frozen, whatever was corrected since.

        Args:
            form: as in ``show``.
            period: as in ``show``.
            edition: as in ``show``.
            version: None gives the one in force.

        Raises:
            EmrError: ``form.not_closed`` when there is no such version, or the last one was reopened.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, _SIGNED_COUNT, withdrawn=True)
            kept = last_version(session, definition, days, version=version)
            if kept is None or (version is None and kept.reopened_at is not None):
                raise EmrError("form.not_closed", form=definition.form, period=days.code)
            figures = kept.figures
            definition = expanded(definition, figures.get("listed", ()))
            misplaced = tuple(
                Misplaced(row, column, uuid.UUID(visit), why)
                for row, column, visit, why in figures["misplaced"]
            )
            return replace(
                self._reporter.assemble(
                    session, definition, days, figures["count"], figures["rows"], misplaced
                ),
                status="closed",
                version=kept.version,
                signature=signature_of(kept),
            )

    def cases(
        self,
        form: str,
        period: str,
        *,
        row: str,
        column: str | None = None,
        edition: str | None = None,
        count: str = "new",
    ) -> Cases:
        """The visits behind one cell, or one row when ``column`` is None; one line for each thing counted.

        A total may be asked for as well: column ``F``, ``y1_4`` or ``all``. The look is audited.

        Raises:
            EmrError: as ``show``, and ``form.row_unknown``, ``form.column_unknown``.
        """
        self._work.require("report.cases")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, count)
            definition = self._reporter.with_rows(session, definition, days, count)
            lines = case_lines(session, definition, days, count, row=row, column=column)
        with self._work.database.write.begin() as session:
            detail = {"form": form, "edition": definition.edition, "period": days.code}
            detail |= {"row": row, "column": column or "all", "count": str(len(lines))}
            self._work.audit(session, "form.cases", entity="form", detail=detail)
        return Cases(definition.form, definition.edition, days.code, row, column, len(lines), lines)

    def explain(
        self,
        visit_id: uuid.UUID,
        *,
        form: str | None = None,
        edition: str | None = None,
        period: str | None = None,
    ) -> ExplainedVisit:
        """Where the forms of the visit's period count it, and why not. The look is audited.

        Args:
            visit_id: any visit, one that is open or cancelled too.
            form: None asks every form in its default edition.
            edition: None is the default one.
            period: None is the month or week the visit lies in.

        Raises:
            PermissionRefused: ``report.cases``; of a visit marked sensitive ``visit.sensitive``.
            EmrError: ``visit.missing``, ``form.unknown``, ``form.edition_unknown``,
                ``form.period_malformed``.
        """
        self._work.require("report.cases")
        with self._work.database.read() as session:
            visit, number = read_asked_visit(session, visit_id)
            if visit.sensitive:
                self._work.require("visit.sensitive")
            if form is None:
                known = sorted(known_forms(session).values(), key=lambda one: (one.order, one.form))
                asked = [one for one in known if one.is_default]
            else:
                asked = [find_definition(session, form, edition, _SIGNED_COUNT)]
            explained = []
            for one in asked:
                days = period_of(visit.visit_date, one.period_type)
                if period is not None:
                    days = parse_period(period, one.period_type)
                one = self._reporter.with_rows(session, one, days, _SIGNED_COUNT)
                explained.append(explain_form(session, one, days, visit, _SIGNED_COUNT))
            found = ExplainedVisit(visit.id, visit.visit_date, number, tuple(explained))
            patient_id = visit.patient_id
        with self._work.database.write.begin() as session:
            self._work.audit(
                session, "form.explained", entity="visit", entity_id=visit_id, patient_id=patient_id
            )
        return found

    def visits_of(self, number: str) -> tuple[FoundVisit, ...]:
        """The visits of a patient by number, to ask about one of them.

        Raises:
            EmrError: ``form.why.nobody`` when nobody has that number.
        """
        self._work.require("report.cases")
        with self._work.database.read() as session:
            return visits_of_number(session, number)

    def check(self, form: str, period: str, *, edition: str | None = None) -> CheckReport:
        """Compare the register with the summary and list what is wrong, with the visits concerned.

        Raises:
            EmrError: as ``show``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, _SIGNED_COUNT)
            definition = self._reporter.with_rows(session, definition, days, _SIGNED_COUNT)
            report = self._reporter.report(session, definition, days, _SIGNED_COUNT)
            return check_form(session, definition, days, report, today=self._work.clock.today())

    def close(self, form: str, period: str, *, edition: str | None = None) -> Written[FormReport]:
        """Sign the figures as they stand and freeze them as the next version.

        Raises:
            EmrError: as ``show``, and ``form.already_closed``: reopen it first.
        """
        self._work.require("report.close")
        with self._work.database.write.begin() as session:
            definition, days = self._find(session, form, period, edition, _SIGNED_COUNT)
            last = last_version(session, definition, days)
            if last is not None and last.reopened_at is None:
                raise EmrError("form.already_closed", form=form, period=days.code, version=last.version)
            number = 1 if last is None else last.version + 1
            definition = self._reporter.with_rows(session, definition, days, _SIGNED_COUNT)
            report = self._reporter.report(session, definition, days, _SIGNED_COUNT)
            signer = session.get(Staff, self._work.actor.staff_id)
            kept = FormVersion(
                id=new_id(),
                form=definition.form,
                edition=definition.edition,
                period=days.code,
                version=number,
                closed_at=self._work.clock.now(),
                closed_by=self._work.actor.staff_id,
                signer_name=self._work.actor.full_name,
                signer_cadre=signer.cadre if signer is not None else None,
                figures=frozen_figures(
                    _cells(report), report.misplaced, _SIGNED_COUNT, listed=definition.listed_values
                ),
                visits_hash=visits_hash(session, definition, days),
            )
            session.add(kept)
            self._audit_version(session, "form.closed", kept)
            closed = replace(report, status="closed", version=number, signature=signature_of(kept))
        return Written(closed, Changes.of("form"))

    def reopen(
        self, form: str, period: str, *, reason: str, edition: str | None = None
    ) -> Written[FormReport]:
        """Take the signature back so that the form can be closed again; the frozen figures stay.

        Raises:
            ValidationError: ``reason`` is empty. EmrError: as ``show``, and ``form.not_closed``.
        """
        self._work.require("report.reopen")
        if not reason.strip():
            raise ValidationError("reason", "form.reason_missing")
        with self._work.database.write.begin() as session:
            definition, days = self._find(session, form, period, edition, _SIGNED_COUNT)
            last = last_version(session, definition, days)
            if last is None or last.reopened_at is not None:
                raise EmrError("form.not_closed", form=form, period=days.code)
            last.reopened_at = self._work.clock.now()
            last.reopened_by = self._work.actor.staff_id
            last.reopen_reason = reason.strip()
            self._audit_version(session, "form.reopened", last)
            definition = self._reporter.with_rows(session, definition, days, _SIGNED_COUNT)
            report = self._reporter.report(session, definition, days, _SIGNED_COUNT)
        return Written(report, Changes.of("form"))

    def _audit_version(self, session: Session, action: str, version: FormVersion) -> None:
        detail = {"form": version.form, "edition": version.edition, "period": version.period}
        detail |= {"version": str(version.version), "hash": version.visits_hash}
        self._work.audit(session, action, entity="form", entity_id=version.id, detail=detail)

    def _find(
        self,
        session: Session,
        form: str,
        period: str,
        edition: str | None,
        count: str,
        *,
        withdrawn: bool = False,
    ) -> tuple[FormDefinition, Period]:
        today = self._work.clock.today()
        return find_form(
            session, form, period, today=today, edition=edition, count=count, withdrawn=withdrawn
        )


def _cells(report: FormReport) -> Cells:
    return {row.row: row.cells for row in report.rows}
