"""The laboratory register between two days: on screen, on paper, as a file."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.laboratory.rows import Register, RegisterLine
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.visits.age import age_text
from ui.laboratory import wording
from ui.laboratory.test_search import name_of
from ui.qt.language import Language
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.table import Column, DataTable


class RegisterPage(QWidget):
    """Ctrl+Enter shows the days chosen.

    Signals:
        asked: first and last day of the period to show.
        print_wanted: the register on show.
        save_wanted: the register on show, and ``csv`` or ``xlsx``.
        order_opened: the id of the order of a line.
        back: enough.
    """

    asked = Signal(object, object)
    print_wanted = Signal(object)
    save_wanted = Signal(object, str)
    order_opened = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labRegisterPage")
        self._language = language
        self._register: Register | None = None
        self._header = PageHeader(self)
        self._print = Button("printRegister", parent=self)
        self._csv = Button("saveRegisterCsv", parent=self)
        self._xlsx = Button("saveRegisterXlsx", parent=self)
        self._back = Button("registerBack", parent=self)
        for button in (self._print, self._xlsx, self._csv, self._back):
            self._header.add_action(button)
        self.start = TextField("registerStart", longest=12, parent=self)
        self.end = TextField("registerEnd", longest=12, parent=self)
        self.start.set_text(f"{today.replace(day=1):%d/%m/%Y}")
        self.end.set_text(f"{today:%d/%m/%Y}")
        for field in (self.start, self.end):
            follow_text(field, width=19 * GRID)
        self._show = Button("showRegister", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._count = words(role="quiet", parent=self)
        self._count.setObjectName("registerCount")
        self.table: DataTable[RegisterLine] = DataTable("registerLines", self._columns(), parent=self)
        choosing = row()
        choosing.addWidget(self.start)
        choosing.addWidget(self.end)
        page = column(self)
        page.addWidget(self._header)
        choosing.addWidget(self._show, 0, Qt.AlignmentFlag.AlignBottom)
        choosing.addWidget(self._count, 1, Qt.AlignmentFlag.AlignBottom)
        page.addLayout(choosing)
        page.addWidget(self.table, 1)
        self._show.clicked.connect(self.ask)
        self._print.clicked.connect(self.print_it)
        self._csv.clicked.connect(lambda: self._save("csv"))
        self._xlsx.clicked.connect(lambda: self._save("xlsx"))
        self._back.clicked.connect(self.back)
        self.table.opened.connect(self._opened)
        FormKeys(self, back=self.back.emit)
        self._translate()

    def _columns(self) -> tuple[Column[RegisterLine], ...]:
        return (
            Column(lambda: self.tr("Date"), lambda line: f"{line.on:%d/%m/%Y}", width=104),
            Column(lambda: self.tr("Patient"), self._patient, stretch=True),
            Column(lambda: self.tr("Age"), self._age, width=152),
            Column(lambda: self.tr("Test"), self._test, stretch=True),
            Column(lambda: self.tr("Result"), self._result, stretch=True),
            Column(lambda: self.tr("Done by"), lambda line: line.done_by or "", spare=2),
            Column(lambda: self.tr("Requested by"), lambda line: line.ordered_by or "", spare=3),
            Column(lambda: self.tr("Remark"), self._remark, spare=1),
        )

    def _patient(self, line: RegisterLine) -> str:
        return self.tr("(private)") if line.hidden else line.patient.full_name

    def _age(self, line: RegisterLine) -> str:
        if line.hidden:
            return ""
        age = age_text(line.patient.birth_date, max(line.on, line.patient.birth_date), self._language.code)
        sex = self.tr("F") if line.patient.sex == "F" else self.tr("M")
        return f"{sex}  {age}"

    def _test(self, line: RegisterLine) -> str:
        return self.tr("(private)") if line.hidden else name_of(line.test, language=self._language.code)

    def _result(self, line: RegisterLine) -> str:
        if line.hidden:
            return ""
        if not line.results:
            return self.tr("waits")
        return wording.values_text(line.results, language=self._language.code)

    def _remark(self, line: RegisterLine) -> str:
        parts = [line.remark or "", self.tr("corrected") if line.corrected else ""]
        if line.rejected_why:
            parts.append(answer_name("rejected", line.rejected_why, language=self._language.code))
        return "; ".join(part for part in parts if part)

    # what is on show -------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the period chosen, or say at a day that it cannot be read."""
        days = []
        for field in (self.start, self.end):
            day = read_day(field.text())
            if day is None:
                field.set_error(self.tr("A date like 18/11/2026"))
                field.edit.setFocus()
                return
            days.append(day)
        self.asked.emit(*days)

    def show_register(self, register: Register) -> None:
        """Show the register of a period."""
        self._register = register
        self.end.set_error(None)
        self.table.show_rows(register.lines)
        self._say_count()

    def print_it(self) -> None:
        if self._register is not None:
            self.print_wanted.emit(self._register)

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong with a day."""
        if field not in ("start", "end"):
            return False
        where = self.end if field == "end" else self.start
        where.set_error(text)
        where.edit.setFocus()
        return True

    def _save(self, kind: str) -> None:
        if self._register is not None:
            self.save_wanted.emit(self._register, kind)

    def _opened(self, line: RegisterLine) -> None:
        if line.order_id is not None and not line.hidden:
            self.order_opened.emit(line.order_id)

    def _say_count(self) -> None:
        register = self._register
        if register is None:
            return
        text = self.tr("%n test(s)", "", len(register.lines))
        if register.hidden:
            text += "  ·  " + self.tr("%n line(s) are private and shown without content", "", register.hidden)
        self._count.setText(text)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Laboratory register"))
        self.start.set_label(self.tr("&From"))
        self.end.set_label(self.tr("&To"))
        self._show.set_text(self.tr("Show"))
        self._print.set_text(self.tr("Print"), tip=self.tr("Print the register, A4 (Ctrl+P)"))
        self._csv.set_text(self.tr("Save CSV"))
        self._xlsx.set_text(self.tr("Save XLSX"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the list (Esc)"))
        self.table.view.setAccessibleName(self.tr("Laboratory register"))
        self.table.set_empty_text(self.tr("No test in these days."))
        self._say_count()


def read_day(text: str) -> date | None:
    """Read ``18/11/2026``, ``18.11.26`` or ``2026-11-18``; None for anything else."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
