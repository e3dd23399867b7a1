"""Diagnoses and medicines of a paper visit: two letters and Enter, the order in one go (``2 tds 5/7``)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.reference.catalogue import matched_synonym, search_diagnoses, search_medicines
from emr_desktop.reference.rows import DiagnosisHit, Medicine
from ui.consultation import telling
from ui.consultation.lines import DiagnosisLine, PrescriptionLine
from ui.late.entry import PaperVisit
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import Field, TextField
from ui.widgets.form_keys import focus_next
from ui.widgets.layout import column, row, words
from ui.widgets.picker import Choice, Picker, at_once


class WrittenBox(QWidget):
    """Adds to the sheet it was given; ``show_visit(visit)`` gives it the next one.

    Signals:
        edited: something was added, ordered or taken off.
    """

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lateWrittenBox")
        self._language = language
        self._visit = PaperVisit()
        self.diagnosis = Picker(search=at_once(self._find_diagnosis), parent=self)
        self.diagnoses = Field("lateDiagnosis", self.diagnosis, parent=self)
        self.medicine = Picker(search=at_once(self._find_medicine), parent=self)
        self.medicines = Field("lateMedicine", self.medicine, parent=self)
        self.order = TextField("lateOrder", longest=60, parent=self)
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("lateWritten")
        self._undo = Button("lateUndo", parent=self)
        boxes = row(spacing=2 * GRID)
        for field, share in ((self.diagnoses, 3), (self.medicines, 3), (self.order, 1)):
            boxes.addWidget(field, share)
        below = row()
        below.addWidget(self._text, 1)
        below.addWidget(self._undo)
        page = column(self)
        page.addLayout(boxes)
        page.addLayout(below)
        self.diagnosis.picked.connect(self._add_diagnosis)
        self.medicine.picked.connect(self._add_medicine)
        self.order.edited.connect(self._take_order)
        self._undo.clicked.connect(self._take_last)
        for picker in (self.diagnosis, self.medicine):
            picker.passed.connect(self._go_on)
        self._translate()

    @property
    def text(self) -> str:
        """What is written so far."""
        return self._text.text()

    def show_visit(self, visit: PaperVisit) -> None:
        """Write on this sheet from now on."""
        self._visit = visit
        for field in (self.diagnoses, self.medicines, self.order):
            field.set_error(None)
        for picker in (self.diagnosis, self.medicine):
            picker.clear()
        self.order.set_text("")
        self._say()

    def _go_on(self) -> None:
        focus_next(self.window())

    def _find_diagnosis(self, text: str) -> Sequence[Choice]:
        hits = search_diagnoses(text, language=self._language.code, limit=30)
        return [Choice(hit, hit.name, hit.icd10, hit.matched) for hit in hits]

    def _find_medicine(self, text: str) -> Sequence[Choice]:
        return [
            Choice(found, found.label, matched=matched_synonym(found, text))
            for found in search_medicines(text, limit=30)
        ]

    def _add_diagnosis(self, choice: Choice) -> None:
        hit = choice.key
        if isinstance(hit, DiagnosisHit) and hit.icd10 not in {one.icd10 for one in self._visit.diagnoses}:
            concept = hit.concept.code if hit.concept is not None else None
            self._visit.diagnoses.append(DiagnosisLine(hit.icd10, concept))
            self._changed()

    def _add_medicine(self, choice: Choice) -> None:
        if isinstance(choice.key, Medicine):
            diagnoses = tuple(line.icd10 for line in self._visit.diagnoses)
            self._visit.prescriptions.append(PrescriptionLine.usual(choice.key.code, diagnoses))
            self.order.set_text("")
            self.order.editor.setFocus()
            self._changed()

    def _take_order(self) -> None:
        if self._visit.prescriptions:
            line = self._visit.prescriptions[-1]
            line.dose, line.per_day, line.days = self.order.text(), "", ""
            line.spread()
            self._changed()

    def _take_last(self) -> None:
        """Take the last medicine off, then the last diagnosis."""
        for lines in (self._visit.prescriptions, self._visit.diagnoses):
            if lines:
                del lines[-1]
                break
        self.order.set_text("")
        self._changed()

    def _changed(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        code = self._language.code
        names = [telling.name_of(one.icd10, one.concept, language=code) for one in self._visit.diagnoses]
        orders = []
        for line in self._visit.prescriptions:
            told = " × ".join(part for part in (line.dose, line.per_day, line.days) if part)
            orders.append(f"{telling.medicine_name(line.medicine)} {told} = {line.settled_quantity or '?'}")
        self._text.setText(
            "   |   ".join(filter(None, ("; ".join(names), "; ".join(orders)))) or self.tr("No diagnosis yet")
        )
        self._undo.setEnabled(bool(names or orders))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.diagnoses.set_label(self.tr("D&iagnosis"))
        self.diagnosis.setPlaceholderText(self.tr("Two letters, or ICD-10"))
        self.medicines.set_label(self.tr("&Medicine"))
        self.order.set_label(self.tr("Order: 2 tds 5/7"))
        self._undo.set_text(self.tr("Take the last off"))
        self._say()
