"""Appointments at the reception: who comes today, in the coming week, and who did not come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from emr_desktop.appointments.rows import AppointmentForm, AppointmentRow
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.appointment_papers import tracing_list_pdf
from ui.appointments.card import AppointmentCard
from ui.appointments.columns import columns_of_list
from ui.papers.documents import slip_document
from ui.qt.paper_printer import PaperPrinter
from ui.reception.desk_page import DeskPage
from ui.screen import ScreenContext
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.flow import Flow
from ui.widgets.layout import ShrinkingLabel, column
from ui.widgets.table import DataTable

_CARD_WIDTH = 392
_ROOM_FOR_BOTH = 680  # px at 100 %
_WEEK_DAYS = 7
Work = Callable[[], Written[AppointmentRow]]


class AppointmentsPage(DeskPage):
    """``open()`` shows the lists, ``open_for(patient)`` those of one patient with the form for a new one."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__("appointmentsPage", context=context, parent=parent)
        self._service = context.clinic.appointments
        self._today = context.clinic.work.clock.today
        self._patient: PatientRow | None = None
        self._new_id = new_id()
        self._printer = PaperPrinter(context=context, banner=self.banner, failed=self.failed, parent=self)
        self.print_list = Button("printTracing", parent=self)
        self.print_list.clicked.connect(self._print_list)
        self.header.add_action(self.print_list)
        self.header.add_action(self.leave)
        self.lists = ChoiceBar(self)
        self.lists.setObjectName("appointmentLists")
        self.lists.chosen.connect(self._switched)
        self._count = ShrinkingLabel("small", self)
        self._count.setObjectName("appointmentCount")
        self.table: DataTable[AppointmentRow] = DataTable(
            "appointmentList", columns_of_list(context), parent=self
        )
        self.card = AppointmentCard(context=context, failed=self.failed, parent=self)
        top = Flow(self)
        top.add(self.lists)
        top.add(self._count)
        lists = QWidget(self)
        left = column(lists)
        left.addWidget(top)
        left.addWidget(self.table, 1)
        page = Beside(self, least=_ROOM_FOR_BOTH)
        page.add(lists, 1)
        page.add(self.card, 1)
        page.watch(self.card, _CARD_WIDTH)
        self.body.addWidget(page, 1)
        self.table.selected.connect(self._marked)
        self.table.opened.connect(lambda shown: self._open_patient(shown.patient))
        self.card.open_wanted.connect(self._open_patient)
        self.card.print_wanted.connect(self._print_slip)
        self.card.asked.connect(self._save)
        context.tasks.changed.connect(self._changed)
        for before, after in pairwise((self.lists, self.table.view)):
            QWidget.setTabOrder(before, after)
        self.say_all()

    def open(self) -> None:
        """The lists, from today on."""
        self._patient = None
        self.banner.clear()
        self.card.show_row(None)
        self.say_all()
        self.lists.choose("today")
        self._read()
        self.lists.setFocus()

    def open_for(self, patient: PatientRow) -> None:
        """What this patient is expected for, and the form for one more."""
        self._patient = patient
        self.banner.clear()
        self.say_all()
        self.lists.choose("patient")
        self._new_id = new_id()
        self.card.expect(patient)
        self._read()

    def step_back(self) -> bool:
        if self.card.is_busy and self.card.row is not None:
            self.card.stop()
            self.table.view.setFocus()
            return True
        return super().step_back()

    def point_at(self, field: str, text: str) -> bool:
        return self.card.point_at(field, text)

    # reading -------------------------------------------------------------------------------------------

    def _switched(self, _code: str) -> None:
        self.card.show_row(None)
        self._read()

    def _read(self) -> None:
        self.table.show_loading()
        self.context.tasks.run(
            self, self._rows, done=self._show, failed=self.table.unless(self.failed), key="appointments"
        )

    def _rows(self) -> Sequence[AppointmentRow]:
        today = self._today()
        if self._patient is not None and self.lists.code == "patient":
            return self._service.of_patient(self._patient.id)
        if self.lists.code == "week":
            return self._service.expected(today + timedelta(days=1), today + timedelta(days=_WEEK_DAYS))
        if self.lists.code == "missed":
            return self._service.missed()
        return self._service.expected(today, today)

    def _show(self, rows: Sequence[AppointmentRow]) -> None:
        self.table.show_rows(rows)
        self._say_count()
        if not self.card.is_busy and self.table.current is not None:
            self.card.show_row(self.table.current)

    def _marked(self, shown: AppointmentRow | None) -> None:
        if shown is not None and not self.card.is_busy:
            self.card.show_row(shown)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"appointment", "visit", "patient"}:
            self._read()

    # writing -------------------------------------------------------------------------------------------

    def _save(self, mode: str) -> None:
        prepare = {"make": self._make, "move": self._move, "trace": self._trace, "cancel": self._cancel}
        try:
            work = prepare[mode]()
        except ValidationError as problem:
            self.failed(problem)
            return
        if work is not None:
            self.context.tasks.run(self, work, done=self._saved, failed=self.failed)

    def _appointment(self, patient: PatientRow) -> AppointmentForm:
        values = self.card.when.values()
        day = self.card.when.read_day()
        if day is None:
            raise ValidationError("due_on", "appointment.day_missing")
        return AppointmentForm(
            id=self._new_id,
            patient_id=patient.id,
            due_on=day,
            whole_week=values["whole_week"] == "yes",
            reason=values["reason"],
            note=values["note"] or None,
        )

    def _make(self) -> Work | None:
        patient = self.card.patient
        if patient is None:
            return None
        form = self._appointment(patient)
        return lambda: self._service.make(form)

    def _move(self) -> Work | None:
        shown = self.card.row
        if shown is None:
            return None
        form = self._appointment(shown.patient)
        return lambda: self._service.move(shown.id, form, expected_version=shown.version)

    def _trace(self) -> Work | None:
        form = self.card.trace.form()
        return None if form is None else lambda: self._service.trace(form)

    def _cancel(self) -> Work | None:
        shown, reason = self.card.row, self.card.cancel.reason()
        if shown is None:
            return None
        return lambda: self._service.cancel(shown.id, reason=reason, expected_version=shown.version)

    def _saved(self, written: Written[AppointmentRow]) -> None:
        self._new_id = new_id()
        shown = written.value
        self.say_done(self.tr("Saved: {0}").format(shown.patient.full_name))
        self.card.show_row(shown)
        self._read()
        self.table.view.setFocus()

    # elsewhere -----------------------------------------------------------------------------------------

    def _open_patient(self, patient: PatientRow | None) -> None:
        if patient is not None:
            self.context.open_patient(patient.id)

    def _print_slip(self, shown: AppointmentRow | None) -> None:
        if shown is not None:
            clinic, language = self.context.clinic, self.context.language.code
            self.context.tasks.run(
                self,
                lambda: slip_document(shown, clinic, language=language),
                done=self._printer.print_document,
                failed=self.failed,
                stoppable=True,
            )

    def _print_list(self) -> None:
        rows = tuple(self.table.model.rows)
        facility, language = self.context.clinic.work.facility, self.context.language.code
        today = self._today()

        def make() -> bytes:
            return tracing_list_pdf(rows, facility, today=today, language=language)

        self.context.tasks.run(
            self,
            lambda: self._service.note_list_printed(rows),
            done=lambda _noted: self._printer.print_it(make, name="appointment-list"),
            failed=self.failed,
        )

    # words ---------------------------------------------------------------------------------------------

    def _say_count(self) -> None:
        self._count.setText(self.tr("%n in the list", "", len(self.table.model.rows)))
        missed = self.lists.code == "missed"
        self.print_list.setVisible(missed)
        self.print_list.setEnabled(missed and bool(self.table.model.rows))
        empty = {
            "week": self.tr("Nobody is expected in the coming week."),
            "missed": self.tr("Everybody who was expected came, or was found."),
            "patient": self.tr("This patient is not expected yet."),
        }
        nobody = self.tr(
            "Nobody is expected today. Choose a patient at the reception to make an appointment."
        )
        self.table.set_empty_text(empty.get(self.lists.code or "", nobody))

    def translate(self) -> None:
        self.header.set_title(self.tr("Appointments"))
        self.header.set_line(self.tr("Whoever comes is ticked off by the visit itself."))
        self.print_list.set_text(self.tr("Print for the &health worker"))
        self.lists.setAccessibleName(self.tr("List of appointments"))
        self.table.view.setAccessibleName(self.tr("Appointments"))
        offered = [
            ("today", self.tr("Today")),
            ("week", self.tr("Coming week")),
            ("missed", self.tr("Did not come")),
        ]
        if self._patient is not None:
            offered.append(("patient", self._patient.full_name))
        self.lists.offer(offered)
        self._say_count()
