"""The form of the triage: measurements, complaint, pregnancy, danger signs, urgency."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.growth.standards import STANDING_FROM_DAY
from ui.consultation.checking import growth_of
from ui.consultation.growing import has_chart, say_head
from ui.consultation.vitals_row import VitalsRow
from ui.consultation.words_field import WordsField
from ui.growth.line import GrowthLine
from ui.growth.more_measures import MoreMeasures
from ui.prescribing.pregnancy_box import PregnancyBox
from ui.qt.language import Language
from ui.theme import GRID, set_state
from ui.triage.presenter import Triaging
from ui.triage.signs_box import SignsBox
from ui.triage.urgency_row import UrgencyRow
from ui.widgets.flow import Flow
from ui.widgets.form_keys import focus_next
from ui.widgets.layout import Panel, column, row, words
from ui.widgets.spoken import say_aloud


class TriageFields(QWidget):
    """Signals: ``edited`` when a person changed something."""

    edited = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("triageFields")
        self._triaging: Triaging | None = None
        self._pointed: QWidget | None = None
        self._left: QWidget | None = None
        self._language = language
        # What holds the parts comes first, empty: what is moved after it was made is styled a second time.
        measured, signed, judged, words_card = (Panel("card", self) for _ in range(4))
        self.vitals = VitalsRow(language=language, parent=measured)
        self.growth = GrowthLine(language=language, parent=measured)
        self.more = MoreMeasures(self)
        self.complaint = WordsField("complaint", language=language, parent=words_card)
        self.complaint.setObjectName("triageComplaint")
        self.complaint.setFixedHeight(2 * self.complaint.fontMetrics().lineSpacing() + 24)
        self._complaint_label = words(role="label", parent=self)
        self._complaint_label.setBuddy(self.complaint)
        self.pregnancy = PregnancyBox(words_card)
        self.signs = SignsBox(language=language, parent=signed)
        self.urgency = UrgencyRow(language=language, parent=judged)
        self._error = words(wrap=True, parent=self)
        self._error.setObjectName("triageError")
        set_state(self._error, "error")
        self._error.hide()
        outer = column(self, spacing=GRID)
        outer.addWidget(_filled(measured, self.vitals, self.growth))
        line = Flow(words_card, spacing=3 * GRID)
        self._of_a_child = QWidget(self)
        measures = row(self._of_a_child, spacing=GRID)
        measures.addWidget(self.more)
        measures.addWidget(self.growth.chart)  # here is more room than beside the judgements
        line.add(self._of_a_child)
        holder = QWidget(line)
        said = column(holder, spacing=2)
        said.addWidget(self._complaint_label)
        said.addWidget(self.complaint)
        line.add(holder, 1, least=24 * GRID)
        line.add(self.pregnancy)
        column(words_card, margin=GRID).addWidget(line)
        outer.addWidget(words_card)
        outer.addWidget(_filled(signed, self.signs))
        outer.addWidget(_filled(judged, self.urgency))
        outer.addWidget(self._error)
        outer.addStretch(1)
        stops = (
            self.vitals.field("muac_cm") or self.vitals,
            self.more.head.edit,
            self.more.position.bar,
            self.more.oedema,
            self.complaint,
            self.pregnancy.state,
            self.pregnancy.weeks,
            self.signs,
            self.urgency.bar,
        )
        for before, after in pairwise(stops):  # standing in cards has mixed their order
            QWidget.setTabOrder(before, after)
        self.more.typed.connect(self._take_measure)
        self.complaint.textChanged.connect(self._take_complaint)
        self.complaint.done.connect(lambda: focus_next(self))
        for part in (self.vitals, self.pregnancy, self.signs, self.urgency):
            part.edited.connect(self._edited)
        self._translate()

    def show_triaging(self, triaging: Triaging) -> None:
        """Put the triage of a visit on screen."""
        self._triaging = triaging
        self.clear_error()
        visit = triaging.visit
        self.vitals.show_consultation(visit)
        self._of_a_child.setVisible(has_chart(visit))
        with QSignalBlocker(self.complaint):
            self.complaint.show_text(visit.fields["complaint"])
        self.pregnancy.show_consultation(visit)
        self.signs.show_triaging(triaging)
        self.urgency.show_triaging(triaging)
        self.show_measures()

    def show_measures(self) -> None:
        """Show what was entered beside the chart, and what follows from it."""
        if self._triaging is not None:
            visit = self._triaging.visit
            usually_lying = growth_of(visit).measured.age_days < STANDING_FROM_DAY
            self.more.show_fields(visit.fields, usually_lying=usually_lying)
            self._judge()
            self.urgency.refresh()

    def start(self) -> None:
        """Put the cursor where the triage begins."""
        field = self.vitals.field("weight_kg")
        if field is not None:
            field.setFocus()

    def remember_field(self) -> None:
        """Another page comes for a while: remember where the cursor was."""
        self._left = self.focusWidget()

    def go_back_to_field(self) -> None:
        """Put the cursor where it was."""
        if self._left is not None and self._left.isVisible():
            self._left.setFocus()
        else:
            self.start()

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong with a field and put the cursor there; False for a field that is not here."""
        target: QWidget | None = None
        if field == "vitals.head_cm":
            target = self.more.head.edit
        elif field.startswith("vitals."):
            target = self.vitals.field(field.removeprefix("vitals."))
        elif field in ("pregnancy", "pregnancy_weeks"):
            target = self.pregnancy.field(field)
        elif field in ("complaint", "signs", "priority"):
            target = {"complaint": self.complaint, "signs": self.signs, "priority": self.urgency.bar}[field]
        if target is None:
            return False
        self.clear_error()
        self._error.setText(text)
        self._error.show()
        say_aloud(self._error, text, at_once=True)
        set_state(target, "error")
        target.setFocus()
        self._pointed = target
        return True

    @property
    def error(self) -> str:
        """What is wrong; empty when nothing is said."""
        return "" if self._error.isHidden() else self._error.text()

    def clear_error(self) -> None:
        self._error.hide()
        if self._pointed is not None:
            set_state(self._pointed, None)
            self._pointed = None

    def _take_complaint(self) -> None:
        if self._triaging is not None:
            self._triaging.visit.fields["complaint"] = self.complaint.toPlainText()
            self._edited()

    def _take_measure(self, name: str, text: str) -> None:
        if self._triaging is not None:
            self._triaging.visit.fields[name] = text
            self._edited()

    def _edited(self) -> None:
        if not self._error.isHidden():
            self.clear_error()
        self.signs.refresh()
        self._judge()
        self.urgency.refresh()
        self.edited.emit()

    def _judge(self) -> None:
        if self._triaging is not None:
            visit = self._triaging.visit
            about = visit.patient.birth_precision != "day"
            self.growth.show_assessment(growth_of(visit), about=about)
            say_head(self.more, visit, language=self._language.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._complaint_label.setText(self.tr("&Complaint"))
        self.complaint.setAccessibleName(self.tr("Complaint"))
        self._judge()


def _filled(card: Panel, *widgets: QWidget) -> Panel:
    inside = column(card, margin=GRID, spacing=4)
    for widget in widgets:
        inside.addWidget(widget)
    return card
