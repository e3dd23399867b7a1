"""Closing: what to know before signing, signing, opening again, and the versions that come of it."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import FormVersion, FormVersionKept, Staff, Visit
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import chain_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.checking import check_form
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import Cells
from emr_desktop.forms.finding import known_forms
from emr_desktop.forms.kept import (
    hash_of_list,
    hashes_of,
    keep_definition,
    kept_of,
    list_text,
    read_sheet,
    visit_list,
)
from emr_desktop.forms.listing import expanded
from emr_desktop.forms.periods import Period
from emr_desktop.forms.plain_values import packed, text_of
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import FormReport, Misplaced
from emr_desktop.forms.version_rows import Signing, SigningSheet, VersionLine
from emr_desktop.forms.versions import (
    frozen_figures,
    last_version,
    line_of,
    newest_version,
    signature_of,
    standing_of,
)
from emr_desktop.identity import new_id

# What is signed and sent; the other way of counting is for looking.
SIGNED_COUNT = "new"
LONGEST = 200  # letters of a name, a cadre, a reason


class FormClosing:
    """Works in the session it is given; the verbs of ``FormService`` ask for the permission."""

    def __init__(self, *, work: WorkSession, reporter: FormReporter) -> None:
        self._work, self._reporter = work, reporter

    def before(self, session: Session, definition: FormDefinition, days: Period) -> SigningSheet:
        """What the check says, and what can be filled in for the signer."""
        last = last_version(session, definition, days)
        _refuse_closed(last)
        definition = self._reporter.with_rows(session, definition, days, SIGNED_COUNT)
        report = self._reporter.report(session, definition, days, SIGNED_COUNT)
        today = self._work.clock.today()
        checked = check_form(
            session, definition, days, report, now=self._work.clock.now(), forms=known_forms(session)
        )
        grades = Counter(finding.grade for finding in checked.findings)
        signer = session.get(Staff, self._work.actor.staff_id)
        return SigningSheet(
            form=definition.form,
            edition=definition.edition,
            period=days.code,
            last_day=days.last_day,
            name=self._work.actor.full_name,
            cadre=None if signer is None else signer.cadre,
            today=today,
            to_fix=grades["must"],
            to_look_at=grades["look"],
            open_visits=_open_visits(session, days),
            not_over=_not_over(days, today),
            next_version=1 if last is None else last.version + 1,
        )

    def close(
        self, session: Session, definition: FormDefinition, days: Period, signing: Signing | None
    ) -> FormReport:
        """Sign the figures as they stand; see ``FormService.close``."""
        last = last_version(session, definition, days)
        _refuse_closed(last)
        signer = session.get(Staff, self._work.actor.staff_id)
        not_over, waiting = _not_over(days, self._work.clock.today()), _open_visits(session, days)
        signing = self._checked(days, signing, signer, asks=not_over or waiting > 0)
        unexpanded, definition = definition, self._reporter.with_rows(session, definition, days, SIGNED_COUNT)
        report = self._reporter.report(session, definition, days, SIGNED_COUNT)
        visits = visit_list(session, definition, days, SIGNED_COUNT)
        version = FormVersion(
            id=new_id(),
            form=definition.form,
            edition=definition.edition,
            period=days.code,
            version=1 if last is None else last.version + 1,
            closed_at=self._work.clock.now(),
            closed_by=self._work.actor.staff_id,
            signer_name=signing.name,
            signer_cadre=signing.cadre or None,
            figures=frozen_figures(
                _cells(report), report.misplaced, SIGNED_COUNT, listed=definition.listed_values
            ),
            visits_hash=hash_of_list(visits),
        )
        session.add(version)
        session.flush()
        sheet, listed = text_of(replace(report, version=version.version)), list_text(visits)
        definition_hash = keep_definition(session, unexpanded)
        told = hashes_of(version, sheet=sheet, visits=listed) | {"definition": definition_hash}
        self._audit(session, "form.closed", version, told)
        seq, mac = head_of_chain(session)
        session.add(
            FormVersionKept(
                version_id=version.id,
                code=_free_code(session, mac),
                audit_seq=seq,
                audit_mac=mac,
                signed_on=signing.signed_on,
                not_over=not_over,
                open_visits=waiting,
                confirmation=signing.confirmation,
                visit_count=len(visits),
                definition_hash=definition_hash,
                sheet=packed(sheet),
                visit_list=packed(listed),
            )
        )
        session.flush()
        self._keep_cadre(session, signer, signing)
        signature = signature_of(session, version)
        return replace(report, status="closed", version=version.version, signature=signature)

    def reopen(
        self, session: Session, definition: FormDefinition, days: Period, *, reason: str
    ) -> FormReport:
        """Take the signature back; see ``FormService.reopen``."""
        last = last_version(session, definition, days)
        if last is None or last.reopened_at is not None:
            raise EmrError("form.not_closed", form=definition.form, period=days.code)
        last.reopened_at = self._work.clock.now()
        last.reopened_by = self._work.actor.staff_id
        last.reopen_reason = reason
        self._audit(session, "form.reopened", last, {"hash": last.visits_hash})
        definition = self._reporter.with_rows(session, definition, days, SIGNED_COUNT)
        return self._reporter.report(session, definition, days, SIGNED_COUNT)

    def signed(
        self,
        session: Session,
        place: tuple[str, str, str],
        number: int | None,
        found: tuple[FormDefinition, Period] | None,
    ) -> FormReport:
        """The sheet of a version as it was signed.

        Args:
            session: a reading session.
            place: form, edition, period.
            number: None gives the version in force.
            found: definition and days, if the program still knows the form.

        Raises:
            EmrError: ``form.not_closed``; ``form.version_damaged``.
        """
        form, edition, period = place
        version = newest_version(session, form, edition, period, version=number)
        if version is None or (number is None and version.reopened_at is not None):
            raise EmrError("form.not_closed", form=form, period=period)
        kept = kept_of(session, version)
        if kept is not None:
            report = read_sheet(session, version, kept, self._work.audit_key)
        elif found is not None:
            report = self._from_figures(session, version, *found)
        else:
            raise EmrError("form.unknown", form=form, forms="")
        return replace(
            report,
            status="closed",
            version=version.version,
            signature=signature_of(session, version),
            standing=standing_of(session, version),
        )

    def versions(self, session: Session, form: str, edition: str, period: str) -> tuple[VersionLine, ...]:
        """Every signed version, the newest first."""
        wanted = select(FormVersion).where(
            FormVersion.form == form, FormVersion.edition == edition, FormVersion.period == period
        )
        found = session.scalars(wanted.order_by(FormVersion.version.desc()))
        return tuple(line_of(session, version) for version in found)

    def _from_figures(
        self, session: Session, version: FormVersion, definition: FormDefinition, days: Period
    ) -> FormReport:
        """A version from before sheets were kept: its figures in the form as the program knows it today."""
        figures = version.figures
        misplaced = tuple(
            Misplaced(row, column, uuid.UUID(visit), why) for row, column, visit, why in figures["misplaced"]
        )
        return self._reporter.assemble(
            session,
            expanded(definition, figures.get("listed", ())),
            days,
            figures["count"],
            figures["rows"],
            misplaced,
        )

    def _checked(self, days: Period, signing: Signing | None, signer: Staff | None, *, asks: bool) -> Signing:
        today = self._work.clock.today()
        if signing is None:
            cadre = (signer.cadre if signer is not None else None) or ""
            return Signing(self._work.actor.full_name, cadre, today)
        name, cadre = _text("name", signing.name), _text("cadre", signing.cadre)
        confirmation = signing.confirmation
        if confirmation is not None:
            confirmation = _text("confirmation", confirmation, may_be_empty=not asks) or None
        if signing.signed_on > today:
            raise ValidationError("signed_on", "form.signing.date_in_future")
        if signing.signed_on < days.first_day:
            raise ValidationError(
                "signed_on", "form.signing.date_before_period", date=days.first_day.isoformat()
            )
        return Signing(name, cadre, signing.signed_on, confirmation)

    def _keep_cadre(self, session: Session, signer: Staff | None, signing: Signing) -> None:
        """A cadre that was missing from the signer's own record is kept there."""
        own = signer is not None and signing.name == signer.full_name
        if signer is None or not own or signer.cadre or not signing.cadre:
            return
        signer.cadre = signing.cadre
        signer.version += 1
        self._work.audit(session, "staff.cadre_set", entity="staff", entity_id=signer.id)

    def _audit(self, session: Session, action: str, version: FormVersion, told: dict[str, str]) -> None:
        detail = {"form": version.form, "edition": version.edition, "period": version.period}
        detail |= {"version": str(version.version)} | told
        self._work.audit(session, action, entity="form", entity_id=version.id, detail=detail)


