"""The page of Reports with all forms of a month: how far each is, and the whole as one document."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QWidget

from emr_desktop.clock import local
from emr_desktop.forms.month import MonthForm
from emr_desktop.forms.output import month_xlsx
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from emr_desktop.printing.month_bundle import month_bundle_pdf
from emr_desktop.whole_file import write_whole
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.qt.printing import why_not_saved
from ui.reports.beside_page import BesidePage
from ui.reports.files import ask_where
from ui.reports.period_words import latest_periods, period_name
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.table import Column, DataTable
from ui.widgets.wide_combo import WideCombo


class _Stopped(Exception):
    """The person does not want the document any more."""


@dataclass(frozen=True)
class _Line:
    form: MonthForm
    report: FormReport | None  # None: not counted yet


class MonthPage(BesidePage):
    """Opens with the month before in its first ten days, when that one is handed in, else with this month."""

    _progressed = Signal(int, int)

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("monthPage")
        self._context, self._banner = context, banner
        self._shown = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._lines: list[_Line] = []
        self._stop_wanted = threading.Event()
        self._ticket = 0
        self._header = PageHeader(self)
        self._back = Button("monthBack", parent=self)
        self._workbook = Button("saveMonthWorkbook", parent=self)
        self._save = Button("saveMonthBundle", parent=self)
        self._print = Button("printMonthBundle", kind="primary", parent=self)
        self.month = WideCombo("bundleMonth", letters=16, parent=self)
        self._label = words(role="label", parent=self)
        self._label.setBuddy(self.month)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("monthProgress")
        self._stop = Button("stopMonth", parent=self)
        self.table: DataTable[_Line] = DataTable("monthForms", self._columns(), parent=self)
        self._lay_out()
        self._wire()
        self._translate()
        self._busy(False)

    def _columns(self) -> tuple[Column[_Line], ...]:
        code = self._context.language
        return (
            Column(
                lambda: self.tr("Form"),
                lambda line: either(code.code, line.form.name_sw, line.form.name_en),
                stretch=True,
            ),
            Column(lambda: self.tr("Edition"), lambda line: line.form.edition, width=104, spare=1),
            Column(
                lambda: self.tr("Period"),
                lambda line: period_name(
                    line.form.period, "week" if "W" in line.form.period else "month", code.code
                ),
                width=184,
            ),
            Column(lambda: self.tr("State"), self._state, stretch=True),
        )

    def _lay_out(self) -> None:
        for button in (self._back, self._workbook, self._save, self._print):
            self._header.add_action(button)
        page = column(self)
        page.addWidget(self._header)
        line = row()
        line.addWidget(self._label)
        line.addWidget(self.month)
        line.addStretch(1)
        line.addWidget(self._bar)
        line.addWidget(self._stop)
        page.addLayout(line)
        page.addWidget(self.table, 1)

    def _wire(self) -> None:
        self._back.clicked.connect(self.back)
        self._print.clicked.connect(self.print_it)
        self._save.clicked.connect(lambda: self._ask("pdf"))
        self._workbook.clicked.connect(lambda: self._ask("xlsx"))
        self._stop.clicked.connect(self.stop)
        self.month.activated.connect(lambda _at: self._read())
        self._progressed.connect(self._show_progress)
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self.print_it)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # reading -------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Count the forms of the month."""
        today = self._context.clinic.work.clock.today()
        if self.month.count() == 0:
            self._fill_months()
            self.month.setCurrentIndex(1 if today.day <= 10 else 0)
        self._read()
        self.month.setFocus()

    @property
    def reports(self) -> tuple[FormReport, ...]:
        """The forms that were counted so far."""
        return tuple(line.report for line in self._lines if line.report is not None)

    def _read(self) -> None:
        months, month = self._context.clinic.months, str(self.month.currentData())
        self._ticket += 1
        ticket = self._ticket
        self._stop_wanted.clear()
        self._lines = []
        self.table.show_rows(())

        def show(found: tuple[MonthForm, ...]) -> None:
            self._lines = [_Line(form, None) for form in found]
            self.table.show_rows(self._lines)
            self._count(0, ticket)

        self._context.tasks.run(
            self, lambda: months.forms_of(month), done=show, failed=self._failed, key="month"
        )

    def _count(self, place: int, ticket: int) -> None:
        """One form after the other, so that whoever saves a visit meanwhile need not wait for all of them."""
        if ticket != self._ticket or self._stop_wanted.is_set() or place >= len(self._lines):
            self._busy(False)
            return
        self._busy(True)
        self._show_progress(place, len(self._lines))
        forms, wanted = self._context.clinic.forms, self._lines[place].form

        def show(report: FormReport) -> None:
            if ticket != self._ticket:
                return
            self._lines[place] = _Line(wanted, report)
            self.table.show_rows(self._lines)
            self._translate()
            self._count(place + 1, ticket)

        self._context.tasks.run(
            self,
            lambda: forms.show(wanted.form, wanted.period, edition=wanted.edition),
            done=show,
            failed=self._failed,
            key="form",
        )

    # the document --------------------------------------------------------------------------------------

    def _make(self, kind: str) -> Callable[[], bytes]:
        reports, period, code = self.reports, str(self.month.currentData()), self._context.language.code
        self._stop_wanted.clear()
        self._busy(True)
        if kind == "xlsx":
            return lambda: month_xlsx(reports, language=code)
        return lambda: month_bundle_pdf(reports, period=period, language=code, progress=self._drawn)

    def _drawn(self, done: int, of: int) -> None:
        if self._stop_wanted.is_set():
            raise _Stopped
        self._progressed.emit(done, of)

    def print_it(self) -> None:
        """Show the pages of the whole month; they are printed from there."""
        if self._is_ready():
            make = self._make("pdf")

            def finished() -> bytes:
                content = make()
                self._progressed.emit(0, 0)
                return content

            self._printer.print_it(finished, name=f"month-{self.month.currentData()}", kind="month")

    def _ask(self, kind: str) -> None:
        if not self._is_ready():
            return
        name = f"month-{self.month.currentData()}-{self._context.clinic.work.facility.code}"
        path = ask_where(self, name=name, kind=kind, title=self.tr("Save the month"))
        if path is not None:
            self.save_as(path, kind)

    def save_as(self, path: Path, kind: str) -> None:
        """Write the whole month at ``path`` as pdf or xlsx."""
        make = self._make(kind)

        def done(_none: object) -> None:
            self._busy(False)
            self._context.say(sentence("print.saved", {"path": str(path)}, self._context.language.code))

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                self._busy(False)
                text = sentence(*why_not_saved(error, path), self._context.language.code)
                self._banner.show_message(text, kind="warn")
            else:
                self._failed(error)

        self._context.tasks.run_aside(
            self, lambda: write_whole(path, make()), done=done, failed=failed, stoppable=True, stop=self.stop
        )

    def stop(self) -> None:
        """Let it be; nothing is printed or written."""
        self._stop_wanted.set()

    def _is_ready(self) -> bool:
        if self._lines and all(line.report is not None for line in self._lines):
            return True
        if not self._bar.isVisible():  # it was stopped while it counted
            self._read()
        return False

    def _failed(self, error: BaseException) -> None:
        self._busy(False)
        if isinstance(error, _Stopped):
            self._banner.show_message(self.tr("Stopped. Nothing was printed or saved."), kind="info")
        else:
            self._shown(error)

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        ready = not busy and bool(self._lines)
        for button in (self._print, self._save, self._workbook):
            button.setEnabled(ready)

    def _show_progress(self, done: int, of: int) -> None:
        if of == 0:
            self._busy(False)
            return
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _state(self, line: _Line) -> str:
        report = line.report
        if report is None:
            return self.tr("not counted yet")
        signature = report.signature
        signed = (
            "" if signature is None else f"{signature.signer_name}, {local(signature.closed_at):%d/%m/%Y}"
        )
        if report.status == "closed":
            return self.tr("Signed: {0}").format(signed)
        if report.status == "changed":
            return self.tr("Changed since it was signed: {0}").format(signed)
        return self.tr("Not signed yet")

    def _fill_months(self) -> None:
        today, code = self._context.clinic.work.clock.today(), self._context.language.code
        chosen = self.month.currentData()
        with QSignalBlocker(self.month):
            self.month.clear()
            for period in latest_periods(today, "month"):
                self.month.addItem(period_name(period.code, "month", code), period.code)
            self.month.setCurrentIndex(max(self.month.findData(chosen), 0))

    def _translate(self) -> None:
        self._header.set_title(self.tr("All forms of the month (book 10)"))
        signed = sum(report.status == "closed" for report in self.reports)
        self._header.set_line(
            self.tr("{0} of {1} forms signed. Forms that are not signed are marked as drafts.").format(
                signed, len(self._lines)
            )
        )
        self._back.set_text(self.tr("Back to the forms"), tip=self.tr("Back to the forms (Esc)"))
        self._workbook.set_text(self.tr("Save as &Excel"))
        self._save.set_text(self.tr("&Save as PDF"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Look at the pages and print them (Ctrl+P)"))
        self._stop.set_text(self.tr("St&op"))
        self._label.setText(self.tr("&Month"))
        self.month.setAccessibleName(self.tr("Month"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self.table.view.setAccessibleName(self.tr("Forms of the month"))
        self.table.set_empty_text(self.tr("The forms of this month are being counted."))
        if self.month.count():
            self._fill_months()
