"""Reporting a death at the reception: of a patient who died elsewhere, or was brought dead."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.deaths.rows import DeathForm, DeathRow
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.ending_rows import DeathEntry
from ui.consultation.ending_fields import cause_of, death_texts
from ui.deaths.form import DeathFields
from ui.deaths.known_death import KnownDeath
from ui.papers.documents import death_document
from ui.qt.paper_printer import PaperPrinter
from ui.reception.desk_page import DeskPage
from ui.screen import ScreenContext
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card
from ui.widgets.scrolled import scrolled_column
from ui.widgets.spoken_day import day_words, read_day


class DeathReportPage(DeskPage):
    """``open_for(patient)``: the form, or the death that is on record."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__("deathReport", context=context, parent=parent)
        self._service = context.clinic.deaths
        self._today = context.clinic.work.clock.today
        self._patient: PatientRow | None = None
        self._known: DeathRow | None = None
        self._own_id = new_id()
        self._reads = may(context.clinic.work.actor.roles, "death.view")
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self.failed, parent=self)
        self.header.add_action(self.leave)
        self.known = KnownDeath(context=context, failed=self.failed, parent=self)
        self.known.undone.connect(self._undone)
        self.form = DeathFields(language=context.language, parent=self)
        self.save_button = Button("deathSave", kind="primary", shortcut="Ctrl+Return", parent=self)
        self.save_button.clicked.connect(self.save)
        self.print_button = Button("deathPrint", parent=self)
        self.print_button.clicked.connect(self._print)
        self._card = Card(self)
        scrolled_column(self._card.body).addWidget(self.form)
        buttons = Flow(self)
        buttons.add(self.print_button)
        buttons.push()
        buttons.add(self.save_button)
        self._card.body.addWidget(buttons)
        self.body.addWidget(self.known)
        self.body.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(1)
        FormKeys(self._card)
        self.say_all()

    def open_for(self, patient: PatientRow) -> None:
        """Report the death of this patient, or show the one on record."""
        self.banner.clear()
        self._patient, self._known, self._own_id = patient, None, new_id()
        self.say_all()
        self._show(None)
        if patient.died_on is not None and self._reads:
            self.context.tasks.run(
                self,
                lambda: self._service.of_patient(patient.id),
                done=self._show,
                failed=self.failed,
                key="death",
            )

    def point_at(self, field: str, text: str) -> bool:
        return self.form.point_at(f"death.{field.removeprefix('death.')}", text)

    def _show(self, death: DeathRow | None) -> None:
        self._known = death
        patient = self._patient
        if patient is None:
            return
        self.known.setVisible(patient.died_on is not None)
        self.print_button.setVisible(death is not None and self._reads)
        # Who may report but not read finds nothing to correct.
        self._card.setVisible(patient.died_on is None or self._reads)
        if death is None:
            self.form.show_values(
                {"death.died_on": day_words(self._today()), "death.place": "elsewhere"} | _EMPTY
            )
        else:
            self.form.show_values(_values(death.entry))
        if patient.died_on is not None:
            self.known.show_patient(patient)
        else:
            self.form.died_on.setFocus()
            self.form.died_on.edit.selectAll()

    def save(self) -> None:
        """Record the death, or correct the one on record."""
        patient = self._patient
        if patient is None:
            return
        try:
            entry = self._entry()
        except ValidationError as problem:
            self.failed(problem)
            return
        known = self._known
        form = DeathForm(
            id=self._own_id if known is None else known.id,
            patient_id=patient.id,
            entry=entry,
            expected_version=None if known is None else known.version,
        )
        self.context.tasks.run(self, lambda: self._service.record(form), done=self._saved, failed=self.failed)

    def _entry(self) -> DeathEntry:
        values = {name.removeprefix("death."): text for name, text in self.form.values().items()}
        died_on = read_day(values["died_on"], "died_on", today=self._today())
        if died_on is None:
            raise ValidationError("died_on", "death.day_missing")
        return DeathEntry(
            died_on=died_on,
            died_at=values["died_at"] or None,
            place=values["place"] or "elsewhere",
            immediate=cause_of(values["immediate"]),
            underlying=cause_of(values["underlying"]),
            cause_words=values["cause_words"] or None,
            told_by=values["told_by"] or None,
            notified_to=values["notified_to"] or None,
            notified_on=read_day(values["notified_on"], "notified_on", today=self._today()),
        )

    def _saved(self, written: Written[DeathRow]) -> None:
        death = written.value
        self._patient = death.patient
        self.say_done(self.tr("Recorded: {0}").format(death.patient.full_name))
        self._show(death)
        self.print_button.setFocus()

    def _undone(self) -> None:
        patient = self._patient
        if patient is not None:
            self.say_done(self.tr("{0} is alive on record again.").format(patient.full_name))
            self._patient = replace(patient, died_on=None)
            self.back.emit()

    def _print(self) -> None:
        death = self._known
        if death is None:
            return
        clinic, language = self.context.clinic, self.context.language.code
        self.context.tasks.run(
            self,
            lambda: death_document(death, clinic, language=language),
            done=self._printer.print_document,
            failed=self.failed,
            stoppable=True,
        )

    def translate(self) -> None:
        patient = self._patient
        self.header.set_title(self.tr("Death of a patient"))
        self.header.set_line("" if patient is None else f"{patient.full_name}  ·  {patient.number}")
        self.save_button.set_text(self.tr("Record the death"), tip=self.tr("Mark the patient as dead"))
        self.print_button.set_text(self.tr("&Print the report"))


_LATER = ("died_at", "immediate", "underlying", "cause_words", "told_by", "notified_to", "notified_on")
_EMPTY = {f"death.{name}": "" for name in _LATER}


def _values(entry: DeathEntry) -> dict[str, str]:
    return death_texts(entry)
