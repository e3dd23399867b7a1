"""The prescription: medicine, dose, times a day, days; the quantity works itself out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from emr_desktop.favourites.rows import UsualForm
from emr_desktop.languages import either
from emr_desktop.prescribing.rows import INFO, Finding, Suggestion
from emr_desktop.reference.catalogue import matched_synonym, search_medicines
from emr_desktop.reference.rows import Medicine
from ui.consultation.bringing import bring, offered, take_over, usual_lines
from ui.consultation.growing_list import GrowingList
from ui.consultation.lines import PrescriptionLine
from ui.consultation.medicine_line import MedicineHeads, MedicineWidget
from ui.consultation.presenter import Consultation
from ui.consultation.ready_bar import REPEAT_KEYS, USUAL_KEYS, ReadyBar
from ui.consultation.telling import medicine_name
from ui.messages import sentence
from ui.prescribing.pregnancy_box import PregnancyBox
from ui.prescribing.reason_field import ReasonField
from ui.prescribing.words import finding_text, words_of_draft
from ui.qt.language import Language
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.layout import column, row, words
from ui.widgets.picker import Choice, Picker, at_once


class MedicinesBox(QWidget):
    """Signals: ``edited`` when a person changed something; ``stock_marked``: a medicine and if it ran out.

    ``tests_changed``: a usual treatment ordered tests.
    """

    edited = Signal()
    stock_marked = Signal(str, bool)
    tests_changed = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("medicinesBox")
        self._language = language
        self._consultation: Consultation | None = None
        self._lines: list[MedicineWidget] = []
        self.used: Mapping[str, int] = {}  # by the facility; what is used most is offered first
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.setObjectName("medicinePicker")
        self.picker.picked.connect(self._add)
        self.picker.textEdited.connect(self._typed)
        self._head = words(role="heading", parent=self)
        self._head.setBuddy(self.picker)
        self._list = GrowingList(self)
        follow_text(self._list, least_height=12 * GRID)
        QShortcut(QKeySequence(REPEAT_KEYS), self, self.repeat_last)
        QShortcut(QKeySequence(USUAL_KEYS), self, self.take_first_usual)
        self.pregnancy = PregnancyBox(self)
        self.pregnancy.edited.connect(self.edited)
        self._not_checked = words(role="small", wrap=True, parent=self)
        self._not_checked.setObjectName("notChecked")
        self._not_checked.hide()
        self._drafts = words(role="small", wrap=True, parent=self._list.inside)
        self._drafts.setObjectName("draftsOff")
        self._drafts.hide()
        self._list.add_foot(self._drafts)
        outer = column(self, spacing=GRID // 2)
        top = row()
        top.addWidget(self._head)
        top.addWidget(self.picker, 1)
        top.addWidget(self.pregnancy)
        outer.addLayout(top)
        outer.addWidget(self._list, 1)
        outer.addWidget(self._not_checked)
        self._translate()

    @property
    def lines(self) -> Sequence[MedicineWidget]:
        return tuple(self._lines)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the prescription of a visit on screen."""
        self._consultation = consultation
        self.picker.put_back(consultation.fields["medicine_typed"])
        self.pregnancy.show_consultation(consultation)
        self._lay_out()

    def field(self, position: int, part: str) -> QLineEdit | None:
        """The number field of one line, for an error to point at."""
        if position >= len(self._lines):
            return None
        if part == "reason":
            box = self._lines[position].findings
            return box.unanswered or next(iter(box.reason_fields), None)
        return self._lines[position].fields.get(part)

    def _lay_out(self) -> None:
        self._lines = []
        lines = self._consultation.prescriptions if self._consultation else []
        for position, line in enumerate(lines):
            widget = MedicineWidget(line, language=self._language, parent=self._list.inside)
            widget.stock_marked.connect(
                lambda is_out, medicine=line.medicine: self._mark_stock(medicine, is_out)
            )
            widget.edited.connect(self.edited)
            widget.settled.connect(lambda position=position: self._settled(position))
            widget.removed.connect(lambda position=position: self._remove(position))
            widget.order.came.connect(lambda order=widget.order: self._list.bring(order))
            widget.findings.answered.connect(self.edited)
            widget.findings.done.connect(lambda position=position: self._settled(position))
            widget.findings.taken_off.connect(lambda position=position: self._remove(position))
            self._lines.append(widget)
        heads: list[QWidget] = [MedicineHeads(self._list.inside)] if lines else []
        self._list.show_lines([*heads, *self._lines, *self._ready()])
        self.check()
        self._chain()

    def _ready(self) -> list[QWidget]:
        if self._consultation is None:
            return []
        ready = ReadyBar(self._consultation, parent=self._list.inside)
        ready.repeat_wanted.connect(self.repeat_last)
        ready.usual_wanted.connect(self.take_usual)
        if ready.is_empty:
            ready.hide()  # nobody lays it out: it would lie unseen over the first line and take its clicks
            ready.deleteLater()
            return []
        return [ready]

    def repeat_last(self) -> None:
        """Write the last prescription again; today's checks look at every line."""
        consultation = self._consultation
        if consultation is not None and consultation.last_given is not None:
            self.bring(consultation.last_given.lines())

    def offer_usual(self) -> None:
        """The diagnoses changed: offer what is usually given for them."""
        if self._consultation is not None and self._consultation.usual:
            self._lay_out()

    def take_first_usual(self) -> None:
        """Take over the first usual treatment that is offered."""
        if self._consultation is not None:
            for usual in offered(self._consultation)[:1]:
                self.take_usual(usual)

    def take_usual(self, usual: UsualForm) -> None:
        """Write a usual treatment: its lines here, its tests and its advice where they belong."""
        consultation = self._consultation
        if consultation is not None:
            take_over(consultation, usual)
            if not self.bring(usual_lines(usual, consultation)):
                self._lay_out()
            self.tests_changed.emit()
            self.edited.emit()

    def bring(self, lines: Sequence[PrescriptionLine]) -> bool:
        """Add lines and go to the first thing that is asked about them; False when none came."""
        consultation = self._consultation
        if consultation is None or not bring(consultation, lines):
            return False
        self._lay_out()
        consultation.sheet.note(consultation.sheet.findings(consultation))
        unanswered = (line.findings.unanswered for line in self._lines)
        empty = (line.first_empty for line in self._lines)
        asked = next((found for found in (*unanswered, *empty) if found is not None), self.picker)
        asked.setFocus(Qt.FocusReason.TabFocusReason)
        self._list.bring(asked)
        self.edited.emit()
        return True

    def _chain(self) -> None:
        before: QWidget = self.picker
        for widget in self._lines:
            for stop in widget.stops:
                QWidget.setTabOrder(before, stop)
                before = stop

    # the safety checks ---------------------------------------------------------------------------------

    def check(self) -> None:
        """Bring doses and warnings up to date with everything on the page; a few milliseconds."""
        consultation = self._consultation
        if consultation is None:
            return
        found = consultation.sheet.findings(consultation)
        came_or_went = False
        for position, widget in enumerate(self._lines):
            mine = [one for one in found if one.position == position]
            came_or_went |= widget.findings.show_findings(mine, consultation.sheet)
            medicine = consultation.prescriptions[position].medicine
            suggested = consultation.sheet.suggestion(consultation, medicine)
            widget.findings.show_dose(suggested, on=consultation.visit_date)
            widget.show_stock(medicine in consultation.sheet.book.out_of_stock)
            widget.show_draft(words_of_draft(suggested, language=self._language.code))
            widget.offered = suggested if isinstance(suggested, Suggestion) else None
            if not any(field.hasFocus() for field in widget.fields.values()):
                consultation.sheet.note(tuple(mine))  # seen at rest: who changes it now heeds it
        if came_or_went:
            self._chain()
        self._say_missing(found)
        self._say_drafts()

    def _say_missing(self, found: Sequence[Finding]) -> None:
        code = self._language.code
        what = "; ".join(finding_text(one, language=code) for one in found if one.severity == INFO)
        self._not_checked.setText(sentence("prescribing.not_checked", {"what": what}, code) if what else "")
        self._not_checked.setVisible(bool(what))

    def _say_drafts(self) -> None:
        """One line for who may approve; who may not is not told at every line what cannot be changed."""
        consultation = self._consultation
        drafts: list[str] = []
        if consultation is not None and consultation.sheet.book.may_approve:
            drafts = [
                medicine_name(line.medicine)
                for line, widget in zip(consultation.prescriptions, self._lines, strict=True)
                if widget.has_draft
            ]
        named = ", ".join(dict.fromkeys(drafts))
        code = self._language.code
        self._drafts.setText(sentence("prescribing.drafts_off", {"medicines": named}, code) if named else "")
        self._drafts.setVisible(bool(named))

    def _mark_stock(self, medicine: str, is_out: bool) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        book = consultation.sheet.book
        out = book.out_of_stock | {medicine} if is_out else book.out_of_stock - {medicine}
        consultation.sheet.book = book.for_now(out_of_stock=out, may_approve=book.may_approve)
        self.check()
        self.stock_marked.emit(medicine, is_out)

    def _settled(self, position: int) -> None:
        """A line is typed or answered: go to the first reason that is missing, else to what comes next."""
        consultation = self._consultation
        if consultation is None or position >= len(self._lines):
            return
        widget = self._lines[position]
        consultation.sheet.note(consultation.sheet.findings(consultation))
        target: QWidget = widget.findings.unanswered or widget.first_empty or self.picker
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if target is not self.picker:
            self._bring(target)

    def _bring(self, field: QWidget) -> None:
        """Scroll to a field; to a reason with the warning it is for."""
        row = field.parentWidget() if isinstance(field, ReasonField) else None
        self._list.bring(row or field)

    def _find(self, text: str) -> Sequence[Choice]:
        return [
            Choice(
                medicine.code,
                f"{medicine.name} {medicine.strength}".strip(),
                self._about(medicine),
                matched_synonym(medicine, text),
            )
            for medicine in search_medicines(text, limit=30, used=self.used)
        ]

    def _about(self, medicine: Medicine) -> str:
        code = self._language.code
        form = either(code, medicine.form_sw, medicine.form)
        book = self._consultation.sheet.book if self._consultation is not None else None
        if book is not None and medicine.code in book.out_of_stock:
            return f"{form} · {sentence('prescribing.out_of_stock', {}, code)}"
        return form

    def _typed(self, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields["medicine_typed"] = text
            self.edited.emit()

    def _add(self, choice: Choice) -> None:
        if self._consultation is None:
            return
        self._consultation.fields["medicine_typed"] = ""
        consultation = self._consultation
        diagnoses = tuple(line.icd10 for line in consultation.diagnoses)
        consultation.prescriptions.append(PrescriptionLine.usual(str(choice.key), diagnoses))
        self._lay_out()
        line = self._lines[-1]
        if line.offered is not None:
            line.take_dose(line.offered)
            self.check()
        consultation.sheet.note(consultation.sheet.findings(consultation))
        self._list.bring(line)
        # What must stop stops before a number is typed.
        first: QWidget = line.findings.unanswered or line.fields["dose"]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring(first)
        self.edited.emit()

    def _remove(self, position: int) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        # What stood under the line when it went was heeded, whenever it came there.
        found = consultation.sheet.findings(consultation)
        consultation.sheet.note(tuple(one for one in found if one.position == position))
        del consultation.prescriptions[position]
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
