"""The page of one visit: measurements, words, tests, diagnoses, medicines, outcome."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from emr_desktop.visits.usage import Usage
from ui.consultation.checking import growth_of
from ui.consultation.diagnoses_box import DiagnosesBox
from ui.consultation.medicines_box import MedicinesBox
from ui.consultation.outcome_row import OutcomeRow
from ui.consultation.presenter import Consultation
from ui.consultation.tests_box import TestsBox
from ui.consultation.vitals_row import VitalsRow
from ui.consultation.words_row import WordsRow
from ui.growth.line import GrowthLine
from ui.qt.language import Language
from ui.surveillance.notice_box import NoticeBox
from ui.theme import GRID, set_state
from ui.widgets.beside import Beside
from ui.widgets.form_keys import focus_next
from ui.widgets.scrolled import Scrolled
from ui.widgets.spoken import say_aloud

_LINE = re.compile(r"(tests|diagnoses|prescriptions)\.(\d+)(?:\.(\w+))?")


class VisitPage(QWidget):
    """Signals: ``edited`` when a person changed something; ``diagnoses_changed`` when that list did."""

    edited = Signal()
    diagnoses_changed = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visitPage")
        self._consultation: Consultation | None = None
        self._pointed: QWidget | None = None
        self._left: QWidget | None = None
        # What holds the parts comes first, empty: what is moved after it was made is styled a second time.
        area = Scrolled(parent=self)
        inner = QWidget(area.viewport())
        inner.setProperty("panel", "scrolled")
        area.setWidget(inner)
        measured, told, tested, ended = (_card(inner) for _ in range(4))
        middle = Beside(inner, least=84 * GRID)
        judged, given = _card(middle), _card(middle)
        self.vitals = VitalsRow(language=language, parent=measured)
        self.growth = GrowthLine(language=language, parent=measured)
        self.words = WordsRow(language=language, parent=told)
        self.tests = TestsBox(language=language, parent=tested)
        self.diagnoses = DiagnosesBox(language=language, parent=judged)
        self.medicines = MedicinesBox(language=language, parent=given)
        self.notice = NoticeBox(language=language, parent=judged)
        self.outcome = OutcomeRow(language=language, parent=ended)
        self._pickers = {
            "diagnosis_typed": self.diagnoses.picker,
            "medicine_typed": self.medicines.picker,
            "test_typed": self.tests.picker,
        }
        self._error = QLabel(inner)
        self._error.setObjectName("fieldError")
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        set_state(self._error, "error")
        self._error.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(_filled(measured, self.vitals, self.growth))
        column.addWidget(_filled(told, self.words))
        column.addWidget(_filled(tested, self.tests))
        middle.add(_filled(judged, self.diagnoses, self.notice), 2)
        middle.add(_filled(given, self.medicines), 3)
        column.addWidget(middle, 1)
        column.addWidget(_filled(ended, self.outcome))
        column.addWidget(self._error)
        self.tests.follow(self.words.field("examination"))
        for picker in self._pickers.values():
            picker.passed.connect(self.go_on)
        self.words.passed.connect(self.go_on)
        self.vitals.edited.connect(self.judge_growth)
        for part in (self.vitals, self.words, self.tests, self.diagnoses, self.medicines, self.outcome):
            part.edited.connect(self._edited)
        self.diagnoses.diagnoses_changed.connect(self.diagnoses_changed)
        self.diagnoses.diagnoses_changed.connect(self.medicines.offer_usual)
        self.medicines.tests_changed.connect(self._show_tests)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put a visit on screen."""
        self._consultation = consultation
        self.clear_error()
        for part in (self.vitals, self.words, self.tests, self.diagnoses, self.medicines, self.outcome):
            part.show_consultation(consultation)
        self.notice.show_watch(consultation.watch)
        self.judge_growth()

    def rank_by(self, usage: Usage) -> None:
        """Offer first what this facility uses most."""
        self.diagnoses.used, self.medicines.used = usage.diagnoses, usage.medicines

    def _show_tests(self) -> None:
        if self._consultation is not None:
            self.tests.show_consultation(self._consultation)

    def start(self) -> None:
        """Put the cursor where a visit begins."""
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

    def go_on(self) -> None:
        """To the next field."""
        focus_next(self)

    def judge_growth(self) -> None:
        """Say in the line under the measurements what they mean now."""
        consultation = self._consultation
        if consultation is not None:
            about = consultation.patient.birth_precision != "day"
            self.growth.show_assessment(growth_of(consultation), about=about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self.go_on()
            return
        super().keyPressEvent(event)

    # errors --------------------------------------------------------------------------------------------

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong with a field and put the cursor there; False for a field that is not here."""
        widget = self._widget_of(field)
        if widget is None:
            return False
        self.clear_error()
        self._error.setText(text)
        self._error.show()
        say_aloud(self._error, text, at_once=True)
        target = widget.focusProxy() or widget
        set_state(target, "error")
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pointed = target
        return True

    def clear_error(self) -> None:
        self._error.hide()
        self._error.clear()
        if self._pointed is not None:
            set_state(self._pointed, None)
            self._pointed = None

    def _edited(self) -> None:
        if self._error.isVisible():
            self.clear_error()
        self.medicines.check()
        self.edited.emit()

    def _widget_of(self, field: str) -> QWidget | None:
        if field.startswith("vitals."):
            return self.vitals.field(field.removeprefix("vitals."))
        if field in ("pregnancy", "pregnancy_weeks"):
            return self.medicines.pregnancy.field(field)
        if field in self._pickers:
            return self._pickers[field]
        match = _LINE.fullmatch(field)
        if match is not None and self._consultation is not None:
            kind, position, part = match[1], int(match[2]), match[3]
            if kind == "prescriptions":
                return self.medicines.field(position, part or "dose") or self.medicines.picker
            if kind == "tests" and position < len(self._consultation.tests):
                return self.tests.input_of(self._consultation.tests[position].test)
            return self.diagnoses.picker
        return self.words.field(field) or self.outcome.field(field)


def _card(parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setProperty("panel", "card")
    return card


def _filled(card: QFrame, *widgets: QWidget) -> QFrame:
    column = QVBoxLayout(card)
    column.setContentsMargins(12, GRID, 12, GRID)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return card