def _refuse_closed(last: FormVersion | None) -> None:
    if last is not None and last.reopened_at is None:
        raise EmrError("form.already_closed", form=last.form, period=last.period, version=last.version)


def _not_over(days: Period, today: date) -> bool:
    return days.last_day >= today


def _open_visits(session: Session, days: Period) -> int:
    wanted = select(func.count()).where(
        Visit.visit_date.between(days.first_day, days.last_day),
        Visit.status == "open",
        Visit.voided_at.is_(None),
    )
    return session.scalar(wanted) or 0


def _free_code(session: Session, mac: bytes) -> str:
    """The code of a MAC; should it be taken already, that of the MAC read from another place."""
    for turn in range(len(mac)):
        code = chain_code(mac[turn:] + mac[:turn])
        if session.scalar(select(FormVersionKept.version_id).where(FormVersionKept.code == code)) is None:
            return code
    raise ValueError("every reading of this MAC is taken")


def _text(field: str, given: str, *, may_be_empty: bool = False) -> str:
    text = " ".join(given.split())
    if not text and not may_be_empty:
        raise ValidationError(field, f"form.signing.{field}_missing")
    if len(text) > LONGEST:
        raise ValidationError(field, "form.signing.too_long", longest=LONGEST)
    return text


def _cells(report: FormReport) -> Cells:
    return {row.row: row.cells for row in report.rows}
