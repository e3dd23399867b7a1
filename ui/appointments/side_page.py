"""Coming back, as a side page of the visit: it becomes an appointment when the visit is saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.appointments.rows import AppointmentRow
from ui.appointments.columns import columns_of_patient
from ui.appointments.when_field import WhenFields
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.theme import GRID
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column
from ui.widgets.scrolled import Scrolled
from ui.widgets.table import DataTable

KEYS = "Alt+7"
_FORM_WIDTH = 400
_ROOM_FOR_BOTH = 680  # px at 100 %


class ReturnPage(SidePage):
    """The form at the left, what the patient was expected for before at the right."""

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("returnPage")
        self._tools = tools
        self._consultation: Consultation | None = None
        self._header = PageHeader(self)
        self._leave = Button("returnBack", parent=self)
        self._leave.clicked.connect(self.back)
        self._header.add_action(self._leave)
        self._card = Card(self)

        self.form = WhenFields(context=tools.context, failed=tools.failed, prefix="follow_up.", parent=self)
        self._card.body.addWidget(self.form)
        self._card.body.addStretch(1)
        self.earlier: DataTable[AppointmentRow] = DataTable(
            "earlierAppointments", columns_of_patient(tools.context), parent=self
        )
        body = Beside(self, least=_ROOM_FOR_BOTH)
        form = Scrolled(self._card, self)
        body.add(form, 1)
        body.watch(form, _FORM_WIDTH + 2 * GRID)
        body.add(self.earlier, 1)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(body, 1)
        self.form.edited.connect(self._take)
        FormKeys(self._card)
        self._translate()

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        self.form.show_values(consultation.fields, counted_from=consultation.visit_date)
        self.form.day.setFocus()
        service, patient_id = self._tools.context.clinic.appointments, consultation.patient.id

        def show(rows: Sequence[AppointmentRow]) -> None:
            self.earlier.show_rows([each for each in rows if each.visit_id != consultation.visit_id])

        self.earlier.show_loading()
        self._tools.context.tasks.run(
            self,
            lambda: service.of_patient(patient_id),
            done=show,
            failed=self.earlier.unless(self._tools.failed),
            key="of",
        )

    def point_at(self, field: str, text: str) -> bool:
        return self.form.point_at(field, text)

    def _take(self, name: str, text: str) -> None:
        if self._consultation is not None:
            if name != "follow_up.reason":
                self._consultation.fields["follow_up.reason"] = self.form.reason.code
            self._consultation.fields[name] = text
            self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Coming back"))
        self._header.set_line(
            self.tr("Saved with the visit; who does not come is on the list at the reception.")
        )
        self._leave.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self._card.set_heading(self.tr("Expected again"))
        self.earlier.view.setAccessibleName(self.tr("Appointments of this patient"))
        self.earlier.set_empty_text(self.tr("This patient was not expected before."))
