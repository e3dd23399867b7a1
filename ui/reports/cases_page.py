"""The patients behind one number of a form; Enter opens the visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.rows import CaseLine, Cases
from ui.consultation import telling
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.table import Column, DataTable


class CasesPage(QWidget):
    """Signals: ``opened`` with a visit id, ``why`` with the id of one to explain, ``back``."""

    opened = Signal(object)
    why = Signal(object)
    back = Signal()

    def __init__(
        self,
        *,
        language: Language,
        back_words: Callable[[], tuple[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("casesPage")
        self._language = language
        self._back_words = back_words  # button and tooltip; None: back to the form
        self._what: Callable[[], str] = str
        self._count = 0
        self._header = PageHeader(self)
        self._back = Button("casesBack", parent=self)
        self._back.clicked.connect(self.back)
        self._why = Button("casesWhy", parent=self)
        self._why.clicked.connect(self._ask_why)
        for button in (self._why, self._back):
            self._header.add_action(button)
        self.table: DataTable[CaseLine] = DataTable(
            "caseList",
            (
                Column(lambda: self.tr("Date"), lambda line: _day(line.date), width=104),
                Column(lambda: self.tr("Number"), lambda line: line.patient_number, width=184),
                Column(lambda: self.tr("Name"), lambda line: line.patient_name, stretch=True),
                Column(lambda: self.tr("Sex"), self._sex, width=120),
                Column(lambda: self.tr("Age"), self._age, width=136),
                Column(
                    lambda: self.tr("Diagnoses"),
                    self._diagnoses_or_amount,
                    stretch=True,
                    tip=lambda line: "\n".join(self._diagnoses(line)),
                ),
            ),
            parent=self,
        )
        self.table.opened.connect(self._open)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        self._translate()

    def show_cases(self, what: Callable[[], str], cases: Cases) -> None:
        """List the visits; ``what()`` names the row and column in the language of the moment."""
        self._what, self._count = what, cases.count
        self.table.show_rows(cases.visits)
        self._translate()
        self.table.setFocus()

    def _ask_why(self) -> None:
        line = self.table.current
        if line is not None and line.visit is not None:
            self.why.emit(line.visit)

    def _open(self, line: CaseLine) -> None:
        if line.visit is not None:
            self.opened.emit(line.visit)
            return
        self._header.set_line(self.tr("There is no visit to open: this happened elsewhere."))

    def _diagnoses_or_amount(self, line: CaseLine) -> str:
        words = ", ".join(self._diagnoses(line))
        return words if line.amount == 1 else f"× {line.amount}   {words}"

    def _age(self, line: CaseLine) -> str:
        return telling.age(line.age, line.date, language=self._language.code)

    def _diagnoses(self, line: CaseLine) -> list[str]:
        return [telling.icd10_name(code, language=self._language.code) for code in line.diagnoses]

    def _sex(self, line: CaseLine) -> str:
        return self.tr("Female") if line.sex == "F" else self.tr("Male")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        if self._back_words is not None:
            text, tip = self._back_words()
            self._back.set_text(text, tip=tip)
        else:
            self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._why.set_text(
            self.tr("&Where counted"), tip=self.tr("Where the forms count this visit, and why not")
        )
        self._why.setEnabled(self._count > 0)
        self._why.setVisible(self._back_words is None)
        self._header.set_title(self._what())
        self.table.view.setAccessibleName(self._what() or self.tr("Visits"))
        self._header.set_line(self.tr("%n counted. Enter opens the visit.", "", self._count))
        self.table.set_empty_text(self.tr("Nobody is counted here."))


def _day(value: date) -> str:
    return telling.day(value)
