"""The problem list of one patient: illnesses that stay, since when, and which are over."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.problems.rows import ACTIVE, RESOLVED, ProblemForm, ProblemRow
from emr_desktop.reference.catalogue import search_diagnoses
from emr_desktop.reference.rows import DiagnosisHit
from ui.consultation import telling
from ui.problems.since import read_since, since_words
from ui.screen import ScreenContext
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.list_editor import ListEditor
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.table import Column


class ProblemEditor(ListEditor[ProblemRow]):
    """``open(patient)`` reads the list; every change is saved at once.

    Signals:
        changed: the problems as they now are.
    """

    changed = Signal(object)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        roles = context.clinic.work.actor.roles
        self._context = context
        self._today = context.clinic.work.clock.today
        self._patient_id: uuid.UUID | None = None
        super().__init__(
            "problem",
            self._columns(),
            language=context.language,
            trouble=context.trouble,
            may_save=may(roles, "problem.record"),
            may_remove=may(roles, "problem.record"),
            parent=parent,
        )
        self.illness = PickerField("problemIllness", self._find, free=False, required=True, parent=self)
        self.since = TextField("problemSince", longest=30, parent=self)
        self.status = ChoiceField("problemStatus", parent=self)
        self.status.bar.chosen.connect(lambda _code: self._show_end())
        self.resolved_on = TextField("problemResolvedOn", longest=30, parent=self)
        self.note = TextField("problemNote", longest=200, parent=self)
        self.add_fields(
            ("icd10", self.illness),
            ("since", self.since),
            ("status", self.status),
            ("resolved_on", self.resolved_on),
            ("note", self.note),
        )
        self._translate()

    def _columns(self) -> tuple[Column[ProblemRow], ...]:
        return (
            Column(lambda: self.tr("Illness"), self._name, stretch=True),
            Column(lambda: self.tr("ICD-10"), lambda row: row.form.icd10),
            Column(lambda: self.tr("Since"), lambda row: since_words(row.form.since)),
            Column(lambda: self.tr("State"), self._state),
            Column(lambda: self.tr("Note"), lambda row: row.form.note or "", stretch=True),
            Column(lambda: self.tr("Noted"), self._noted, spare=1),
        )

    def open(self, patient: PatientRow) -> None:
        """Show the problems of a patient and put the cursor into the form."""
        self._patient_id = patient.id
        self.confirm.clear()
        self.table.show_rows(())
        self.table.show_loading()
        self.begin()
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.problems.of(patient.id),
            done=lambda rows: self._show(patient.id, rows),
            failed=self.table.unless(self._failed),
            key="problems",
        )

    # verbs ---------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self._patient_id is None or not self._may_save or not self.save_button.isEnabled():
            return
        try:
            form = self._form(self._patient_id)
        except ValidationError as problem:
            self._failed(problem)
            return
        self._write(lambda: self._context.clinic.problems.record(form))

    def _form(self, patient_id: uuid.UUID) -> ProblemForm:
        picked, correcting = self.illness.code, self.correcting
        if self.illness.text() and not isinstance(picked, tuple):
            raise ValidationError("icd10", "consultation.not_picked", text=self.illness.text())
        icd10, concept = picked if isinstance(picked, tuple) else ("", None)
        ends = self.status.code == RESOLVED
        before = None if correcting is None else correcting.form
        return ProblemForm(
            id=self.own_id,
            patient_id=patient_id,
            icd10=icd10,
            concept=concept,
            since=self._day("since", self.since, before.since if before is not None else None),
            status=self.status.code or ACTIVE,
            resolved_on=self._day(
                "resolved_on", self.resolved_on, before.resolved_on if before is not None else None
            )
            if ends
            else None,
            note=self.note.text_or_none(),
            expected_version=None if before is None else before.expected_version,
        )

    def _day(self, name: str, field: TextField, before: date | None) -> date | None:
        if before is not None and field.text() == since_words(before):
            return before
        return read_since(field.text(), name, today=self._today())

    def remove(self, line: ProblemRow, reason: str) -> None:
        self._write(lambda: self._context.clinic.problems.void(line.id, reason=reason))

    def _write(self, work: Callable[[], Written[tuple[ProblemRow, ...]]]) -> None:
        patient_id = self._patient_id
        self.save_button.setEnabled(False)

        def done(written: Written[tuple[ProblemRow, ...]]) -> None:
            self.save_button.setEnabled(True)
            if patient_id is not None and patient_id == self._patient_id:
                self._show(patient_id, written.value)
                self.begin()
                self.changed.emit(written.value)

        def failed(error: BaseException) -> None:
            self.save_button.setEnabled(True)
            self._failed(error)

        self._context.tasks.run(self, work, done=done, failed=failed)

    # what is on show -----------------------------------------------------------------------------------

    def _show(self, patient_id: uuid.UUID, rows: Sequence[ProblemRow]) -> None:
        if patient_id == self._patient_id:
            self.table.show_rows(rows)
            self.remove_button.setEnabled(bool(rows))

    def id_of(self, line: ProblemRow) -> uuid.UUID:
        return line.id

    def fill(self, line: ProblemRow | None) -> None:
        if line is None:
            self.illness.show_value("")
        else:
            self.illness.show_value(self._name(line), (line.form.icd10, line.form.concept))
        self.since.set_text("" if line is None else since_words(line.form.since))
        self.status.bar.choose(ACTIVE if line is None else line.form.status)
        self.resolved_on.set_text("" if line is None else since_words(line.form.resolved_on))
        self.note.set_text("" if line is None else line.form.note)
        self._show_end()

    def _show_end(self) -> None:
        ends = self.status.code == RESOLVED
        self.resolved_on.setVisible(ends)
        if ends and not self.resolved_on.text():
            self.resolved_on.set_text(since_words(self._today()))

    def removing(self, line: ProblemRow) -> str:
        return self.tr("Take “{0}” off the list? An illness that is over is set to “over” instead.").format(
            self._name(line)
        )

    def _name(self, row: ProblemRow) -> str:
        return telling.name_of(row.form.icd10, row.form.concept, language=self._language.code)

    def _state(self, row: ProblemRow) -> str:
        if row.is_active:
            return self._states()[ACTIVE]
        ended = since_words(row.form.resolved_on)
        return f"{self._states()[RESOLVED]} {ended}".strip()

    def _noted(self, row: ProblemRow) -> str:
        if row.from_visit:
            return self.tr("Visit of {0}").format(f"{row.noted_on:%d/%m/%Y}")
        return f"{row.noted_on:%d/%m/%Y}  {row.noted_by or ''}".strip()

    def _find(self, text: str) -> Sequence[Choice]:
        hits: Sequence[DiagnosisHit] = search_diagnoses(text, language=self._language.code, limit=20)
        return [
            Choice((hit.icd10, hit.concept.code if hit.concept else None), hit.name, hit.icd10, hit.matched)
            for hit in hits
        ]

    def _states(self) -> dict[str, str]:
        return {ACTIVE: self.tr("Goes on"), RESOLVED: self.tr("Over")}

    def translate(self) -> None:
        self.header.set_title(self.tr("Problem list"))
        self.header.set_line(
            self.tr("Chronic diagnoses that are certain come here by themselves when a visit is saved")
        )
        self.table.view.setAccessibleName(self.tr("Problems on record"))
        self.table.set_empty_text(self.tr("No problem on the list yet."))
        self.illness.set_label(self.tr("Illness"))
        self.illness.picker.setPlaceholderText(self.tr("Two letters, or ICD-10"))
        self.since.set_label(self.tr("Since"))
        self.since.set_help(self.tr("Year, month/year, date, or “5 years”"))
        self.status.set_label(self.tr("State"))
        self.status.bar.offer(list(self._states().items()))
        self.resolved_on.set_label(self.tr("Over since"))
        self.note.set_label(self.tr("Note"))
