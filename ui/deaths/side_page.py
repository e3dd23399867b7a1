"""The death as a side page: of the visit whose outcome it is, or one that is on record already."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.deaths.form import DeathFields
from ui.deaths.known_death import KnownDeath
from ui.widgets.buttons import Button
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column
from ui.widgets.scrolled import scrolled_column
from ui.widgets.spoken_day import day_words

KEYS = "Alt+0"


def has_death(consultation: Consultation) -> bool:
    """Whether this visit has the page."""
    return consultation.outcome == "died" or consultation.patient.died_on is not None


class DeathPage(SidePage):
    """Starts with the day of the visit and "here"."""

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deathPage")
        self._tools = tools
        self._consultation: Consultation | None = None
        self._header = PageHeader(self)
        self._leave = Button("deathBack", parent=self)
        self._leave.clicked.connect(self.back)
        self._header.add_action(self._leave)
        self._card = Card(self)
        self.form = DeathFields(language=tools.context.language, parent=self)
        scrolled_column(self._card.body).addWidget(self.form)
        page = column(self)
        page.addWidget(self._header)
        self.known = KnownDeath(context=tools.context, failed=tools.failed, parent=self)
        self.known.undone.connect(self._undone)
        page.addWidget(self.known)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        page.addStretch(1)
        self.form.edited.connect(self._take)
        FormKeys(self)
        self._translate()

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        known = consultation.outcome != "died"
        self.known.setVisible(known)
        self._card.setVisible(not known)
        if known:
            self.known.show_patient(consultation.patient)
            return
        values = dict(consultation.fields)
        values["death.died_on"] = values["death.died_on"] or day_words(consultation.visit_date)
        values["death.place"] = values["death.place"] or "here"
        self.form.show_values(values)
        self.form.died_on.setFocus()
        self.form.died_on.edit.selectAll()

    def point_at(self, field: str, text: str) -> bool:
        return self.form.point_at(field, text)

    def print_it(self) -> bool:
        self._tools.banner.show_message(
            self.tr("Save the visit first; then Ctrl+P prints the report."), kind="info"
        )
        return True

    def _undone(self) -> None:
        if self._consultation is not None:
            self._consultation.patient = replace(self._consultation.patient, died_on=None)
            self.edited.emit()
            self.back.emit()

    def _take(self, name: str, text: str) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        for field, usual in (("death.died_on", self.form.died_on.text()), ("death.place", "here")):
            consultation.fields[field] = consultation.fields[field] or usual
        consultation.fields[name] = text
        self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Death"))
        self._header.set_line(self.tr("The report prints after the visit is saved."))
        self._leave.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
