"""Choosing the second record of one patient: the likely ones in a list, any other by searching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.patients.rows import DuplicateHint, PatientRow
from ui.frame.finding import PatientFinder, told
from ui.qt.language import Language
from ui.reception.duplicates import why_text
from ui.theme import GRID
from ui.widgets.layout import Card, column, words
from ui.widgets.picker import Picker
from ui.widgets.table import Column, DataTable


class MergeChoice(QWidget):
    """Signals: ``chosen`` with the id of the other record."""

    chosen = Signal(object)

    def __init__(
        self,
        *,
        finder: PatientFinder,
        language: Language,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._ask = words(role="heading", parent=self)
        self.picker = Picker(search=finder, parent=self)
        self.picker.setObjectName("mergeOther")
        self.picker.setProperty("look", "search")
        self.picker.picked.connect(lambda choice: self.chosen.emit(choice.key))
        self.picker.passed.connect(self._to_list)
        self._card = Card(self)
        self.hints: DataTable[DuplicateHint] = DataTable(
            "mergeHints",
            (
                Column(lambda: self.tr("Name"), lambda hint: hint.patient.full_name, stretch=True),
                Column(
                    lambda: self.tr("About"),
                    lambda hint: told(hint.patient, today=today(), language=language.code),
                    spare=1,
                ),
                Column(lambda: self.tr("Why"), self._why, stretch=True),
            ),
            parent=self,
        )
        self.hints.opened.connect(lambda hint: self.chosen.emit(hint.patient.id))
        self._card.body.addWidget(self.hints)
        page = column(self, spacing=GRID)
        page.addWidget(self._ask)
        page.addWidget(self.picker)
        page.addWidget(self._card, 1)
        self._patient: PatientRow | None = None
        self._translate()

    def open_for(self, patient: PatientRow) -> None:
        """Begin: who else is this patient?"""
        self._patient = patient
        self.picker.clear()
        self.hints.model.set_rows(())
        self.hints.show_loading()
        self.picker.setFocus()
        self._translate()

    def show_hints(self, hints: Sequence[DuplicateHint]) -> None:
        """List those who are likely; with some, the cursor goes into the list."""
        self.hints.show_rows(hints)
        if hints and self.picker.hasFocus() and not self.picker.text():
            self._to_list()

    def _to_list(self) -> None:
        if self.hints.model.rows:
            self.hints.view.setFocus()
            self.hints.view.selectRow(0)

    def _why(self, hint: DuplicateHint) -> str:
        return why_text(hint, self._language.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        name = self._patient.full_name if self._patient else ""
        self._ask.setText(self.tr("Which other record is {0} as well?").format(name))
        self.picker.setPlaceholderText(self.tr("Name, number, phone or village"))
        self.picker.setAccessibleName(self.tr("Find the other record"))
        self._card.set_heading(self.tr("Perhaps the same person"))
        self.hints.view.setAccessibleName(self.tr("Perhaps the same person"))
        self.hints.set_empty_text(self.tr("Nobody looks alike. Search above for the other record."))
