"""The verbs on forms: list, show, cases, check, close, reopen."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormVersion
from emr_desktop.access.head_code import read_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.cases import case_lines, visit_lines
from emr_desktop.forms.checking import check_form, refuse_clock_behind
from emr_desktop.forms.closed import closed_days
from emr_desktop.forms.closing import SIGNED_COUNT, FormClosing
from emr_desktop.forms.comparing import compare_versions, compare_with_now
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.explained import ExplainedVisit, FoundVisit
from emr_desktop.forms.explaining import explain_form, read_asked_visit, visits_of_number
from emr_desktop.forms.figures import form_info
from emr_desktop.forms.finding import find_definition, find_form, known_forms
from emr_desktop.forms.periods import Period, parse_period, period_of
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import CaseLine, Cases, CheckReport, FormInfo, FormReport
from emr_desktop.forms.signed_list import signed_forms
from emr_desktop.forms.verifying import verify_code
from emr_desktop.forms.version_rows import (
    FormChanges,
    SignedForm,
    Signing,
    SigningSheet,
    Verified,
    VersionLine,
)
from emr_desktop.forms.versions import last_version


class FormService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._reporter = FormReporter(work=work)
        self._closing = FormClosing(work=work, reporter=self._reporter)

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
        """A signed version exactly as it was signed, whatever was corrected since.

        Args:
            form: as in ``show``.
            period: as in ``show``.
            edition: as in ``show``.
            version: None gives the one in force.

        Raises:
            EmrError: ``form.not_closed`` when there is no such version, or the last one was reopened;
                ``form.version_damaged`` when what was kept is not what was signed.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            place, found = self._place(session, form, period, edition)
            return self._closing.signed(session, place, version, found)

    def before_closing(self, form: str, period: str, *, edition: str | None = None) -> SigningSheet:
        """What the check says, what is filled in for the signer, and what must be confirmed in words.

        Raises:
            EmrError: as ``show``, and ``form.already_closed``.
        """
        self._work.require("report.close")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, SIGNED_COUNT)
            return self._closing.before(session, definition, days)

    def versions(self, form: str, period: str, *, edition: str | None = None) -> tuple[VersionLine, ...]:
        """Every signed version of a form for a period, the newest first; empty when none was signed.

        Raises:
            EmrError: as ``show``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            place, _ = self._place(session, form, period, edition)
            return self._closing.versions(session, *place)

    def signed(self) -> tuple[SignedForm, ...]:
        """The last version of everything that was signed, also by forms that are offered no more."""
        self._work.require("report.view")
        with self._work.database.read() as session:
            return signed_forms(session, key=self._work.audit_key)

    def changes(
        self,
        form: str,
        period: str,
        *,
        edition: str | None = None,
        version: int | None = None,
        against: int | None = None,
    ) -> FormChanges:
        """What changed since a version was signed: cells, and the visits responsible. The look is audited.

        Args:
            form: as in ``show``.
            period: as in ``show``.
            edition: as in ``show``.
            version: None is the last one signed, reopened or not.
            against: another version; None compares with the record as it is now.

        Raises:
            EmrError: as ``show``; ``form.not_closed``, ``form.version_unknown``, ``form.version_damaged``.
        """
        self._work.require("report.cases")
        key = self._work.audit_key
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, SIGNED_COUNT, withdrawn=True)
            signed = self._version(session, definition, days, version)
            if against is None:
                found = compare_with_now(session, signed, definition, days, key=key)
            else:
                other = self._version(session, definition, days, against)
                first, second = sorted((signed, other), key=lambda one: one.version)
                found = compare_versions(session, first, second, days, key=key)
        with self._work.database.write.begin() as session:
            detail = {"form": form, "edition": found.edition, "period": found.period}
            detail |= {"version": str(found.version), "visits": str(len(found.visits))}
            self._work.audit(session, "form.changes", entity="form", detail=detail)
        return found

    def verify(self, code: str) -> Verified:
        """Say which version a printed code belongs to, and whether the record still tells the same.

        Raises:
            EmrError: ``form.code_mistyped``, ``form.code_unknown``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            return verify_code(
                session, read_code(code), key=self._work.audit_key, today=self._work.clock.today()
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
            figure = sum(line.amount for line in lines)
            detail |= {"row": row, "column": column or "all", "count": str(figure)}
            self._work.audit(session, "form.cases", entity="form", detail=detail)
        return Cases(definition.form, definition.edition, days.code, row, column, figure, lines)

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
                asked = [find_definition(session, form, edition, SIGNED_COUNT)]
            explained = []
            for one in asked:
                days = period_of(visit.visit_date, one.period_type)
                if period is not None:
                    days = parse_period(period, one.period_type)
                one = self._reporter.with_rows(session, one, days, SIGNED_COUNT)
                explained.append(explain_form(session, one, days, visit, SIGNED_COUNT))
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
        with self._work.database.write.begin() as session:
            found = visits_of_number(session, number)
            self._work.audit(session, "form.cases", entity="form", detail={"count": str(len(found))})
            return found

    def tell_visits(self, visits: Sequence[uuid.UUID]) -> tuple[CaseLine, ...]:
        """Tell of visits, as those of a finding, what a list of cases tells. The look is audited."""
        self._work.require("report.cases")
        with self._work.database.read() as session:
            known = visit_lines(session, visits)
        with self._work.database.write.begin() as session:
            self._work.audit(session, "form.cases", entity="form", detail={"count": str(len(known))})
        return tuple(known[visit] for visit in visits if visit in known)

    def check(self, form: str, period: str, *, edition: str | None = None) -> CheckReport:
        """Compare the register with the summary and list what is wrong, with the visits concerned.

        Raises:
            EmrError: as ``show``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            definition, days = self._find(session, form, period, edition, SIGNED_COUNT)
            definition = self._reporter.with_rows(session, definition, days, SIGNED_COUNT)
            report = self._reporter.report(session, definition, days, SIGNED_COUNT)
            return check_form(
                session,
                definition,
                days,
                report,
                now=self._work.clock.now(),
                forms=known_forms(session),
            )

    def close(
        self, form: str, period: str, *, edition: str | None = None, signing: Signing | None = None
    ) -> Written[FormReport]:
        """Sign the figures as they stand and freeze them as the next version, with the visits they count.

        Args:
            form: as in ``show``.
            period: as in ``show``.
            edition: as in ``show``.
            signing: what the signer wrote; None signs with the name and cadre of who is in, today.

        Raises:
            EmrError: as ``show``, and ``form.already_closed``: reopen it first; ``form.clock_behind``.
            ValidationError: ``name``, ``cadre``, ``signed_on``, ``confirmation``.
        """
        self._work.require("report.close")
        with self._work.database.write.begin() as session:
            refuse_clock_behind(session, self._work.clock.now())
            definition, days = self._find(session, form, period, edition, SIGNED_COUNT)
            closed = self._closing.close(session, definition, days, signing)
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
            definition, days = self._find(session, form, period, edition, SIGNED_COUNT)
            opened = self._closing.reopen(session, definition, days, reason=reason.strip())
        return Written(opened, Changes.of("form"))

    def _version(
        self, session: Session, definition: FormDefinition, days: Period, number: int | None
    ) -> FormVersion:
        found = last_version(session, definition, days, version=number)
        if found is None and number is None:
            raise EmrError("form.not_closed", form=definition.form, period=days.code)
        if found is None:
            raise EmrError("form.version_unknown", form=definition.form, period=days.code, version=number)
        return found

    def _place(
        self, session: Session, form: str, period: str, edition: str | None
    ) -> tuple[tuple[str, str, str], tuple[FormDefinition, Period] | None]:
        """Form, edition and period of signed versions, also of a form that the program no longer knows."""
        try:
            found = self._find(session, form, period, edition, SIGNED_COUNT, withdrawn=True)
        except EmrError as error:
            if error.code not in ("form.unknown", "form.edition_unknown"):
                raise
            known = select(FormVersion.edition).where(FormVersion.form == form, FormVersion.period == period)
            editions = [each for each in session.scalars(known) if edition in (None, each)]
            if not editions:
                raise
            return (form, max(editions), period), None
        return (found[0].form, found[0].edition, found[1].code), found

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
