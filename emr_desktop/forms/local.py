"""The verbs on the facility's own forms: look over, try, add, withdraw, copy out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LocalForm, Patient, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.doctor import Check
from emr_desktop.forms.building import FormAnswers, definition_text, form_name
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.local_file import ReadForm, read_form, read_text, shipped_text
from emr_desktop.forms.local_rows import forms_here
from emr_desktop.forms.local_text import Fault
from emr_desktop.forms.periods import parse_period, period_of
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import FormReport
from emr_desktop.identity import new_id

SHIPPED, IN_USE, WITHDRAWN, BROKEN = "shipped", "in_use", "withdrawn", "broken"


@dataclass(frozen=True)
class FormEntry:
    """One form of the list: a shipped one, or one that somebody here added."""

    form: str
    edition: str
    name_en: str
    name_sw: str
    state: str  # shipped in_use withdrawn broken
    is_default: bool = False
    added_at: datetime | None = None
    added_by: str = ""
    withdrawn_at: datetime | None = None
    reason: str = ""
    fault: Fault | None = None  # why a broken one no longer loads


@dataclass(frozen=True)
class LookedOver:
    """What a file was found to be; without a fault also how it would look now."""

    read: ReadForm
    report: FormReport | None = None
    of_shipped: bool = False  # it would be another edition of a form that comes with the program


class LocalFormService:
    """A text is never changed: what somebody signed prints by the text it was counted with."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._reporter = FormReporter(work=work)

    def all(self) -> tuple[FormEntry, ...]:
        """Every form: the facility's own first, the newest on top, then the shipped ones."""
        self._work.require("report.view")
        with self._work.database.read() as session:
            return _entries(session)

    def look_over(self, path: Path) -> ReadForm:
        """Read a file or folder and say everything that is wrong with it; nothing is added.

        Raises:
            EmrError: ``form.local.file_missing``, ``form.local.file_unreadable``.
        """
        self._work.require("form.define")
        return read_form(path)

    def look_over_and_count(self, path: Path) -> LookedOver:
        """As ``look_over``, with the figures of the running month or week when nothing is wrong."""
        read = self.look_over(path)
        if read.definition is None:
            return LookedOver(read)
        shipped = {form for form, _ in shipped_forms()}
        return LookedOver(read, self.preview(read.text), read.definition.form in shipped)

    def try_out(self, answers: FormAnswers) -> FormReport:
        """The figures of what is picked in the builder, whether it has its names already or not.

        Raises:
            ValidationError: ``top`` cannot be.
        """
        self._work.require("form.define")
        named = replace(
            answers, name_en=answers.name_en.strip() or "…", name_sw=answers.name_sw.strip() or "…"
        )
        return self.preview(definition_text(named, form="tried"))

    def build(self, answers: FormAnswers) -> str:
        """Write what is picked in the builder as a file, under a name that no form has had here.

        Raises:
            ValidationError: ``name_sw``, ``name_en`` or ``top``.
        """
        self._work.require("form.define")
        with self._work.database.read() as session:
            taken = {form for form, _ in forms_here(session).in_use} | set(
                session.scalars(select(LocalForm.form))
            )
        return definition_text(answers, form=form_name(answers.name_en, taken))

    def preview(self, text: str, *, period: str | None = None, count: str = "new") -> FormReport:
        """Count a definition that was not added yet.

        Args:
            text: of one file.
            period: None is the month or week of today.
            count: a key of the definition's choices.

        Raises:
            EmrError: ``form.local.refused`` when the text has faults; ``form.period_malformed``.
        """
        self._work.require("form.define")
        definition = _sound(read_text(text))
        today = self._work.clock.today()
        days = (
            period_of(today, definition.period_type)
            if period is None
            else parse_period(period, definition.period_type)
        )
        with self._work.database.read() as session:
            definition = self._reporter.with_rows(session, definition, days, count)
            return self._reporter.report(session, definition, days, count)

    def add(self, text: str, *, new_edition: bool = False) -> Written[tuple[FormEntry, ...]]:
        """Take a definition into use. The same text again changes nothing.

        Args:
            text: of one file.
            new_edition: it is said that this is another edition of a form that comes with the program.

        Raises:
            EmrError: ``form.local.refused`` (faults), ``form.local.is_shipped``,
                ``form.local.edition_taken``, ``form.local.names_shipped``, ``form.local.period_differs``.
        """
        self._work.require("form.define")
        definition = _sound(read_text(text))
        key = (definition.form, definition.edition)
        with self._work.database.write.begin() as session:
            earlier = _rows_of(session, *key)
            if earlier and earlier[-1].withdrawn_at is None and earlier[-1].text == text:
                return Written(_entries(session), Changes.of())
            _require_free(session, definition, text, earlier, new_edition=new_edition)
            kept = LocalForm(
                id=new_id(),
                form=definition.form,
                edition=definition.edition,
                version=len(earlier) + 1,
                text=text,
                created_at=self._work.clock.now(),
                created_by=self._work.actor.staff_id,
            )
            session.add(kept)
            session.flush()
            self._audit(session, "form.defined", kept.id, key)
            return Written(_entries(session), Changes.of("form", "form_list"))

    def withdraw(self, form: str, edition: str, *, reason: str) -> Written[tuple[FormEntry, ...]]:
        """Take a form out of use. What was closed by it still prints. Again changes nothing.

        Raises:
            ValidationError: ``reason`` is empty.
            EmrError: ``form.local.not_here``, ``form.local.shipped_stays``.
        """
        self._work.require("form.define")
        if not reason.strip():
            raise ValidationError("reason", "form.local.reason_missing")
        with self._work.database.write.begin() as session:
            rows = _rows_of(session, form, edition)
            if not rows:
                code = "shipped_stays" if (form, edition) in shipped_forms() else "not_here"
                raise EmrError(f"form.local.{code}", form=form, edition=edition)
            kept = rows[-1]
            if kept.withdrawn_at is not None:
                return Written(_entries(session), Changes.of())
            kept.withdrawn_at = self._work.clock.now()
            kept.withdrawn_by = self._work.actor.staff_id
            kept.withdraw_reason = reason.strip()
            session.flush()
            self._audit(session, "form.withdrawn", kept.id, (form, edition))
            return Written(_entries(session), Changes.of("form", "form_list"))

    def text_of(self, form: str, edition: str | None = None) -> str:
        """A form as one file to start another from; a shipped one too.

        Raises:
            EmrError: ``form.local.not_here``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            if edition is None:
                known = forms_here(session).in_use.values()
                edition = next((one.edition for one in known if one.form == form and one.is_default), "")
            rows = _rows_of(session, form, edition)
        if rows:
            return rows[-1].text
        if (form, edition) not in shipped_forms():
            raise EmrError("form.local.not_here", form=form, edition=edition or "-")
        return shipped_text(form, edition)

    def villages(self) -> tuple[str, ...]:
        """The villages that patients live in, for conditions; those that a definition can name."""
        self._work.require("form.define")
        with self._work.database.read() as session:
            found = session.scalars(
                select(Patient.village)
                .where(Patient.village.is_not(None), Patient.voided_at.is_(None))
                .distinct()
                .order_by(Patient.village)
            )
            return tuple(name for name in found if name and '"' not in name and name.isprintable())

    def _audit(self, session: Session, action: str, row_id: uuid.UUID, key: tuple[str, str]) -> None:
        detail = {"form": key[0], "edition": key[1]}
        self._work.audit(session, action, entity="form", entity_id=row_id, detail=detail)


def own_forms_check(work: WorkSession) -> Check:
    """For the doctor: whether every form that the facility added still loads."""
    with work.database.read() as session:
        here = forms_here(session)
        own = sum(1 for key in here.in_use if key not in shipped_forms())
    if here.broken:
        names = ", ".join(f"{form} {edition}" for form, edition in here.broken)
        return Check("forms", "warn", "doctor.forms_broken", {"names": names})
    return Check("forms", "ok", "doctor.forms", {"own": own})


def _sound(read: ReadForm) -> FormDefinition:
    if read.definition is None:
        raise EmrError("form.local.refused", file=read.name, count=len(read.faults))
    return read.definition


def _require_free(
    session: Session,
    definition: FormDefinition,
    text: str,
    earlier: Sequence[LocalForm],
    *,
    new_edition: bool,
) -> None:
    """Refuse a name that means another text already."""
    shipped = shipped_forms()
    names = {"form": definition.form, "edition": definition.edition}
    if (definition.form, definition.edition) in shipped:
        raise EmrError("form.local.is_shipped", **names)
    if any(row.text != text for row in earlier) or (earlier and earlier[-1].withdrawn_at is None):
        raise EmrError("form.local.edition_taken", **names)
    siblings = [one for one in forms_here(session).in_use.values() if one.form == definition.form]
    if any((one.form, one.edition) in shipped for one in siblings) and not new_edition:
        raise EmrError("form.local.names_shipped", **names)
    if any(one.period_type != definition.period_type for one in siblings):
        raise EmrError("form.local.period_differs", **names)


def _rows_of(session: Session, form: str, edition: str) -> list[LocalForm]:
    wanted = select(LocalForm).where(LocalForm.form == form, LocalForm.edition == edition)
    return list(session.scalars(wanted.order_by(LocalForm.version)))


def _entries(session: Session) -> tuple[FormEntry, ...]:
    here = forms_here(session)
    newest: dict[tuple[str, str], FormEntry] = {}
    for row, name in session.execute(
        select(LocalForm, Staff.full_name)
        .outerjoin(Staff, Staff.id == LocalForm.created_by)
        .order_by(LocalForm.created_at.desc(), LocalForm.id.desc())
    ):
        key = (row.form, row.edition)
        if key in newest:
            continue
        definition = here.in_use.get(key) or here.withdrawn.get(key)
        fault = here.broken.get(key)
        state = WITHDRAWN if row.withdrawn_at is not None else IN_USE if fault is None else BROKEN
        newest[key] = FormEntry(
            form=row.form,
            edition=row.edition,
            name_en=definition.name_en if definition else row.form,
            name_sw=definition.name_sw if definition else row.form,
            state=state,
            is_default=state == IN_USE and definition is not None and definition.is_default,
            added_at=row.created_at,
            added_by=name or "",
            withdrawn_at=row.withdrawn_at,
            reason=row.withdraw_reason or "",
            fault=fault,
        )
    shipped = [here.in_use[key] for key in shipped_forms()]
    return (
        *newest.values(),
        *(
            FormEntry(one.form, one.edition, one.name_en, one.name_sw, SHIPPED, one.is_default)
            for one in sorted(shipped, key=lambda one: (one.order, one.form, not one.is_default, one.edition))
        ),
    )
