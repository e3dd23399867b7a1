"""The prescription: medicine, dose, times a day, days; the quantity works itself out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from emr_desktop.reference.catalogue import search_medicines
from ui.consultation.growing_list import GrowingList
from ui.consultation.lines import PrescriptionLine
from ui.consultation.medicine_line import MedicineHeads, MedicineWidget
from ui.consultation.presenter import Consultation
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.layout import column, row, words
from ui.widgets.picker import Choice, Picker, at_once


class MedicinesBox(QWidget):
    """Signals: ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("medicinesBox")
        self._language = language
        self._consultation: Consultation | None = None
        self._lines: list[MedicineWidget] = []
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.setObjectName("medicinePicker")
        self.picker.picked.connect(self._add)
        self.picker.textEdited.connect(self._typed)
        self._head = words(role="heading", parent=self)
        self._head.setBuddy(self.picker)
        self._list = GrowingList(self)
        outer = column(self, spacing=GRID // 2)
        top = row()
        top.addWidget(self._head)
        top.addWidget(self.picker, 1)
        outer.addLayout(top)
        outer.addWidget(self._list, 1)
        self._translate()

    @property
    def lines(self) -> Sequence[MedicineWidget]:
        return tuple(self._lines)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the prescription of a visit on screen."""
        self._consultation = consultation
        self.picker.put_back(consultation.fields["medicine_typed"])
        self._lay_out()

    def field(self, position: int, part: str) -> QLineEdit | None:
        """The number field of one line, for an error to point at."""
        if position >= len(self._lines):
            return None
        return self._lines[position].fields.get(part)

    def _lay_out(self) -> None:
        self._lines = []
        lines = self._consultation.prescriptions if self._consultation else []
        before: QWidget = self.picker
        for position, line in enumerate(lines):
            widget = MedicineWidget(line, language=self._language, parent=self._list.inside)
            widget.edited.connect(self.edited)
            widget.settled.connect(self.picker.setFocus)
            widget.removed.connect(lambda position=position: self._remove(position))
            for stop in widget.stops:
                QWidget.setTabOrder(before, stop)
                before = stop
            self._lines.append(widget)
        heads: list[QWidget] = [MedicineHeads(self._list.inside)] if lines else []
        self._list.show_lines([*heads, *self._lines])

    def _find(self, text: str) -> Sequence[Choice]:
        return [
            Choice(
                medicine.code,
                f"{medicine.name} {medicine.strength}".strip(),
                medicine.form_sw if self._language.code == "sw" else medicine.form,
            )
            for medicine in search_medicines(text, limit=30)
        ]

    def _typed(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["medicine_typed"] = text
            self.edited.emit()

    def _add(self, choice: Choice) -> None:
        if self._consultation is None:
            return
        self._consultation.fields["medicine_typed"] = ""
        self._consultation.prescriptions.append(PrescriptionLine(str(choice.key)))
        self._lay_out()
        self._list.bring(self._lines[-1])
        self._lines[-1].fields["dose"].setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _remove(self, position: int) -> None:
        if self._consultation is None:
            return
        del self._consultation.prescriptions[position]
        self._lay_out()
        self.picker.setFocus()
        self.edited.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._lay_out()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._head.setText(self.tr("&Medicines"))
        self.picker.setPlaceholderText(self.tr("Two letters of the name"))
        self.picker.setAccessibleName(self.tr("Add a medicine"))
