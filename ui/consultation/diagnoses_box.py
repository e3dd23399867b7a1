"""The diagnoses of a visit: two letters, Enter; certainty and severity beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from emr_desktop.reference.catalogue import (
    answer_name,
    search_diagnoses,
    severities_for,
)
from emr_desktop.reference.rows import DiagnosisHit
from ui.consultation import telling
from ui.consultation.elided import ElidedLabel
from ui.consultation.growing_list import GrowingList
from ui.consultation.lines import DiagnosisLine
from ui.consultation.presenter import Consultation
from ui.consultation.severity_box import SeverityBox
from ui.qt.language import Language
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.layout import column, row, words
from ui.widgets.picker import Choice, Picker, at_once
from ui.widgets.plain_tip import plain_tip


class DiagnosesBox(QWidget):
    """Signals: ``edited`` when a person changed something; ``diagnoses_changed`` when the list did."""

    edited = Signal()
    diagnoses_changed = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosesBox")
        self._language = language
        self._consultation: Consultation | None = None
        self._lines: list[DiagnosisWidget] = []
        self.used: Mapping[str, int] = {}  # by the facility; what is used most is offered first
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.setObjectName("diagnosisPicker")
        self.picker.picked.connect(self._add)
        self.picker.textEdited.connect(self._typed)
        self._head = words(role="heading", parent=self)
        self._head.setBuddy(self.picker)
        self._list = GrowingList(self)
        follow_text(self._list, least_height=6 * GRID)
        outer = column(self, spacing=GRID // 2)
        top = row()
        top.addWidget(self._head)
        top.addWidget(self.picker, 1)
        outer.addLayout(top)
        outer.addWidget(self._list, 1)
        self._translate()

    @property
    def lines(self) -> Sequence[DiagnosisWidget]:
        return tuple(self._lines)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the diagnoses of a visit on screen."""
        self._consultation = consultation
        self.picker.put_back(consultation.fields["diagnosis_typed"])
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = []
        before: QWidget = self.picker
        for position, line in enumerate(self._consultation.diagnoses if self._consultation else ()):
            widget = DiagnosisWidget(line, language=self._language, parent=self._list.inside)
            widget.edited.connect(self.edited)
            widget.settled.connect(self.picker.setFocus)
            widget.removed.connect(lambda position=position: self._remove(position))
            for stop in widget.stops:
                QWidget.setTabOrder(before, stop)
                before = stop
            self._lines.append(widget)
        self._list.show_lines(list(self._lines))

    def _find(self, text: str) -> Sequence[Choice]:
        hits = search_diagnoses(text, language=self._language.code, limit=30, used=self.used)
        return [Choice(hit, hit.name, hit.icd10, hit.matched) for hit in hits]

    def _typed(self, text: str) -> None:
        if self._consultation is None:
            return
        if text == "?" and self._lines:  # in an empty box: the last diagnosis is (not) certain
            self.picker.clear()
            self._lines[-1].turn_certainty()
            return
        self._consultation.fields["diagnosis_typed"] = text
        self.edited.emit()

    def _add(self, choice: Choice) -> None:
        hit = choice.key
        if self._consultation is None or not isinstance(hit, DiagnosisHit):
            return
        self._consultation.fields["diagnosis_typed"] = ""
        known = self._consultation.diagnosis_at(hit.icd10)
        at = self._consultation.add_diagnosis(
            DiagnosisLine(hit.icd10, hit.concept.code if hit.concept is not None else None)
        )
        if known is None:
            self._lay_out()
        self._list.bring(self._lines[at])
        severity = self._lines[at].severity
        if severity is not None:
            severity.setFocus(Qt.FocusReason.TabFocusReason)
        self.diagnoses_changed.emit()
        self.edited.emit()

    def _remove(self, position: int) -> None:
        if self._consultation is None:
            return
        del self._consultation.diagnoses[position]
        self._lay_out()
        self.picker.setFocus()
        self.diagnoses_changed.emit()
        self.edited.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._lay_out()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._head.setText(self.tr("&Diagnosis"))
        self.picker.setPlaceholderText(self.tr("Two letters, or ICD-10"))
        self.picker.setAccessibleName(self.tr("Add a diagnosis"))
        self.picker.setToolTip(self.tr("? in the empty box turns the last diagnosis provisional"))


class DiagnosisWidget(QWidget):
    """One diagnosis. Signals: ``edited``; ``settled`` when its severity was answered; ``removed``."""

    edited = Signal()
    settled = Signal()
    removed = Signal()

    def __init__(self, line: DiagnosisLine, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosisLine")
        self._line = line
        self._language = language
        outer = column(self, spacing=2)
        line_row = row()
        outer.addLayout(line_row)
        name = telling.name_of(line.icd10, line.concept, language=language.code)
        line_row.addWidget(ElidedLabel(name, self), 1)
        code = words(line.icd10, parent=self)
        code.setProperty("role", "quiet")
        line_row.addWidget(code)
        self.certainty = QToolButton(self)
        self.certainty.setObjectName("certainty")
        self.certainty.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.certainty.clicked.connect(self.turn_certainty)
        self.certainty.setToolTip(self.tr("Confirmed or provisional"))
        line_row.addWidget(self.certainty)
        self.remover = QToolButton(self)
        self.remover.setObjectName("removeDiagnosis")
        self.remover.setText("×")
        self.remover.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        take_off = self.tr("Take this diagnosis off")
        self.remover.setToolTip(plain_tip(take_off))
        self.remover.setAccessibleName(f"{take_off}: {name}")
        self.remover.clicked.connect(self.removed)
        line_row.addWidget(self.remover)
        self.severity = self._severity(outer)
        self._show_certainty()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        asked = () if self.severity is None else (self.severity,)
        return (*asked, self.certainty, self.remover)

    def _severity(self, outer: QBoxLayout) -> SeverityBox | None:
        levels = severities_for(self._line.icd10)
        if not levels:
            return None
        box = SeverityBox(
            self._line.icd10,
            levels,
            chosen=self._line.severity,
            language=self._language.code,
            parent=self,
        )
        box.answered.connect(self._answer_severity)
        outer.addWidget(box)
        return box

    def _answer_severity(self, level: str) -> None:
        self._line.severity = level
        self.edited.emit()
        self.settled.emit()

    def turn_certainty(self) -> None:
        """Confirmed becomes provisional, and back."""
        confirmed = self._line.certainty == "confirmed"
        self._line.certainty = "provisional" if confirmed else "confirmed"
        self._show_certainty()
        self.edited.emit()

    def _show_certainty(self) -> None:
        text = answer_name("certainty", self._line.certainty, language=self._language.code)
        self.certainty.setText(text)
        self.certainty.setAccessibleName(text)
