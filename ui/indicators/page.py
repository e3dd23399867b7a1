"""The page of Reports "Use of the data": one month, everything at a glance, every number opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from emr_desktop.changes import Changes
from emr_desktop.forms.rows import Cases
from emr_desktop.indicators.charts import notes_of
from emr_desktop.indicators.rows import Bar, Compared, Listing, UseOfData
from emr_desktop.indicators.words import UseWords
from emr_desktop.printing.use_of_data import use_of_data_pdf
from ui.indicators.board import Board
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.beside_page import BesidePage
from ui.reports.cases_page import CasesPage
from ui.reports.files import ask_where
from ui.reports.output import FormOutput
from ui.reports.period_words import latest_periods, period_name
from ui.screen import ScreenContext
from ui.theme.tokens import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.wide_combo import WideCombo


class UsePage(BesidePage):
    """Opens with the last month that is over."""

    def __init__(
        self, *, context: ScreenContext, banner: Banner, output: FormOutput, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("usePage")
        self._context, self._output = context, output
        self._page: UseOfData | None = None
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._month_label = words(role="label", parent=self)
        self.month = WideCombo("useMonth", letters=16, parent=self)
        self._month_label.setBuddy(self.month)
        self._print = Button("printUse", parent=self)
        self._save = Button("saveUse", parent=self)
        self._back = Button("useBack", parent=self)
        for widget in (self._month_label, self.month, self._print, self._save, self._back):
            self._header.add_action(widget)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("useProgress")
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(GRID // 2)
        self._progress.hide()
        self._notes = words(role="warn", wrap=True, parent=self)
        self._notes.setObjectName("useNotes")
        self.board = Board(theme=context.theme, parent=self)
        self.cases = CasesPage(
            language=context.language,
            back_words=lambda: (self.tr("Back to the figures"), self.tr("Back to the figures (Esc)")),
            parent=self,
        )
        self._stack = QStackedWidget(self)
        front = QWidget(self)
        page = column(front)
        page.addWidget(self._header)
        page.addWidget(self._progress)
        page.addWidget(self._notes)
        page.addWidget(self.board, 1)
        self._front = front
        for each in (front, self.cases):
            self._stack.addWidget(each)
        column(self).addWidget(self._stack)
        self._wire()
        self._translate()

    def _wire(self) -> None:
        self.month.activated.connect(lambda _at: self._read())
        self._print.clicked.connect(self.print_page)
        self._save.clicked.connect(self._ask_file)
        self._back.clicked.connect(self.back)
        self.cases.opened.connect(self._context.open_visit)
        self.cases.back.connect(self.step_back)
        self.board.figures.opened.connect(self._open_figure)
        for name, chart in self.board.charts.items():
            chart.asked.connect(lambda at, name=name: self._open(name, at))
        self.board.alert_asked.connect(self._open_week)
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self.print_page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._context.tasks.changed.connect(self._changed)

    # coming and going ----------------------------------------------------------------------------------

    def opened(self) -> None:
        """Read the month; the first time that is the last one that is over."""
        if self.month.currentData() is None:
            self._fill_months()
            self.month.setCurrentIndex(1)
        self._stack.setCurrentWidget(self._front)
        self.month.setFocus()
        self._read()

    def step_back(self) -> bool:
        """From the visits back to the figures."""
        if self._stack.currentWidget() is self._front:
            return False
        self._stack.setCurrentWidget(self._front)
        self.board.take_focus_back()
        return True

    @property
    def page(self) -> UseOfData | None:
        """The figures on show."""
        return self._page

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"visit", "patient"}:
            self._read()

    def _read(self) -> None:
        period = self.month.currentData()
        if period is None:
            return
        self._progress.show()
        indicators = self._context.clinic.indicators
        self._context.tasks.run(
            self,
            lambda: indicators.use_of_data(str(period)),
            done=self._show,
            failed=self._not_read,
            key="use",
        )

    def _not_read(self, error: BaseException) -> None:
        self._progress.hide()
        self._failed(error)

    def _show(self, page: UseOfData) -> None:
        self._page = page
        self._progress.hide()
        words = UseWords(self._context.language.code)
        notes = notes_of(page, words)
        self._notes.setText("  ".join(notes))
        self._notes.setVisible(bool(notes))
        self.board.show_page(page, words)

    # what is behind ------------------------------------------------------------------------------------

    def _open_figure(self, one: Compared) -> None:
        self._open_indicator(one, "numerator")

    def _open_indicator(self, one: Compared, part: str) -> None:
        indicator, period = one.indicator, self._page.period if self._page is not None else ""
        indicators = self._context.clinic.indicators

        def what() -> str:
            name = indicator.name(self._context.language.code)
            return self.tr("{0}: missing").format(name) if part == "missing" else name

        self._list(lambda: indicators.cases(indicator.code, period, part=part), what)

    def _open(self, name: str, at: int) -> None:
        page = self._page
        if page is None:
            return
        if name == "diseases":
            self._open_bar(page.diseases, at)
        elif name == "villages":
            self._open_bar(page.villages, at)
        elif name == "complete":
            shown = [one for one in page.complete if one.now.value is not None]
            self._open_indicator(shown[at], "missing")
        elif name == "by_day":
            self._open_day(page, at)
        elif name == "attendance_year":
            place = self.month.findData(page.attendance.periods[at])
            if place >= 0:
                self.month.setCurrentIndex(place)
                self._read()

    def _open_bar(self, listing: Listing, at: int) -> None:
        bar: Bar = listing.bars[at]
        if bar.row:
            period = self._page.period if self._page is not None else ""
            self._open_row(
                listing.form, listing.edition, period, bar.row, lambda: bar.name(self._context.language.code)
            )

    def _open_day(self, page: UseOfData, at: int) -> None:
        day = page.first_day + timedelta(days=at)
        indicators = self._context.clinic.indicators
        self._list(
            lambda: indicators.cases("attendance", page.period, day=day),
            lambda: self.tr("Attendance of {0}").format(f"{day:%d/%m/%Y}"),
        )

    def _open_week(self, number: int, at: int) -> None:
        if self._page is None:
            return
        alert = self._page.alerts[number]
        week = alert.weeks[at]
        self._open_row(
            alert.form,
            alert.edition,
            week.code,
            alert.row,
            lambda: f"{alert.name(self._context.language.code)}, {UseWords('sw').week(week.code)}",
        )

    def _open_row(self, form: str, edition: str, period: str, row: str, what: Callable[[], str]) -> None:
        forms = self._context.clinic.forms
        self._list(lambda: forms.cases(form, period, row=row, edition=edition), what)

    def _list(self, ask: Callable[[], Cases], what: Callable[[], str]) -> None:
        def show(cases: Cases) -> None:
            self.board.remember_focus()
            self.cases.show_cases(what, cases)
            self._stack.setCurrentWidget(self.cases)
            self.cases.table.setFocus()

        self._context.tasks.run(self, ask, done=show, failed=self._failed, key="useCases")

    # paper ---------------------------------------------------------------------------------------------

    def print_page(self) -> None:
        """Print the page on show."""
        page, language = self._page, self._context.language.code
        if page is not None:
            self._printer.print_it(
                lambda: use_of_data_pdf(page, language=language), name=self._name(page), kind="use-of-data"
            )

    def _ask_file(self) -> None:
        page, language = self._page, self._context.language.code
        if page is None:
            return
        path = ask_where(self, name=self._name(page), kind="pdf", title=self.tr("Save the page"))
        if path is not None:
            self._output.write(path, lambda: use_of_data_pdf(page, language=language))

    @staticmethod
    def _name(page: UseOfData) -> str:
        return f"use-{page.period}-{page.facility_code}"

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _fill_months(self) -> None:
        code, at = self._context.language.code, max(self.month.currentIndex(), 0)
        months = latest_periods(self._context.clinic.work.clock.today(), "month")
        with QSignalBlocker(self.month):
            self.month.clear()
            for month in months:
                self.month.addItem(period_name(month.code, "month", code), month.code)
            self.month.setCurrentIndex(at)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Use of the data"))
        self._header.set_line(self.tr("Enter on a number or a bar shows the visits behind it."))
        self._month_label.setText(self.tr("&Month"))
        self.month.setAccessibleName(self.tr("Month"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print the page on one A4 (Ctrl+P)"))
        self._save.set_text(self.tr("&Save as PDF"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the forms (Esc)"))
        if self.month.currentData() is not None:
            self._fill_months()
        if self._page is not None:
            self._show(self._page)
