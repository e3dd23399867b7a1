"""Noting an attempt to find somebody who did not come; cancelling an appointment."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.appointments.rows import AppointmentRow, TraceForm
from emr_desktop.identity import new_id
from emr_desktop.reference.care import care_words
from ui.qt.language import Language
from ui.widgets.bound_fields import BoundFields
from ui.widgets.field import TextField
from ui.widgets.layout import column
from ui.widgets.words_field import ComboField


class TraceFields(QWidget):
    """``form()`` gives the attempt that stands here."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._row: AppointmentRow | None = None
        self._own_id: uuid.UUID = new_id()
        self.way = ComboField("traceWay", letters=14, parent=self)
        self.result = ComboField("traceResult", letters=14, parent=self)
        self.note = TextField("traceNote", longest=200, parent=self)
        self.bound = BoundFields(self)
        outer = column(self)
        for name, field in (("way", self.way), ("result", self.result), ("note", self.note)):
            self.bound.add(name, field)
            outer.addWidget(field)
        self._translate()

    def begin(self, row: AppointmentRow) -> None:
        """An attempt for this appointment; the id stays until it is saved."""
        self._row, self._own_id = row, new_id()
        self.bound.show({"way": "called", "result": "will_come", "note": ""})
        self.way.setFocus()

    def form(self) -> TraceForm | None:
        """What is to be noted; None before ``begin``."""
        if self._row is None:
            return None
        return TraceForm(
            id=self._own_id,
            appointment_id=self._row.id,
            way=self.way.code,
            result=self.result.code,
            note=self.note.text_or_none(),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._language.code
        self.way.set_label(self.tr("How"))
        self.result.set_label(self.tr("What came of it"))
        self.note.set_label(self.tr("Note"))
        self.way.offer({each.code: each.name(code) for each in care_words("trace_way").values()})
        self.result.offer({each.code: each.name(code) for each in care_words("trace_result").values()})


class CancelFields(QWidget):
    """``reason()`` gives the code chosen, or own words where they were written."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.why = ComboField("cancelWhy", letters=14, parent=self)
        self.words = TextField("cancelWords", longest=200, parent=self)
        outer = column(self)
        outer.addWidget(self.why)
        outer.addWidget(self.words)
        self._translate()

    def begin(self) -> None:
        """Nothing chosen yet but the commonest reason."""
        self.why.choose("not_needed")
        self.words.set_text("")
        self.words.set_error(None)
        self.why.setFocus()

    def reason(self) -> str:
        """Why it is cancelled."""
        return self.words.text() or self.why.code

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.why.set_label(self.tr("Why"))
        self.words.set_label(self.tr("Or in own words"))
        code = self._language.code
        self.why.offer({each.code: each.name(code) for each in care_words("cancel_reason").values()})
