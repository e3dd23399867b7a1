"""The appointment that is marked in the list: who it is, what was tried, and the forms that change it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.appointments.rows import AppointmentRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.care import care_name
from ui.appointments.columns import reason, state, when
from ui.appointments.trace_form import CancelFields, TraceFields
from ui.appointments.when_field import WhenFields
from ui.qt.tasks import Failed
from ui.reception.chosen_card import phone_text
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, words
from ui.widgets.scrolled import scrolled_column


class AppointmentCard(Card):
    """``show_row(row)``, ``expect(patient)``.

    Signals:
        asked: a form is to be saved; its name: ``make move cancel trace``.
        print_wanted: the slip of the appointment on show.
        open_wanted: the patient on show.
    """

    asked = Signal(str)
    print_wanted = Signal(object)
    open_wanted = Signal(object)

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("appointmentCard")
        self._context = context
        self.row: AppointmentRow | None = None
        self.patient: PatientRow | None = None
        self._mode = ""
        roles = context.clinic.work.actor.roles
        self._makes, self._traces = may(roles, "appointment.make"), may(roles, "appointment.trace")
        self._name = words(role="title", wrap=True, parent=self)
        self._name.setObjectName("appointmentWho")
        self._facts = words(wrap=True, parent=self)
        self._facts.setObjectName("appointmentFacts")
        self._tried = words(role="quiet", wrap=True, parent=self)
        self._tried.setObjectName("appointmentTried")
        self.when = WhenFields(context=context, failed=failed, parent=self)
        self.trace = TraceFields(language=context.language, parent=self)
        self.cancel = CancelFields(language=context.language, parent=self)
        self._buttons = {
            name: Button(f"appointment{name.title()}", parent=self)
            for name in ("open", "trace", "move", "slip", "cancel")
        }
        self._save = Button("appointmentSave", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._stop = Button("appointmentStop", kind="quiet", parent=self)
        self._lay_out()
        self._buttons["open"].clicked.connect(lambda: self.open_wanted.emit(self.patient))
        self._buttons["slip"].clicked.connect(lambda: self.print_wanted.emit(self.row))
        for name in ("trace", "move", "cancel"):
            self._buttons[name].clicked.connect(lambda _checked=False, name=name: self.begin(name))
        self._save.clicked.connect(lambda: self.asked.emit(self._mode))
        self._stop.clicked.connect(self.stop)
        self._translate()

    def _lay_out(self) -> None:
        inside = scrolled_column(self.body)
        for widget in (self._name, self._facts, self._tried):
            inside.addWidget(widget)
        self._forms = QStackedWidget(self)
        self._actions = QWidget(self)
        actions = column(self._actions, spacing=GRID // 2)
        for button in self._buttons.values():
            actions.addWidget(button)
        actions.addStretch(1)
        self._form = QWidget(self)
        form = column(self._form)
        self._fields = QStackedWidget(self._form)
        for fields in (self.when, self.trace, self.cancel):
            self._fields.addWidget(fields)
        self._fields.setProperty("panel", "scrolled")
        form.addWidget(self._fields)
        form.addStretch(1)
        self._foot = Flow(self)
        self._foot.add(self._stop)
        self._foot.push()
        self._foot.add(self._save)
        self._forms.addWidget(self._actions)
        self._forms.addWidget(self._form)
        inside.addWidget(self._forms, 1)
        self.body.addWidget(self._foot)
        FormKeys(self)

    # what is on show -----------------------------------------------------------------------------------

    def show_row(self, shown: AppointmentRow | None) -> None:
        """Show one appointment; a form that was open goes."""
        self.row = shown
        self.patient = None if shown is None else shown.patient
        self._mode = ""
        self._translate()

    def expect(self, patient: PatientRow) -> None:
        """A new appointment for this patient."""
        self.row, self.patient, self._mode = None, patient, "make"
        self.when.show_values({}, counted_from=self._context.clinic.work.clock.today())
        self._translate()
        self.when.day.setFocus()

    def begin(self, mode: str) -> None:
        """Open the form that moves or cancels the appointment, or notes an attempt."""
        if self.row is None or not self._buttons[mode].isEnabled():
            return
        self._mode = mode
        if mode == "move":
            values = {"reason": self.row.reason, "note": self.row.note or ""}
            self.when.show_values(values, counted_from=self._context.clinic.work.clock.today())
        self._translate()
        if mode == "move":
            self.when.day.setFocus()
        elif mode == "trace":
            self.trace.begin(self.row)
        else:
            self.cancel.begin()

    def stop(self) -> None:
        """Close the form; nothing is written."""
        self._mode = ""
        self._translate()

    @property
    def is_busy(self) -> bool:
        """Whether a form is open."""
        return bool(self._mode)

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong in the form that is open."""
        if self._mode in ("make", "move"):
            return self.when.point_at(field, text)
        if self._mode == "trace":
            return self.trace.bound.point_at(field, text)
        if self._mode == "cancel" and field == "reason":
            self.cancel.words.set_error(text)
            self.cancel.words.setFocus()
            return True
        return False

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._say_buttons()
        headings = {
            "make": self.tr("Expect a patient"),
            "move": self.tr("Move to another day"),
            "trace": self.tr("Note an attempt"),
            "cancel": self.tr("Cancel the appointment"),
        }
        self.set_heading(headings.get(self._mode, self.tr("Chosen in the list")))
        self._forms.setCurrentWidget(self._form if self._mode else self._actions)
        self._foot.setVisible(bool(self._mode))
        fields = {"trace": self.trace, "cancel": self.cancel}.get(self._mode, self.when)
        self._fields.setCurrentWidget(fields)
        patient, shown = self.patient, self.row
        self._name.setText("" if patient is None else patient.full_name)
        self._forms.setVisible(patient is not None)
        self._facts.setText("" if patient is None else self._who(patient))
        self._tried.setText("" if shown is None else self._what(shown))
        changeable = shown is not None and shown.state not in ("kept", "late", "cancelled", "moved")
        for name, allowed in (
            ("open", patient is not None),
            ("slip", shown is not None),
            ("trace", changeable and self._traces),
            ("move", changeable and self._makes),
            ("cancel", changeable and self._makes),
        ):
            self._buttons[name].setEnabled(allowed)

    def _say_buttons(self) -> None:
        self._buttons["open"].set_text(self.tr("Open the patient  (Enter)"))
        self._buttons["trace"].set_text(self.tr("&Note an attempt to find"))
        self._buttons["move"].set_text(self.tr("&Move to another day"))
        self._buttons["slip"].set_text(self.tr("&Print the slip"))
        self._buttons["cancel"].set_text(self.tr("&Cancel the appointment"))
        self._save.set_text(self.tr("Save"))
        self._stop.set_text(self.tr("Not now"))

    def _who(self, patient: PatientRow) -> str:
        facts = (
            patient.number,
            phone_text(patient.phone),
            patient.village or "",
            self.tr("Guardian: {0}").format(patient.guardian) if patient.guardian else "",
        )
        return "\n".join(fact for fact in facts if fact)

    def _what(self, shown: AppointmentRow) -> str:
        code = self._context.language.code
        lines = [f"{when(shown)}  ·  {reason(shown, code)}  ·  {state(shown, code)}"]
        if shown.note:
            lines.append(shown.note)
        if shown.closed_reason and shown.state == "moved":
            lines.append(shown.closed_reason)
        lines.append(self.tr("Made {0} by {1}").format(f"{shown.made_on:%d/%m/%Y}", shown.made_by))
        for trace in shown.traces:
            way = care_name("trace_way", trace.way, language=code)
            result = care_name("trace_result", trace.result, language=code)
            told = f"{trace.done_on:%d/%m/%Y}  {way}: {result}"
            lines.append("  ·  ".join(part for part in (told, trace.note, trace.by) if part))
        return "\n".join(lines)
