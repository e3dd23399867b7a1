"""Ordering at the laboratory: a patient, the tests, urgent or not."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QWidget

from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder
from emr_desktop.patients.rows import PatientRow
from ui.frame.finding import PatientFinder
from ui.laboratory.test_search import find_tests, name_of
from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import Field, TextField
from ui.widgets.form_keys import FormKeys, focus_next
from ui.widgets.layout import Card, PageHeader, column, row
from ui.widgets.picker import Choice, Picker, at_once
from ui.widgets.scrolled import scrolled_column


class OrderPage(QWidget):
    """What is chosen stays when the page is left and opened again.

    Signals:
        order_wanted: a tuple of ``NewOrder``.
        back: enough.
    """

    order_wanted = Signal(object)
    back = Signal()

    def __init__(self, *, finder: PatientFinder, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labOrderPage")
        self._language = language
        self._patient_id: uuid.UUID | None = None
        self._tests: dict[str, uuid.UUID] = {}
        self._header = PageHeader(self)
        self.patient = Picker(search=finder, clear_after_pick=False, parent=self)
        self.test = Picker(search=at_once(self._find), parent=self)
        self._patient_field = Field("labPatient", self.patient, required=True, parent=self)
        self._test_field = Field("labTest", self.test, required=True, parent=self)
        self.chosen = QListWidget(self)
        self.chosen.setObjectName("labTestsChosen")
        follow_text(self.chosen, least_height=12 * GRID, most_height=21 * GRID)
        self.urgent = QCheckBox(self)
        self.urgent.setObjectName("labUrgent")
        self.note = TextField("labNote", longest=300, parent=self)
        self._take_off = Button("takeTestOff", kind="quiet", parent=self)
        self._back = Button("labOrderBack", parent=self)
        self.save = Button("saveLabOrder", kind="primary", shortcut="Ctrl+Return", parent=self)
        card = Card(self)
        follow_text(card, most_width=90 * GRID)
        inside = scrolled_column(card.body)
        for widget in (self._patient_field, self._test_field, self.chosen):
            inside.addWidget(widget)
        line = row()
        line.addWidget(self.urgent)
        line.addStretch(1)
        line.addWidget(self._take_off)
        inside.addLayout(line)
        inside.addWidget(self.note)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self.save)
        card.body.addLayout(buttons)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(card)
        page.addStretch(1)
        self.patient.picked.connect(self._take_patient)
        self.patient.textEdited.connect(lambda _text: self._forget_patient())
        self.test.picked.connect(self._take_test)
        self.test.passed.connect(lambda: focus_next(self))
        self._take_off.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        self._back.clicked.connect(self.back)
        FormKeys(self, back=self.back.emit)
        self._translate()

    def start(self) -> None:
        """The cursor where something is missing."""
        (self.test if self._patient_id is not None else self.patient).setFocus()

    def choose_patient(self, patient: PatientRow) -> None:
        """Order for this patient."""
        self.empty()
        self._patient_id = patient.id
        self.patient.setText(f"{patient.full_name}, {patient.number}")

    def empty(self) -> None:
        """Ordered: begin anew."""
        self._patient_id = None
        self._tests = {}
        self.patient.clear()
        self.test.clear()
        self.note.set_text("")
        self.urgent.setChecked(False)
        self._show_tests()

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong at a field."""
        where = {"test": self._test_field, "patient": self._patient_field, "note": self.note}.get(field)
        if where is None:
            return False
        where.set_error(text)
        where.setFocus()
        return True

    def _find(self, text: str) -> list[Choice]:
        return list(find_tests(text, language=self._language.code))

    def _take_patient(self, choice: Choice) -> None:
        self._patient_id = choice.key if isinstance(choice.key, uuid.UUID) else None
        self.patient.setText(f"{choice.primary}, {choice.secondary}")
        self._patient_field.set_error(None)
        self.test.setFocus()

    def _forget_patient(self) -> None:
        self._patient_id = None

    def _take_test(self, choice: Choice) -> None:
        self._tests.setdefault(str(choice.key), new_id())
        self._test_field.set_error(None)
        self._show_tests()

    def _remove(self) -> None:
        at = self.chosen.currentRow()
        if 0 <= at < len(self._tests):
            del self._tests[list(self._tests)[at]]
            self._show_tests()

    def _show_tests(self) -> None:
        self.chosen.clear()
        for code in self._tests:
            self.chosen.addItem(name_of(code, language=self._language.code))
        self.chosen.setCurrentRow(len(self._tests) - 1)
        self._take_off.setEnabled(bool(self._tests))

    def _save(self) -> None:
        if self._patient_id is None:
            self.point_at("patient", self.tr("Choose the patient from the list."))
            return
        if not self._tests:
            self.point_at("test", self.tr("Choose at least one test."))
            return
        patient_id, urgent, note = self._patient_id, self.urgent.isChecked(), self.note.text_or_none()
        self.order_wanted.emit(
            tuple(
                NewOrder(id=order_id, patient_id=patient_id, test=code, urgent=urgent, note=note)
                for code, order_id in self._tests.items()
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Order a test"))
        self._header.set_line(self.tr("For a patient who comes to the laboratory without a visit today."))
        self._patient_field.set_label(self.tr("&Patient"))
        self._test_field.set_label(self.tr("&Test"))
        self.patient.setPlaceholderText(self.tr("Name, number, phone or village"))
        self.test.setPlaceholderText(self.tr("Two letters"))
        self.chosen.setAccessibleName(self.tr("Tests chosen"))
        self.urgent.setText(self.tr("&Urgent"))
        self.note.set_label(self.tr("&What the laboratory should know"))
        self._take_off.set_text(self.tr("Take this test off"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the list (Esc)"))
        self.save.set_text(self.tr("Order"))
        self._show_tests()
